// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package audit

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/test/world"
)

// Whatever changes, in whatever order: what the audit knows by judging little is what comes out of judging the world.
func TestIncrementalIsLikeFromScratch(t *testing.T) {
	const steps, every = 240, 4
	random := rand.New(rand.NewPCG(3, 1))
	f := newFixture(t, small()...)
	found := 0
	for step := range steps {
		changes := make([]catalog.Change, 1+random.IntN(2))
		for i := range changes {
			changes[i] = anyChange(random, f.Catalog.Snapshot(), f.clock.Now())
		}
		if random.IntN(20) == 0 {
			f.clock.Step(time.Duration(random.IntN(120)) * time.Minute)
			f.expire()
		}
		f.do(t, changes...)
		if step%every == 0 {
			found += f.compare(t, fmt.Sprintf("after step %d", step))
		}
	}
	if found < steps {
		t.Errorf("%d findings in all: the changes break too little to prove anything", found)
	}
	f.told()
}

// expire reminds the audit of bypasses that ended, as its clock would a moment later.
func (f *fixture) expire() {
	f.inbox.put(func(n *news) {
		for id, r := range f.ledger.records {
			if r.bypassed && !r.until.IsZero() && !r.until.After(f.clock.Now()) {
				n.due[id] = true
			}
		}
	})
}

// compare judges the world and returns how many findings there are in it.
func (f *fixture) compare(t *testing.T, when string) int {
	t.Helper()
	findings, bypassed := map[counted]int{}, 0
	snapshot := f.Catalog.Snapshot()
	snapshot.Each(func(o *catalog.Object) bool {
		if o.Kind == catalog.Namespace || o.Terminating() {
			return true
		}
		verdict, err := f.engine.Judge(t.Context(), policy.Stored(o, snapshot, f.clock.Now()))
		if err != nil {
			t.Fatalf("%s: judge %s: %v", when, o.ID, err)
		}
		want, got := outcomeOf(o, verdict, f.clock.Now()), f.ledger.of(o)
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(outcome{}, counted{})); diff != "" {
			t.Fatalf("%s: %s (-from scratch +incremental):\n%s", when, o.ID, diff)
		}
		for labels, n := range want.counts {
			findings[labels] += n
		}
		if want.bypassed {
			bypassed++
		}
		return true
	})
	total := f.ledger.total()
	if diff := cmp.Diff(findings, total.findings, cmp.AllowUnexported(counted{})); diff != "" || total.bypassed != bypassed {
		t.Fatalf("%s: sums (-from scratch +incremental): bypassed %d, %d\n%s", when, bypassed, total.bypassed, diff)
	}
	sum := 0
	for _, n := range findings {
		sum += n
	}
	return sum
}

// small is a world of three products that share two clusters, some with a pipeline runtime.
func small() []*catalog.Object {
	objects := world.Objects(48)
	for _, product := range []string{"product-0", "product-1"} {
		objects = append(objects, pipeline(product, product+"-pipelines"))
	}
	return objects
}

// pipeline is a pipeline runtime of a product that takes a namespace.
func pipeline(product, namespace string) *catalog.Object {
	return world.Object(catalog.ProjectPipelineRuntime, product, "build", spec{
		"project": "api", "pipelineSource": "api", "isolation": "exclusive",
		"destination":  spec{"environment": "test", "namespace": namespace},
		"pipelines":    []any{spec{"name": "main", "label": "main", "path": "pipelines/main.yaml"}},
		"eventSources": []any{spec{"name": "push", "gitlab": spec{"repoName": "api", "revision": "main", "events": []any{"push_events"}}}},
	})
}

