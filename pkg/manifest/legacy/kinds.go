// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package legacy

import "github.com/nautes-labs/kubectl-nautes/pkg/catalog"

// kind says how the command line wrote a kind.
type kind struct {
	// owner is the field of the spec that names the product; empty for a kind that belongs to none.
	owner string
	// fields are those of the spec that it knew or that its examples have, beside the name and the owner. What lies
	// below them is the same today, and is held against the schema.
	fields []string
	// renamed are those of fields that are called otherwise today.
	renamed map[string]string
	// unheard are those of fields that people wrote and that it left out of what it sent.
	unheard []string
	// moved are fields of earlier releases that have become fields further down.
	moved []move
	// defaults are what it sent for a field that was left out, and that has to be there today.
	defaults map[string]string
	// texts are fields that hold text, though people may have written a number; numbers are the reverse. A * stands for
	// each key or item.
	texts, numbers []string
	// finish does what a table can not say.
	finish func(*conversion)
}

// move is a field that has become another one, which may lie in objects that are not there yet.
type move struct{ from, to string }

var kinds = map[catalog.Kind]kind{ //nolint:gochecknoglobals // a table, never written
	catalog.Cluster: {
		fields: []string{
			"apiServer", "clusterKind", "usage", "clusterType", "workerType", "hostCluster", "primaryDomain", kubeconfigField,
			"vcluster", "componentsList", "reservedNamespacesAllowedProducts", "productAllowedClusterResources",
			"argocdHost", "tektonHost", "traefik",
		},
		moved: []move{
			{"argocdHost", "componentsList.deployment.additions.host"},
			{"tektonHost", "componentsList.pipeline.additions.host"},
			{"traefik", "componentsList.gateway.additions"},
		},
		texts:   []string{"componentsList.*.additions.*"},
		numbers: []string{"vcluster.httpsNodePort"},
		finish:  finishCluster,
	},
	catalog.Product: {
		fields:  []string{"git", "codeRepoProvider"},
		unheard: []string{"codeRepoProvider"},
		numbers: []string{"git.gitlab.parentID"},
	},
	catalog.Environment: {
		owner:  "product",
		fields: []string{"cluster", "envType"},
	},
	catalog.Project: {
		owner:  "product",
		fields: []string{"language"},
	},
	catalog.CodeRepo: {
		owner: "product",
		fields: []string{
			"project", "git", "webhook", "deploymentRuntime", "projectPipelineRuntime", "pipelineRuntime", "codeRepoProvider",
		},
		renamed: map[string]string{"projectPipelineRuntime": "pipelineRuntime"},
		unheard: []string{"pipelineRuntime", "codeRepoProvider"},
	},
	catalog.CodeRepoBinding: {
		owner:   "productName",
		fields:  []string{"product", "coderepo", "codeRepo", "permissions", "projects"},
		renamed: map[string]string{"coderepo": "codeRepo"},
		unheard: []string{"codeRepo"},
	},
	catalog.ProjectPipelineRuntime: {
		owner: "product",
		fields: []string{
			"account", "project", "pipelineSource", "pipelines", "destination", "isolation", "eventSources", "pipelineTriggers",
			"additionalResources", "hooks",
		},
		defaults: map[string]string{"isolation": "shared"},
		texts:    []string{"pipelines.*.label", "hooks.preHooks.*.vars.*", "hooks.postHooks.*.vars.*"},
		finish: func(c *conversion) {
			c.wrapDestination()
			c.checkRevisions()
		},
	},
	catalog.DeploymentRuntime: {
		owner:   "product",
		fields:  []string{"account", "manifestsource", "manifestSource", "projectsRef", "destination"},
		renamed: map[string]string{"manifestsource": "manifestSource"},
		unheard: []string{"manifestSource"},
		finish:  (*conversion).wrapDestination,
	},
}

// kindNames are those that the command line knew, in the order of kinds.
func kindNames() []string {
	var names []string
	for _, resource := range catalog.Resources() {
		if _, known := kinds[resource.Kind]; known {
			names = append(names, string(resource.Kind))
		}
	}
	return names
}
