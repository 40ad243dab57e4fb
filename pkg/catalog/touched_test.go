// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package catalog_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/test/world"
)

// touched are the questions that a step from one snapshot to another answers anew.
func touched(before *catalog.Snapshot, changes ...catalog.Change) map[catalog.Question]bool {
	watched := catalog.Watched(before)
	all := map[catalog.Question]bool{}
	_, stop := watched.Observe(func(step catalog.Step) {
		step.Touched(differ, func(q catalog.Question) { all[q] = true })
	})
	defer stop()
	watched.Apply(changes...)
	return all
}

func differ(a, b *catalog.Object) bool { return !reflect.DeepEqual(a.Content(), b.Content()) }

func wantTouched(t *testing.T, got map[catalog.Question]bool, want ...catalog.Question) {
	t.Helper()
	all := map[catalog.Question]bool{}
	for _, q := range want {
		all[q] = true
	}
	if !maps.Equal(got, all) {
		t.Errorf("touched %v, want %v", got, all)
	}
}

func TestTouchedByANewProject(t *testing.T) {
	project := world.Object(catalog.Project, "demo", "new", spec{})
	wantTouched(t, touched(demo(), catalog.Put(project)),
		catalog.AskGet(project.ID), catalog.AskList(catalog.Project, "demo"), catalog.AskList(catalog.Project, ""),
		catalog.AskReferrers(id(catalog.Product, "", "demo")))
}

// The runtimes that target an environment are indexed by its cluster, so they are found elsewhere when it moves.
func TestTouchedByAnEnvironmentThatMoves(t *testing.T) {
	prod := world.Object(catalog.Environment, "demo", "prod", spec{"cluster": "test-0", "envType": "prod"})
	got := touched(demo(), catalog.Put(prod))
	for _, q := range []catalog.Question{
		catalog.AskGet(prod.ID), catalog.AskReferrers(id(catalog.Cluster, "", "prod-0")), catalog.AskReferrers(id(catalog.Cluster, "", "test-0")),
		catalog.AskLookup("runtimes_by_cluster_namespace", "prod-0/demo-api-prod"), catalog.AskLookup("runtimes_by_cluster_namespace", "test-0/demo-api-prod"),
	} {
		if !got[q] {
			t.Errorf("%v is not touched", q)
		}
	}
	for _, q := range []catalog.Question{
		catalog.AskReferrers(id(catalog.Product, "", "demo")), catalog.AskGet(id(catalog.DeploymentRuntime, "demo", "api-prod")),
		catalog.AskLookup("runtimes_by_cluster_namespace", "test-0/demo-api-test"),
	} {
		if got[q] {
			t.Errorf("%v is touched", q)
		}
	}
}

func TestTouchedByWhatChangesNothing(t *testing.T) {
	before := demo()
	wantTouched(t, touched(before, catalog.Put(world.Object(catalog.Project, "demo", "api", spec{"language": "golang"}))))
	wantTouched(t, touched(before, catalog.Remove(id(catalog.Project, "demo", "none"))))
}

func TestObserversHearEachStepUntilTheyStop(t *testing.T) {
	watched := catalog.Watched(catalog.New())
	watched.Apply(catalog.Put(world.Provider("before")))
	var heard []string
	from, stop := watched.Observe(func(step catalog.Step) {
		heard = append(heard, fmt.Sprint(step.Before.Len(), step.After.Len(), step.Changed))
	})
	if from.Len() != 1 {
		t.Errorf("starts at %d objects, want 1", from.Len())
	}
	watched.Apply(catalog.Put(world.Provider("second")))
	watched.Apply(catalog.Remove(id(catalog.CodeRepoProvider, "", "second")), catalog.Remove(id(catalog.CodeRepoProvider, "", "before")))
	stop()
	watched.Apply(catalog.Put(world.Provider("after")))
	want := []string{"1 2 [CodeRepoProvider/second]", "2 0 [CodeRepoProvider/second CodeRepoProvider/before]"}
	if diff := cmp.Diff(want, heard); diff != "" {
		t.Error(diff)
	}
}

