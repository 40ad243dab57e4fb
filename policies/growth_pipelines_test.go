// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package policies_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/policies"
	"github.com/nautes-labs/kubectl-nautes/test/world"
)

// However many pipeline runtimes run other files of the same repo.
func TestPipelineRuntimeIsJudgedInTimeThatDoesNotGrowWithThoseOnItsRepo(t *testing.T) {
	cost := func(runtimes int) float64 {
		objects := buildGround()
		for i := range runtimes {
			objects = append(objects, world.Pipeline("product-1", fmt.Sprintf("w%d", i), "ci", "source"))
		}
		return judging(t, world.Pipeline("product-1", "new", "ci", "source"), objects)
	}
	if few, many := cost(50), cost(200); many > 1.5*few {
		t.Errorf("%.0f allocations among 50 runtimes, %.0f among 200", few, many)
	}
}

// Each list of a runtime can hold hundreds; to look for what is doubled must not compare each with each.
func TestPipelineRuntimeIsJudgedInTimeLinearInItsSize(t *testing.T) {
	cost := func(size int) float64 { return judging(t, longPipeline(size), buildGround()) }
	if few, many := cost(50), cost(200); many > 4.5*few {
		t.Errorf("%.0f allocations for 50 pipelines with their triggers, %.0f for 200", few, many)
	}
}

// longPipeline is a runtime with so many pipelines, each started by a repo and by a calendar of its own, with an input.
func longPipeline(size int) *catalog.Object {
	var pipelines, sources, triggers, dates []any
	trigger := func(source, pipeline string, value spec) any {
		return spec{"eventSource": source, "pipeline": pipeline, "inputs": []any{spec{
			"source": value, "transmissionMethod": spec{"kustomization": spec{"path": "/spec/params/0/value"}},
		}}}
	}
	for i := range size {
		name := fmt.Sprintf("n%d", i)
		pipelines = append(pipelines, spec{"name": name, "path": "pipelines/" + name + ".yaml"})
		sources = append(sources,
			spec{"name": "push-" + name, "gitlab": spec{
				"repoName": "source", "events": []any{"push_events", "tag_push_events"}, "revision": "release-" + name,
			}},
			spec{"name": "nightly-" + name, "calendar": spec{"schedule": fmt.Sprintf("%d 2 * * mon-fri", i%60)}},
		)
		triggers = append(triggers,
			trigger("push-"+name, name, spec{"fromEvent": "ref"}),
			trigger("nightly-"+name, name, spec{"builtInVar": "PipelineRevision"}),
		)
		dates = append(dates, fmt.Sprintf("EXDATE:2026%02d%02dT000000Z", i%12+1, i%28+1))
	}
	sources = append(sources, spec{"name": "hourly", "calendar": spec{"interval": "1h", "exclusionDates": dates}})
	runtime := world.Pipeline("product-1", "new", "ci", "source")
	fields := runtime.Content()["spec"].(spec)
	fields["pipelines"], fields["eventSources"], fields["pipelineTriggers"] = pipelines, sources, triggers
	return runtime
}

// buildGround is a world in which product-1 can build: an environment on a cluster for pipelines, and a repo that sends
// what is pushed.
func buildGround() []*catalog.Object {
	cluster := world.Cluster("pipe-0", "pipeline")
	cluster.Content()["spec"].(spec)["componentsList"].(spec)["pipeline"] = spec{"name": "tekton", "namespace": "tekton-pipelines"}
	return append(world.Objects(100), cluster,
		world.Object(catalog.Environment, "product-1", "ci", spec{"cluster": "pipe-0", "envType": "ci"}),
		world.Object(catalog.CodeRepo, "product-1", "source", spec{
			"codeRepoProvider": "gitlab", "project": "api", "webhook": spec{"events": []any{"push_events", "tag_push_events"}},
		}),
	)
}

// judging counts the allocations of the creation of an object that breaks no rule.
func judging(t *testing.T, object *catalog.Object, objects []*catalog.Object) float64 {
	t.Helper()
	engine, err := policy.New(t.Context(), policies.FS())
	if err != nil {
		t.Fatal(err)
	}
	review := policy.Review{
		Operation: policy.Create, Object: object.Content(), Catalog: catalog.New(objects...),
		Now: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC),
	}
	allocations := testing.AllocsPerRun(3, func() {
		if verdict, err := engine.Judge(t.Context(), review); err != nil || len(verdict.Findings) > 0 {
			t.Fatalf("judge: %v, %v", verdict, err)
		}
	})
	t.Logf("%.0f allocations", allocations)
	return allocations
}
