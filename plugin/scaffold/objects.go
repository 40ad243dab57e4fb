// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package scaffold

import (
	"cmp"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/manifest"
	"github.com/nautes-labs/kubectl-nautes/pkg/manifest/write"
	"github.com/nautes-labs/kubectl-nautes/pkg/report"
)

// The environments, and the branch that everything follows at first.
const (
	pipelineEnvironment   = "ci"
	deploymentEnvironment = "test"
	branch                = "main"
)

type (
	// fields are those of an object.
	fields = map[string]any
	// comments stand above fields, by their paths; above the object at "".
	comments map[string]string
)

// Objects are those of the product, in the order in which a person would make them.
func (p *Plan) Objects() []write.Object {
	objects := []write.Object{p.product()}
	if p.PipelineCluster != "" {
		objects = append(objects, p.environment(pipelineEnvironment, p.PipelineCluster, "development",
			"Where pipelines run. Its cluster is a worker for pipelines."))
	}
	if p.DeployCluster != "" {
		objects = append(objects, p.environment(deploymentEnvironment, p.DeployCluster, "test",
			"Where is deployed to. Its cluster is a worker for deployments. For a further stage, as production, "+
				"copy this: a product has one environment on a cluster."))
	}
	for _, project := range p.Projects {
		objects = append(objects, p.project(project))
	}
	for _, repo := range p.repos() {
		objects = append(objects, p.repo(repo))
		if repo.shared() {
			objects = append(objects, p.binding(repo))
		}
	}
	for _, project := range p.Projects {
		if p.PipelineCluster != "" {
			objects = append(objects, p.pipelineRuntime(project))
		}
		if p.DeployCluster != "" {
			objects = append(objects, p.deploymentRuntime(project))
		}
	}
	return objects
}

// object is one of the product; the Product itself has no namespace.
func (p *Plan) object(kind catalog.Kind, name string, spec fields, said comments) write.Object {
	object := &unstructured.Unstructured{Object: fields{"spec": spec}}
	object.SetAPIVersion(catalog.APIVersion)
	object.SetKind(string(kind))
	object.SetName(name)
	if kind != catalog.Product {
		object.SetNamespace(p.Product)
	}
	return write.Object{Object: object, Comments: func(field string) manifest.Comments {
		switch field {
		case "":
			return manifest.Comments{}
		case top:
			field = ""
		}
		return manifest.Comments{Head: comment(said[field], field)}
	}}
}

// top is the field that stands first. What is said of an object stands there: above all of it an empty line would follow.
const top = "apiVersion"

// comment is what stands above a field, at 80 columns from where the field stands.
func comment(text, field string) string {
	if text == "" {
		return ""
	}
	depth := strings.Count(field, ".") + strings.Count(field, "[")
	lines := strings.Split(report.Wrap(text, strings.Repeat("  ", depth)+"# "), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimLeft(line, " ")
	}
	return strings.Join(lines, "\n")
}

func (p *Plan) product() write.Object {
	return p.object(catalog.Product, p.Product, fields{
		"git": fields{"gitlab": fields{"visibility": "private", "description": "Product " + p.Product}},
	}, comments{
		"": "The product: a group of repositories, and a namespace of its name in which all else lies. Where there is more " +
			"than one code repo provider, name yours in spec.codeRepoProvider.",
		"spec.git.gitlab.visibility":  "Who may see the group in GitLab: private, or public.",
		"spec.git.gitlab.description": "CHANGE: what GitLab shows.",
	})
}

func (p *Plan) environment(name, cluster, envType, about string) write.Object {
	return p.object(catalog.Environment, name, fields{"cluster": cluster, "envType": envType}, comments{
		"":             about,
		"spec.cluster": "The name of a Cluster (kubectl get clusters.nautes.resource.nautes.io).",
		"spec.envType": "What it is for, in your own words.",
	})
}

func (p *Plan) project(project Project) write.Object {
	said := comments{"": "One microservice of the product."}
	if project.Language == "" {
		said["spec.language"] = "CHANGE: what it is mainly written in, in your own words."
	}
	return p.object(catalog.Project, project.Name, fields{"language": cmp.Or(project.Language, "golang")}, said)
}

func (p *Plan) repo(repo Repo) write.Object {
	const adopted = "A repository of that name which is in the product's group already is taken over."
	if repo.shared() {
		return p.object(catalog.CodeRepo, repo.Name, fields{"deploymentRuntime": true}, comments{
			"":                       "A repo of the product as a whole. Projects use it by way of a binding. " + adopted,
			"spec.deploymentRuntime": "For people to read: manifests are deployed from it.",
		})
	}
	spec, said := fields{"project": repo.Project}, comments{"": "A repo of project " + repo.Project + ". " + adopted}
	if p.PipelineCluster != "" && repo.Name == p.source(repo.Project) {
		spec["pipelineRuntime"] = true
		spec["webhook"] = fields{"events": []any{"push_events"}}
		said["spec.pipelineRuntime"] = "For people to read: pipelines run on it."
		said["spec.webhook"] = "What GitLab calls about. A pipeline can only be started by what is listed here."
	}
	return p.object(catalog.CodeRepo, repo.Name, spec, said)
}

func (p *Plan) binding(repo Repo) write.Object {
	return p.object(catalog.CodeRepoBinding, repo.Name+"-to-all", fields{
		"codeRepo": repo.Name, "product": p.Product, "permissions": "readonly",
	}, comments{
		"":                 "All projects of the product may use the repo " + repo.Name + ". To permit only some, list them in spec.projects.",
		"spec.product":     "This product, or another one that the repo is shared with.",
		"spec.permissions": "readonly to clone and fetch, readwrite to push as well.",
	})
}