// Whatever changes: a question is touched exactly when its answer is another one.
func TestTouchedIsWhatIsAnsweredAnew(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 7))
	before := catalog.New(append(world.Objects(40), world.Product("other", 0)...)...)
	questions := questionsAbout(before)
	for range 300 {
		changes := make([]catalog.Change, 1+random.IntN(3))
		for i := range changes {
			changes[i] = change(random, before)
		}
		got, after := touched(before, changes...), before.With(changes...)
		for q, answer := range questions {
			if anew := !reflect.DeepEqual(answer(before), answer(after)); anew != got[q] {
				t.Fatalf("%v: touched %v, answered anew %v, by %v", q, got[q], anew, changes)
			}
		}
		before = after
	}
}

// change is a random one: an object goes, comes back, is being deleted, or gets something of a sibling's.
func change(random *rand.Rand, s *catalog.Snapshot) catalog.Change {
	all := world.Objects(40)
	o := all[random.IntN(len(all))]
	switch random.IntN(4) {
	case 0:
		return catalog.Remove(o.ID)
	case 1:
		return catalog.Put(o)
	case 2:
		dying := copied(o)
		dying.Content()["metadata"].(spec)["deletionTimestamp"] = "2026-11-23T12:00:00Z"
		return catalog.Put(dying)
	}
	siblings := s.List(o.Kind, o.Namespace)
	if len(siblings) == 0 {
		return catalog.Put(o)
	}
	other := copied(o)
	other.Content()["spec"] = siblings[random.IntN(len(siblings))].Content()["spec"]
	return catalog.Put(other)
}

// copied is another object of the same ID, whose top level and metadata may be written.
func copied(o *catalog.Object) *catalog.Object {
	content := maps.Clone(o.Content())
	content["metadata"] = maps.Clone(content["metadata"].(spec))
	again, err := catalog.NewObject(content)
	if err != nil {
		panic(err)
	}
	return again
}

// questionsAbout are all questions about the objects of a snapshot, each with how it is answered.
func questionsAbout(s *catalog.Snapshot) map[catalog.Question]func(*catalog.Snapshot) any {
	all := map[catalog.Question]func(*catalog.Snapshot) any{}
	s.Each(func(o *catalog.Object) bool {
		all[catalog.AskGet(o.ID)] = func(s *catalog.Snapshot) any { return contents(s.Get(o.ID)) }
		all[catalog.AskList(o.Kind, o.Namespace)] = func(s *catalog.Snapshot) any { return contents(s.List(o.Kind, o.Namespace)...) }
		all[catalog.AskReferrers(o.ID)] = func(s *catalog.Snapshot) any {
			there := func(r catalog.Reference) bool { return !s.Get(r.From).Terminating() }
			return filter(s.Referrers(o.ID), there)
		}
		return true
	})
	for _, key := range []string{"test-0/product-0-api-test", "prod-0/product-0-api-test", "prod-0/product-0-api-prod", "test-0/product-0-web-test"} {
		const index = "runtimes_by_cluster_namespace"
		all[catalog.AskLookup(index, key)] = func(s *catalog.Snapshot) any {
			there := func(id catalog.ID) bool { return !s.Get(id).Terminating() }
			return filter(s.Lookup(index, key), there)
		}
	}
	return all
}

// filter never returns nil, so that answers can be compared.
func filter[T any](values []T, keep func(T) bool) []T {
	return slices.DeleteFunc(append([]T{}, values...), func(value T) bool { return !keep(value) })
}

// contents are those of objects that are there.
func contents(objects ...*catalog.Object) []spec {
	all := []spec{}
	for _, o := range objects {
		if o != nil {
			all = append(all, o.Content())
		}
	}
	return all
}
