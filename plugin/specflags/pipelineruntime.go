// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package specflags

import (
	"errors"
	"strings"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
)

func pipelineRuntime() Kind {
	return Kind{
		Kind: catalog.ProjectPipelineRuntime, Name: "pipelineruntime", Aliases: []string{"projectpipelineruntime", "ppr"},
		Short: "Create a pipeline runtime: pipelines, and what starts them",
		Example: `
			# Run a pipeline of the repo on each push to main
			kubectl nautes create pipelineruntime web-ci -p demo --project web --pipeline-source web --environment ci \
			  --pipeline name=build,path=pipelines/build.yaml \
			  --event-source name=push,repo=web,events=push_events,revision=main \
			  --trigger eventSource=push,pipeline=build

			# At two in the night, with the commit in the first parameter
			kubectl nautes create pipelineruntime web-nightly -p demo --project web --pipeline-source web --environment ci \
			  --pipeline name=scan,path=pipelines/scan.yaml \
			  --event-source "name=nightly,schedule=0 2 * * *,timezone=Europe/Berlin" \
			  --trigger eventSource=nightly,pipeline=scan,input=builtInVar:PipelineRevision:/spec/params/0/value`,
		Flags: pipelineRuntimeFlags(),
	}
}

func pipelineRuntimeFlags() []Flag {
	hook := []Key{{Name: "name", Field: "name"}, {Name: "alias", Field: "alias"}, {Name: "vars", Field: "vars", Entries: true}}
	return []Flag{
		{Name: "project", Field: "project", Usage: "Name of the project that the pipelines are for"},
		{
			Name: "environment", Field: "destination.environment",
			Usage: "Name of the environment that they run in, on a worker for pipelines",
		},
		{Name: "pipeline-source", Field: "pipelineSource", Usage: "Repo that holds the pipelines, or PRODUCT/REPO"},
		{Name: "pipeline", Field: "pipelines", Form: Structures, Usage: "A pipeline that can be run; repeatable", Keys: []Key{
			{Name: "name", Field: "name"}, {Name: "path", Field: "path"}, {Name: "label", Field: "label"},
		}},
		{Name: "event-source", Field: "eventSources", Form: Structures, Usage: "Something that can start one: a source in a repo, or a calendar; repeatable", Keys: []Key{
			{Name: "name", Field: "name"},
			{Name: "repo", Field: "gitlab.repoName"}, {Name: "events", Field: "gitlab.events", Form: Texts}, {Name: "revision", Field: "gitlab.revision"},
			{Name: "schedule", Field: "calendar.schedule"}, {Name: "interval", Field: "calendar.interval"},
			{Name: "timezone", Field: "calendar.timezone"}, {Name: "except", Field: "calendar.exclusionDates", Form: Texts},
		}},
		{Name: "trigger", Field: "pipelineTriggers", Form: Structures, Usage: "Which source starts which pipeline; an input is fromEvent:VALUE:POINTER or builtInVar:VALUE:POINTER; repeatable", Keys: []Key{
			{Name: "eventSource", Field: "eventSource"}, {Name: "pipeline", Field: "pipeline"}, {Name: "revision", Field: "revision"},
			{Name: "input", Field: "inputs", Form: Texts, parse: parseInput},
		}},
		{
			Name: "isolation", Field: "isolation", Default: "shared",
			Usage: "Whether the runs share a namespace: shared|exclusive", Choices: []string{"shared", "exclusive"},
		},
		{
			Name: "target-namespace", Field: "destination.namespace",
			Usage: "Namespace on the cluster that is the runtime's alone; if not given, one of its own name",
		},
		{Name: "additional-resources", Field: "additionalResources.git", Form: Structure, Usage: "A directory of manifests that the pipelines need", Keys: []Key{
			{Name: "repo", Field: "codeRepo"}, {Name: "url", Field: "url"}, {Name: "revision", Field: "revision"}, {Name: "path", Field: "path"},
		}},
		{
			Name: "pre-hook", Field: "hooks.preHooks", Form: Structures,
			Usage: "A hook that runs before each pipeline; repeatable", Keys: hook,
		},
		{
			Name: "post-hook", Field: "hooks.postHooks", Form: Structures,
			Usage: "A hook that runs after each pipeline; repeatable", Keys: hook,
		},
		{Name: "account", Field: "account", Usage: "Service account that the runs use; if not given, one of its own name"},
	}
}

// parseInput makes an input of a trigger of FROM:VALUE:POINTER.
func parseInput(text string) (any, error) {
	from, rest, _ := strings.Cut(text, ":")
	value, pointer, cut := strings.Cut(rest, ":")
	if from != "fromEvent" && from != "builtInVar" || !cut || value == "" {
		return nil, errors.New("is not FROM:VALUE:POINTER, as in fromEvent:commitID:/spec/params/0/value (FROM is fromEvent or builtInVar)")
	}
	return map[string]any{
		"source":             map[string]any{from: value},
		"transmissionMethod": map[string]any{"kustomization": map[string]any{"path": pointer}},
	}, nil
}