// anyChange is a random one, of those that happen to objects.
func anyChange(random *rand.Rand, s *catalog.Snapshot, now time.Time) catalog.Change {
	all := small()
	o := all[random.IntN(len(all))]
	if current := s.Get(o.ID); current != nil && random.IntN(3) > 0 {
		o = current
	}
	switch random.IntN(8) {
	case 0:
		return catalog.Remove(o.ID)
	case 1:
		return catalog.Put(with(o, func(content spec) { content["metadata"].(spec)["deletionTimestamp"] = "2026-11-23T12:00:00Z" }))
	case 2:
		values := []string{"true", "false", "soon", now.Add(time.Hour).Format(time.RFC3339), now.Add(-time.Hour).Format(time.RFC3339), ""}
		return catalog.Put(annotated(o, values[random.IntN(len(values))]))
	case 3:
		return catalog.Put(withStatus(o, random))
	case 4, 5:
		return catalog.Put(mixed(random, o, s))
	case 6:
		return catalog.Put(with(o, func(content spec) {
			content["metadata"].(spec)["labels"] = spec{"nautes.resource.nautes.io/product": "product-1"}
		}))
	}
	return catalog.Put(o)
}

func withStatus(o *catalog.Object, random *rand.Rand) *catalog.Object {
	statuses := []spec{
		{}, {"deployed": spec{"cluster": "test-0", "namespaces": []any{"product-0-api-test"}}}, {"provider": "gitlab"},
		{"conditions": []any{spec{"type": "Ready", "status": "True"}}}, {"observedGeneration": int64(7)},
	}
	return with(o, func(content spec) { content["status"] = statuses[random.IntN(len(statuses))] })
}

// mixed has one field of the spec of an object of the same kind, or a value that some other object is named by.
func mixed(random *rand.Rand, o *catalog.Object, s *catalog.Snapshot) *catalog.Object {
	siblings := s.List(o.Kind, "")
	if len(siblings) == 0 || o.Kind == catalog.Namespace {
		return o
	}
	theirs, _ := siblings[random.IntN(len(siblings))].Content()["spec"].(spec)
	return with(o, func(content spec) {
		fields, _ := content["spec"].(spec)
		fields = maps.Clone(fields)
		for field, value := range theirs {
			if random.IntN(2) == 0 {
				fields[field] = value
			}
		}
		for field, value := range map[string]any{"codeRepo": "product-1/charts", "product": "product-1", "cluster": "prod-0", "account": "product-1-api-test", "codeRepoProvider": "none"} {
			if _, has := fields[field]; has && random.IntN(5) == 0 {
				fields[field] = value
			}
		}
		content["spec"] = fields
	})
}

// What rules can not see leads to no judgement at all, and a change in one product to none in another.
func TestLittleIsJudgedAgain(t *testing.T) {
	f := newFixture(t, world.Objects(1000)...)
	judged := func() float64 { return counterOf(t, f.metrics.judged) }
	runtime := f.object(catalog.DeploymentRuntime, "product-3", "api-test")
	for name, test := range map[string]struct {
		change catalog.Change
		most   float64
	}{
		"a condition":                {catalog.Put(with(runtime, func(o spec) { o["status"] = spec{"conditions": []any{spec{"type": "Ready"}}} })), 0},
		"a resource version":         {catalog.Put(with(runtime, func(o spec) { o["metadata"].(spec)["resourceVersion"] = "7" })), 0},
		"the same once more":         {catalog.Put(runtime), 0},
		"a label on a runtime":       {catalog.Put(with(runtime, func(o spec) { o["metadata"].(spec)["labels"] = spec{"team": "blue"} })), 5},
		"a project that nobody uses": {catalog.Put(world.Object(catalog.Project, "product-3", "new", spec{"language": "golang"})), 3},
		"a runtime that goes":        {catalog.Remove(runtime.ID), 60}, // all runtimes of that name on the cluster are warned of each other
	} {
		before := judged()
		f.do(t, test.change)
		if n := judged() - before; n > test.most {
			t.Errorf("%s: %v objects were judged, want at most %v", name, n, test.most)
		}
		f.do(t, catalog.Put(runtime), catalog.Remove(catalog.ID{Kind: catalog.Project, Namespace: "product-3", Name: "new"}))
	}
}
