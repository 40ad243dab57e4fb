// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package scaffold

import (
	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/manifest/write"
)

// runtimeName tells the product, for on a cluster runtimes of several products lie side by side.
func (p *Plan) runtimeName(project Project, purpose string) string {
	return p.Product + "-" + project.Name + "-" + purpose
}

func (p *Plan) pipelineRuntime(project Project) write.Object {
	repo, name := p.source(project.Name), p.runtimeName(project, pipelineEnvironment)
	return p.object(catalog.ProjectPipelineRuntime, name, fields{
		"project":        project.Name,
		"pipelineSource": repo,
		"pipelines":      []any{fields{"name": "build", "path": "pipelines/build.yaml"}},
		"destination":    fields{"environment": pipelineEnvironment, "namespace": name},
		"eventSources": []any{fields{
			"name": "push", "gitlab": fields{"repoName": repo, "revision": branch, "events": []any{"push_events"}},
		}},
		"isolation":        "shared",
		"pipelineTriggers": []any{fields{"eventSource": "push", "pipeline": "build", "revision": branch}},
	}, comments{
		"": "The pipelines of project " + project.Name + ", and what starts them. What would start: kubectl nautes triggers -p " + p.Product,
		"spec.pipelineSource": "The repo that holds the pipelines; here it is that of the project. Another one has to be shared with the " +
			"project by a binding.",
		"spec.pipelines[0].path":               "CHANGE: the file in that repo that holds the Tekton pipeline.",
		"spec.destination.namespace":           "On the cluster; it is made, and belongs to this runtime alone.",
		"spec.eventSources[0].gitlab.revision": "CHANGE: the branches and tags that count, as a regular expression for the whole name.",
		"spec.eventSources[0].gitlab.events":   "These have to be among spec.webhook.events of the repo.",
		"spec.isolation":                       "shared: all runs use one namespace. exclusive keeps those of different pipelines apart.",
		"spec.pipelineTriggers[0].revision":    "The branch that the file of the pipeline is taken from.",
	})
}

func (p *Plan) deploymentRuntime(project Project) write.Object {
	name := p.runtimeName(project, deploymentEnvironment)
	return p.object(catalog.DeploymentRuntime, name, fields{
		"projectsRef": []any{project.Name},
		"manifestSource": fields{
			"codeRepo": p.manifests(), "targetRevision": branch, "path": project.Name + "/overlays/" + deploymentEnvironment,
		},
		"destination": fields{"environment": deploymentEnvironment, "namespaces": []any{name}},
	}, comments{
		"":                                   "Keeps on the cluster what Git holds of project " + project.Name + ".",
		"spec.manifestSource.targetRevision": "CHANGE: the branch, tag or commit that is deployed.",
		"spec.manifestSource.path":           "CHANGE: the directory in the repo that holds the manifests, plain or as a kustomization.",
		"spec.destination.namespaces":        "On the cluster, for what is deployed; they are made.",
	})
}
