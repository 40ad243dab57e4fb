// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package scaffold

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation"
)

// Plan is what somebody says of a product.
type Plan struct {
	// Product is its name.
	Product string
	// Projects are its microservices; at least one.
	Projects []Project
	// Repos are its code repos, beside those that come by themselves: each project without one gets one of its own
	// name, and where something is deployed and none belongs to the product as a whole, there is one named deploy.
	Repos []Repo
	// PipelineCluster and DeployCluster are the names of the Clusters that run pipelines and that are deployed to.
	// Where one is empty, there is nothing of the kind.
	PipelineCluster, DeployCluster string
}

// Project is a microservice.
type Project struct {
	Name string
	// Language is the one that it is mainly written in; empty for golang, with a comment that says so.
	Language string
}

// Repo is a code repo.
type Repo struct {
	Name string
	// Project is the one that it belongs to; empty for the product as a whole.
	Project string
}

// ParseProjects reads NAME or NAME=LANGUAGE.
func ParseProjects(values []string) []Project {
	projects := make([]Project, len(values))
	for i, value := range values {
		projects[i].Name, projects[i].Language, _ = strings.Cut(value, "=")
	}
	return projects
}

// ParseRepos reads NAME or NAME=PROJECT.
func ParseRepos(values []string) []Repo {
	repos := make([]Repo, len(values))
	for i, value := range values {
		repos[i].Name, repos[i].Project, _ = strings.Cut(value, "=")
	}
	return repos
}

// Flags by which a plan is told; errors name them.
const (
	ProjectFlag         = "project"
	RepoFlag            = "repo"
	PipelineClusterFlag = "pipeline-cluster"
	DeployClusterFlag   = "deploy-cluster"
)

// Check says what is wrong with a plan; the error names the flag.
func (p *Plan) Check() error {
	if err := checkName("the name of the product", p.Product); err != nil {
		return err
	}
	if len(p.Projects) == 0 {
		return fmt.Errorf("no project named (give --%s NAME)", ProjectFlag)
	}
	for i, project := range p.Projects {
		if err := checkName("--"+ProjectFlag, project.Name); err != nil {
			return err
		}
		if slices.ContainsFunc(p.Projects[:i], func(o Project) bool { return o.Name == project.Name }) {
			return fmt.Errorf("--%s %q is given twice", ProjectFlag, project.Name)
		}
	}
	if err := p.checkRepos(); err != nil {
		return err
	}
	return p.checkClusters()
}

func (p *Plan) checkRepos() error {
	for _, repo := range p.Repos {
		if err := checkName("--"+RepoFlag, repo.Name); err != nil {
			return err
		}
		if repo.Project != "" && !slices.ContainsFunc(p.Projects, func(o Project) bool { return o.Name == repo.Project }) {
			return fmt.Errorf("--%s %s=%s: there is no project %q (give --%s %s too)", RepoFlag, repo.Name, repo.Project, repo.Project, ProjectFlag, repo.Project)
		}
	}
	all := p.repos()
	for i, repo := range all {
		if slices.ContainsFunc(all[:i], func(o Repo) bool { return o.Name == repo.Name }) {
			return fmt.Errorf("there are two repos %q (name one of them by --%s NAME=PROJECT)", repo.Name, RepoFlag)
		}
	}
	return nil
}

func (p *Plan) checkClusters() error {
	for flag, name := range map[string]string{PipelineClusterFlag: p.PipelineCluster, DeployClusterFlag: p.DeployCluster} {
		if name == "" {
			continue
		}
		if err := checkName("--"+flag, name); err != nil {
			return err
		}
	}
	if p.PipelineCluster != "" && p.PipelineCluster == p.DeployCluster {
		return fmt.Errorf("--%s and --%s are both %q (a cluster carries pipelines or deployments: name two)",
			PipelineClusterFlag, DeployClusterFlag, p.DeployCluster)
	}
	return nil
}

// checkName holds a name against what all names of ours have to be.
func checkName(what, name string) error {
	if problems := validation.IsDNS1123Label(name); len(problems) > 0 {
		return fmt.Errorf("%s: %q is no name (lower-case letters, digits and '-', at most %d of them)", what, name, validation.DNS1123LabelMaxLength)
	}
	return nil
}

// repos are all code repos: those that are named, and those that come by themselves.
func (p *Plan) repos() []Repo {
	repos := slices.Clone(p.Repos)
	for _, project := range p.Projects {
		if !slices.ContainsFunc(repos, func(r Repo) bool { return r.Project == project.Name }) {
			repos = append(repos, Repo{Name: project.Name, Project: project.Name})
		}
	}
	if p.DeployCluster != "" && !slices.ContainsFunc(repos, Repo.shared) {
		repos = append(repos, Repo{Name: "deploy"})
	}
	slices.SortStableFunc(repos, func(a, b Repo) int { return cmp.Compare(p.rank(a), p.rank(b)) })
	return repos
}

// rank puts the repos of the product as a whole behind those of projects.
func (p *Plan) rank(r Repo) int {
	if r.shared() {
		return len(p.Projects)
	}
	return slices.IndexFunc(p.Projects, func(project Project) bool { return project.Name == r.Project })
}

// shared tells whether a repo belongs to the product as a whole.
func (r Repo) shared() bool { return r.Project == "" }

// source is the repo of a project whose pushes start pipelines, and manifests the one that holds what is deployed: the
// first of their kind.
func (p *Plan) source(project string) string {
	repos := p.repos()
	return repos[slices.IndexFunc(repos, func(r Repo) bool { return r.Project == project })].Name
}

func (p *Plan) manifests() string {
	repos := p.repos()
	return repos[slices.IndexFunc(repos, Repo.shared)].Name
}
