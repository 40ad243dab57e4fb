// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package examples_test

import (
	"testing"

	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/policies"
	"github.com/nautes-labs/kubectl-nautes/policies/examples"
)

// A rule that is new has none until `make generate` was run.
func TestEveryRuleHasExamples(t *testing.T) {
	engine, err := policy.New(t.Context(), policies.FS())
	if err != nil {
		t.Fatal(err)
	}
	pairs, err := examples.All()
	if err != nil {
		t.Fatal(err)
	}
	for _, rule := range engine.Rules() {
		pair, ok := pairs[rule.ID]
		if !ok {
			t.Errorf("%s has no examples (make generate)", rule.ID)
			continue
		}
		if len(pair.Bad.Violations) == 0 || len(pair.Good.Violations) > 0 {
			t.Errorf("%s: the bad example has %d violations, the good one %d", rule.ID, len(pair.Bad.Violations), len(pair.Good.Violations))
		}
		if pair.Bad.Manifest() == "" || pair.Good.Manifest() == "" {
			t.Errorf("%s: an example shows nothing", rule.ID)
		}
	}
	if len(pairs) != len(engine.Rules()) {
		t.Errorf("examples of %d rules, of which there are %d (make generate)", len(pairs), len(engine.Rules()))
	}
}

func TestWhenTellsWhatWasOtherwise(t *testing.T) {
	example := examples.Example{
		Test: "test_x_is_silent_on_another_change", Operation: "UPDATE",
		OldObject: map[string]any{"spec": map[string]any{"a": "x", "list": []any{"1"}}},
		Object:    map[string]any{"spec": map[string]any{"a": "y", "list": []any{"1", "2"}}},
	}
	want := ` on another change, when it is updated (spec.a was "x", spec.list[1] was absent)`
	if got := example.When(); got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestManifestOfALayoutNamesItsFiles(t *testing.T) {
	example := examples.Example{Files: []any{
		map[string]any{"path": "a.yaml", "documents": []any{map[string]any{"kind": "Project"}, map[string]any{"kind": "CodeRepo"}}},
		map[string]any{"path": "b.yaml", "documents": []any{}},
	}}
	want := "# a.yaml\nkind: Project\n---\nkind: CodeRepo\n---\n# b.yaml\n"
	if got := example.Manifest(); got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
