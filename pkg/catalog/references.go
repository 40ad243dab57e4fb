// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package catalog

import "strings"

// reference is a row of the table: a field of a kind that names objects of another kind.
type reference struct {
	from   Kind
	field  string
	to     Kind
	locate locator
	// granted: the target may belong to another product, or to another project, so a binding has to permit its
	// use. The bindings that do come before the object that refers.
	granted bool
	// soleIfEmpty: a field left empty means the only object of that kind, so all of them come before.
	soleIfEmpty bool

	path path
}

// locator tells which object a value in the referring object names.
type locator func(from *Object, to Kind, value string) ID

// references is the table: every reference field of every kind. From it come the order of creation and deletion,
// who refers to whom, and what can be done side by side. A new kind adds its rows here and nothing elsewhere.
var references = compile([]reference{ //nolint:gochecknoglobals // a table, never written
	{from: Cluster, field: "spec.hostCluster", to: Cluster, locate: inCluster},

	{from: Product, field: "spec.codeRepoProvider", to: CodeRepoProvider, locate: inCluster, soleIfEmpty: true},
	{from: Product, field: providerField, to: CodeRepoProvider, locate: inCluster},

	{from: Environment, field: namespaceField, to: Product, locate: inCluster},
	{from: Environment, field: "spec.cluster", to: Cluster, locate: inCluster},

	{from: Project, field: namespaceField, to: Product, locate: inCluster},

	{from: CodeRepo, field: namespaceField, to: Product, locate: inCluster},
	{from: CodeRepo, field: "spec.codeRepoProvider", to: CodeRepoProvider, locate: inCluster, soleIfEmpty: true},
	{from: CodeRepo, field: providerField, to: CodeRepoProvider, locate: inCluster},
	{from: CodeRepo, field: "spec.project", to: Project, locate: inOwnProduct},

	{from: CodeRepoBinding, field: namespaceField, to: Product, locate: inCluster},
	{from: CodeRepoBinding, field: "spec.codeRepo", to: CodeRepo, locate: inOwnProduct},
	{from: CodeRepoBinding, field: "spec.product", to: Product, locate: inCluster},
	{from: CodeRepoBinding, field: "spec.projects[]", to: Project, locate: inGrantee},

	{from: ProjectPipelineRuntime, field: namespaceField, to: Product, locate: inCluster},
	{from: ProjectPipelineRuntime, field: "spec.project", to: Project, locate: inOwnProduct},
	{from: ProjectPipelineRuntime, field: "spec.pipelineSource", to: CodeRepo, locate: ownOrShared, granted: true},
	{from: ProjectPipelineRuntime, field: environmentField, to: Environment, locate: inOwnProduct},
	{from: ProjectPipelineRuntime, field: "spec.eventSources[].gitlab.repoName", to: CodeRepo, locate: ownOrShared, granted: true},
	{from: ProjectPipelineRuntime, field: "spec.additionalResources.git.codeRepo", to: CodeRepo, locate: ownOrShared, granted: true},
	{from: ProjectPipelineRuntime, field: deployedField, to: Cluster, locate: inCluster},

	{from: DeploymentRuntime, field: namespaceField, to: Product, locate: inCluster},
	{from: DeploymentRuntime, field: "spec.manifestSource.codeRepo", to: CodeRepo, locate: ownOrShared, granted: true},
	{from: DeploymentRuntime, field: "spec.projectsRef[]", to: Project, locate: inOwnProduct},
	{from: DeploymentRuntime, field: environmentField, to: Environment, locate: inOwnProduct},
	{from: DeploymentRuntime, field: deployedField, to: Cluster, locate: inCluster},

	{from: ArtifactRepo, field: namespaceField, to: Product, locate: inCluster},
	{from: ArtifactRepo, field: "spec.artifactRepoProvider", to: ArtifactRepoProvider, locate: inCluster},
	{from: ArtifactRepo, field: providerField, to: ArtifactRepoProvider, locate: inCluster},
	{from: ArtifactRepo, field: "spec.projects[]", to: Project, locate: inOwnProduct},
})

const (
	// namespaceField: an object belongs to the product that its namespace is named after.
	namespaceField   = "metadata.namespace"
	environmentField = "spec.destination.environment"
	// The status tells what an object stands on now, whether its spec names that, named it before, or names nothing:
	// the provider that was found for it, and the cluster that something of a runtime is left on.
	providerField = "status.provider"
	deployedField = "status.deployed.cluster"
)

func inCluster(_ *Object, to Kind, value string) ID { return ID{Kind: to, Name: value} }

func inOwnProduct(from *Object, to Kind, value string) ID {
	return ID{Kind: to, Namespace: from.Namespace, Name: value}
}

// inGrantee: the projects of a binding are those of the product that it grants to.
func inGrantee(from *Object, to Kind, value string) ID {
	return ID{Kind: to, Namespace: from.String("spec.product"), Name: value}
}

// ownOrShared: "repo" is a repo of the own product, "product/repo" one that its owner shares by a binding.
func ownOrShared(from *Object, to Kind, value string) ID {
	if owner, name, shared := strings.Cut(value, "/"); shared {
		return ID{Kind: to, Namespace: owner, Name: name}
	}
	return ID{Kind: to, Namespace: from.Namespace, Name: value}
}

func compile(table []reference) map[Kind][]reference {
	byKind := map[Kind][]reference{}
	for _, row := range table {
		row.path = parsePath(row.field)
		byKind[row.from] = append(byKind[row.from], row)
	}
	return byKind
}

// Reference is one use of an object by another: From names To in Field, for example "spec.projectsRef[0]".
type Reference struct {
	From  ID
	Field string
	To    ID
}

// ReferencesOf lists what an object refers to, whether that exists or not, in the order of the table.
func ReferencesOf(o *Object) []Reference {
	var refs []Reference
	eachReference(o, func(_ *reference, r Reference) { refs = append(refs, r) })
	return refs
}

func eachReference(o *Object, found func(row *reference, r Reference)) {
	rows := references[o.Kind]
	for i := range rows {
		row := &rows[i]
		row.path.walk(o.content, func(value, field string) {
			found(row, Reference{From: o.ID, Field: field, To: row.locate(o, row.to, value)})
		})
	}
}
