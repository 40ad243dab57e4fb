// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package entitlement

import (
	"slices"
	"strings"

	"github.com/nautes-labs/kubectl-nautes/pkg/api/v1alpha1"
	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
)

// Access is what a project, or a product as a whole, may do with a repo.
type Access string

// The accesses, the least first.
const (
	None      Access = "none"
	ReadOnly  Access = "ro"
	ReadWrite Access = "rw"
	// Owner: the repo belongs to the project. A product as a whole owns all of its repos.
	Owner Access = "owner"
)

// Matrix is who may use which repos. What is being deleted is left out, as the rules do not see it either.
type Matrix struct {
	Product string `json:"product"`
	// Projects are those of the product, by name. Never nil.
	Projects []string `json:"projects"`
	// Repos are those of the product, then those that other products share with it; each by name. Never nil.
	Repos []Repo `json:"repos"`
}

// Repo is a repo and who may use it.
type Repo struct {
	// Reference is how manifests of the product write it: "repo", or "product/repo" for one of another product.
	Reference string `json:"repo"`
	// Product and Project are whose it is; without a project, it is its product's as a whole.
	Product string `json:"product"`
	Project string `json:"project,omitempty"`
	// Whole is what the product may that the matrix is about, where no project is named: a deployment runtime without
	// projectsRef.
	Whole Cell `json:"wholeProduct"`
	// Cells are in the order of the projects of the matrix. Never nil.
	Cells []Cell `json:"projects"`
	// Bindings are those that share the repo: of a repo of the product all of them, of another's repo those that share
	// it with the product. By name; never nil.
	Bindings []Binding `json:"bindings"`
}

// Cell is what one project may do with a repo.
type Cell struct {
	// Project is empty for the product as a whole.
	Project string `json:"project,omitempty"`
	Access  Access `json:"access"`
	// Bindings are the names of those that grant it, whether the project owns the repo or not.
	Bindings []string `json:"bindings,omitempty"`
}

// Binding shares a repo.
type Binding struct {
	Name string `json:"name"`
	// Access is ReadOnly or ReadWrite.
	Access Access `json:"access"`
	// Product is who is granted it, and Projects which of its projects; none for all of them.
	Product  string   `json:"product"`
	Projects []string `json:"projects,omitempty"`
}

// Of makes the matrix of a product.
func Of(state *catalog.Snapshot, product string) *Matrix {
	m := &Matrix{Product: product, Projects: []string{}, Repos: []Repo{}}
	for _, project := range existing(state.List(catalog.Project, product)) {
		m.Projects = append(m.Projects, project.Name)
	}
	for _, repo := range existing(state.List(catalog.CodeRepo, product)) {
		m.Repos = append(m.Repos, m.repo(repo, bindingsOf(state, repo)))
	}
	for _, id := range sharedWith(state, product) {
		repo := state.Get(id)
		if repo == nil || repo.Terminating() {
			continue
		}
		bindings := slices.DeleteFunc(bindingsOf(state, repo), func(b Binding) bool { return b.Product != product })
		m.Repos = append(m.Repos, m.repo(repo, bindings))
	}
	return m
}

// Only leaves the repo with a reference; ok tells whether there is one.
func (m *Matrix) Only(reference string) (only *Matrix, ok bool) {
	at := slices.IndexFunc(m.Repos, func(r Repo) bool {
		return r.Reference == reference || r.Product+"/"+nameOf(r) == reference
	})
	if at < 0 {
		return nil, false
	}
	return &Matrix{Product: m.Product, Projects: m.Projects, Repos: m.Repos[at : at+1]}, true
}

// References are those of all repos.
func (m *Matrix) References() []string {
	references := make([]string, len(m.Repos))
	for i, repo := range m.Repos {
		references[i] = repo.Reference
	}
	return references
}

func nameOf(r Repo) string { return strings.TrimPrefix(r.Reference, r.Product+"/") }

func (m *Matrix) repo(object *catalog.Object, bindings []Binding) Repo {
	r := Repo{
		Reference: object.Name, Product: object.Namespace, Project: object.String("spec.project"),
		Cells: []Cell{}, Bindings: bindings,
	}
	if r.Product != m.Product {
		r.Reference = r.Product + "/" + object.Name
	}
	r.Whole = r.cell(m.Product, "")
	for _, project := range m.Projects {
		r.Cells = append(r.Cells, r.cell(m.Product, project))
	}
	return r
}

// cell is what a project of a product may, or with no project that product as a whole.
func (r *Repo) cell(product, project string) Cell {
	c := Cell{Project: project, Access: None}
	for _, binding := range r.Bindings {
		if binding.Product != product || !binding.reaches(project) {
			continue
		}
		c.Bindings = append(c.Bindings, binding.Name)
		if c.Access != ReadWrite {
			c.Access = binding.Access
		}
	}
	if r.Product == product && (project == "" || project == r.Project) {
		c.Access = Owner
	}
	return c
}

// reaches tells whether a binding grants to a project: it lists none, and so grants to the product with all of them, or
// it lists this one.
func (b Binding) reaches(project string) bool {
	return len(b.Projects) == 0 || slices.Contains(b.Projects, project)
}

// bindingsOf are those that share a repo. Only bindings of the repo's own product count.
func bindingsOf(state *catalog.Snapshot, repo *catalog.Object) []Binding {
	bindings := []Binding{}
	for _, use := range state.Referrers(repo.ID) {
		binding := state.Get(use.From)
		if use.From.Kind != catalog.CodeRepoBinding || binding.Terminating() {
			continue
		}
		bindings = append(bindings, bindingOf(binding))
	}
	return bindings
}

func bindingOf(o *catalog.Object) Binding {
	b := Binding{
		Name: o.Name, Access: ReadOnly, Product: o.String("spec.product"), Projects: o.Strings("spec.projects[]"),
	}
	if v1alpha1.Permissions(o.String("spec.permissions")) == v1alpha1.PermissionsReadWrite {
		b.Access = ReadWrite
	}
	return b
}

// sharedWith are the repos of other products that bindings grant to a product, each once, by name.
func sharedWith(state *catalog.Snapshot, product string) []catalog.ID {
	var repos []catalog.ID
	for _, use := range state.Referrers(catalog.ID{Kind: catalog.Product, Name: product}) {
		binding := state.Get(use.From)
		if use.From.Kind != catalog.CodeRepoBinding || use.From.Namespace == product || binding.Terminating() {
			continue
		}
		repos = append(repos, catalog.ID{Kind: catalog.CodeRepo, Namespace: binding.Namespace, Name: binding.String("spec.codeRepo")})
	}
	slices.SortFunc(repos, catalog.Compare)
	return slices.Compact(repos)
}

func existing(objects []*catalog.Object) []*catalog.Object {
	return slices.DeleteFunc(objects, (*catalog.Object).Terminating)
}
