// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package judge_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/plugin/judge"
	"github.com/nautes-labs/kubectl-nautes/test/world"
)

// broken is a runtime of the sample product whose environment is not there, with annotations.
func broken(annotations map[string]any) *catalog.Object {
	object := world.Runtime("demo", "lost", "staging", "web-deploy")
	object.Content()["spec"].(map[string]any)["projectsRef"] = []any{"web"}
	object.Content()["metadata"].(map[string]any)["annotations"] = annotations
	return object
}

// stored judges objects on the sample product with them in it, and lists what was found as OBJECT RULE ACTION SKIPPED.
func stored(t *testing.T, j *judge.Judge, objects ...*catalog.Object) []string {
	t.Helper()
	state := live(t)
	for _, object := range objects {
		state = state.With(catalog.Put(object))
	}
	var all []string
	err := j.Stored(t.Context(), objects, state, func(r judge.Stored) error {
		if r.Err != nil {
			t.Fatalf("%s: %v", r.Object.ID, r.Err)
		}
		for _, f := range r.Verdict.Findings {
			all = append(all, fmt.Sprintf("%s %s %s %t", r.Object.ID, f.Rule, f.Action, f.Skipped))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestStoredObjectsAreJudgedAsTheyAre(t *testing.T) {
	var all []*catalog.Object
	live(t).Each(func(o *catalog.Object) bool { all = append(all, o); return true })
	if found := stored(t, newJudge(t), all...); found != nil {
		t.Errorf("findings on what is right: %q", found)
	}
	want := []string{"DeploymentRuntime/demo/lost deploymentruntime-environment-exists deny false"}
	if diff := cmp.Diff(want, stored(t, newJudge(t), broken(nil))); diff != "" {
		t.Error(diff)
	}
}

// Nobody is asked who set it: it was permitted when it was set.
func TestBypassInForceSkipsAStoredFinding(t *testing.T) {
	const skip = "nautes.resource.nautes.io/insecure-skip-check"
	for value, want := range map[string]string{
		"true":                 "warn true",
		"2026-11-23T12:00:01Z": "warn true",
		"2026-11-23T11:59:59Z": "deny false",
	} {
		found := stored(t, newJudge(t), broken(map[string]any{skip: value}))
		want := []string{"DeploymentRuntime/demo/lost deploymentruntime-environment-exists " + want}
		if diff := cmp.Diff(want, found); diff != "" {
			t.Errorf("%s: %s", value, diff)
		}
	}
}

func TestStoredObjectThatIsBeingDeletedIsNotJudged(t *testing.T) {
	going := broken(nil)
	going.Content()["metadata"].(map[string]any)["deletionTimestamp"] = "2026-11-23T11:00:00Z"
	if found := stored(t, newJudge(t), going); found != nil {
		t.Errorf("findings: %q", found)
	}
}

func TestStoredRuleThatLooksUpWhatIsNotHeldIsNotJudged(t *testing.T) {
	j := newJudge(t)
	j.Holds = func(id catalog.ID) bool { return id.Kind != catalog.Environment }
	object := broken(nil)
	err := j.Stored(t.Context(), []*catalog.Object{object}, live(t).With(catalog.Put(object)), func(r judge.Stored) error {
		if r.Err != nil || len(r.Verdict.Findings) > 0 || !slices.Contains(r.Verdict.NotJudged, "deploymentruntime-environment-exists") {
			t.Errorf("verdict %+v, error %v", r.Verdict, r.Err)
		}
		if diff := cmp.Diff([]catalog.Kind{catalog.Environment}, r.Missed); diff != "" {
			t.Errorf("missed: %s", diff)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestStoredHandsOutManyInTheirOrder(t *testing.T) {
	objects := world.Objects(3000)
	objects = slices.DeleteFunc(objects, func(o *catalog.Object) bool { return o.Kind == catalog.Namespace })
	next := 0
	err := newJudge(t).Stored(t.Context(), objects, catalog.New(world.Objects(3000)...), func(r judge.Stored) error {
		if r.Object != objects[next] {
			t.Fatalf("result %d is about %s, want %s", next, r.Object.ID, objects[next].ID)
		}
		next++
		return nil
	})
	if err != nil || next != len(objects) {
		t.Errorf("%d of %d objects, error %v", next, len(objects), err)
	}
}

func TestStoredEndsWithItsVisitorAndItsContext(t *testing.T) {
	objects := []*catalog.Object{broken(nil)}
	enough := errors.New("enough")
	if err := newJudge(t).Stored(t.Context(), objects, live(t), func(judge.Stored) error { return enough }); !errors.Is(err, enough) {
		t.Errorf("error %v, want that of the visitor", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err := newJudge(t).Stored(ctx, objects, live(t), func(judge.Stored) error { t.Error("visited"); return nil })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want that of the context", err)
	}
}
