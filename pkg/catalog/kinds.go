// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package catalog

import (
	"fmt"

	"github.com/nautes-labs/kubectl-nautes/pkg/api/v1alpha1"
)

// Kind is the name of a kind as it stands in a manifest, for example "Environment".
type Kind string

// The kinds of a catalog. Namespace is the only one that is not ours: rules ask whose a namespace is.
const (
	CodeRepoProvider       Kind = "CodeRepoProvider"
	ArtifactRepoProvider   Kind = "ArtifactRepoProvider"
	Cluster                Kind = "Cluster"
	Product                Kind = "Product"
	Environment            Kind = "Environment"
	Project                Kind = "Project"
	CodeRepo               Kind = "CodeRepo"
	CodeRepoBinding        Kind = "CodeRepoBinding"
	ProjectPipelineRuntime Kind = "ProjectPipelineRuntime"
	DeploymentRuntime      Kind = "DeploymentRuntime"
	ArtifactRepo           Kind = "ArtifactRepo"
	Namespace              Kind = "Namespace"
)

// The API group and version that our kinds are served in.
const (
	Group      = v1alpha1.Group
	Version    = v1alpha1.Version
	APIVersion = Group + "/" + Version
)

// Resource is what the API server calls a kind and whether its objects live in a product's namespace.
type Resource struct {
	Kind       Kind
	Plural     string
	Namespaced bool
}

// resources is in the order in which kinds come when nothing else decides: providers, then the order in which
// Nautes' own command line applied its documents, then what it did not know.
var resources = []Resource{ //nolint:gochecknoglobals // a table, never written
	{CodeRepoProvider, "coderepoproviders", false},
	{ArtifactRepoProvider, "artifactrepoproviders", false},
	{Cluster, "clusters", false},
	{Product, "products", false},
	{Environment, "environments", true},
	{Project, "projects", true},
	{CodeRepo, "coderepos", true},
	{CodeRepoBinding, "coderepobindings", true},
	{ProjectPipelineRuntime, "projectpipelineruntimes", true},
	{DeploymentRuntime, "deploymentruntimes", true},
	{ArtifactRepo, "artifactrepos", true},
}

// Resources lists our kinds in the order in which they come when nothing else decides.
func Resources() []Resource {
	return append([]Resource(nil), resources...)
}

// ResourceOf returns the row of one of our kinds; ok is false for any other, Namespace included.
func ResourceOf(kind Kind) (r Resource, ok bool) {
	if i := rank(kind); i < len(resources) {
		return resources[i], true
	}
	return Resource{}, false
}

// ResourceNamed returns the row with that plural name.
func ResourceNamed(plural string) (r Resource, ok bool) {
	for _, r := range resources {
		if r.Plural == plural {
			return r, true
		}
	}
	return Resource{}, false
}

// rank is the place of a kind in the order of kinds; kinds that are not ours come last.
func rank(kind Kind) int {
	for i, r := range resources {
		if r.Kind == kind {
			return i
		}
	}
	return len(resources)
}

// ID names an object. Namespace is empty for cluster-scoped kinds.
type ID struct {
	Kind      Kind   `json:"kind"`
	Namespace string `json:"namespace,omitempty"`
	Name      string `json:"name"`
}

// String is how people see an object: kind/name, with the namespace in front of the name where there is one.
func (id ID) String() string {
	if id.Namespace == "" {
		return fmt.Sprintf("%s/%s", id.Kind, id.Name)
	}
	return fmt.Sprintf("%s/%s/%s", id.Kind, id.Namespace, id.Name)
}

// key is the place of the object in a tree; names never hold a NUL byte, so keys never run into each other.
func (id ID) key() []byte {
	k := make([]byte, 0, len(id.Kind)+len(id.Namespace)+len(id.Name)+2)
	k = append(k, id.Kind...)
	k = append(k, 0)
	k = append(k, id.Namespace...)
	k = append(k, 0)
	return append(k, id.Name...)
}

// Compare orders objects by kind in the order of kinds, then by namespace, then by name.
func Compare(a, b ID) int {
	if d := rank(a.Kind) - rank(b.Kind); d != 0 {
		return d
	}
	if a.Namespace != b.Namespace {
		if a.Namespace < b.Namespace {
			return -1
		}
		return 1
	}
	switch {
	case a.Name < b.Name:
		return -1
	case a.Name > b.Name:
		return 1
	}
	return 0
}
