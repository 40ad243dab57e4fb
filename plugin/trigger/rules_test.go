// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package trigger

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/policies"
)

func engine(t *testing.T) *policy.Engine {
	t.Helper()
	e, err := policy.New(t.Context(), policies.FS())
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func findings(ctx context.Context, t *testing.T, e *policy.Engine, runtime *catalog.Object) []policy.Finding {
	t.Helper()
	verdict, err := e.Judge(ctx, policy.Review{Operation: policy.Create, Object: runtime.Content(), Catalog: catalog.New()})
	if err != nil {
		t.Fatal(err)
	}
	return verdict.Findings
}

// The rules that are listed here are there, and are ones that may be bypassed.
func TestTheRulesThatStandInTheWayAreThere(t *testing.T) {
	rules := map[string]policy.Rule{}
	for _, rule := range engine(t).Rules() {
		rules[rule.ID] = rule
	}
	for _, id := range slices.Concat(ofRuntime, ofPipelines, ofSource, ofEnvironment, []string{ofEvent}) {
		if rule, ok := rules[id]; !ok || !rule.Bypassable {
			t.Errorf("%s: there %t, may be bypassed %t", id, ok, rule.Bypassable)
		}
	}
}

// What the rule takes for a revision is compiled, and nothing else.
func TestRevisionIsWhatTheRuleTakes(t *testing.T) {
	e := engine(t)
	random := rand.New(rand.NewPCG(1, 2))
	revisions := []string{"main", "release-.*", "a)|(b", `\Qa`, "(", "*", "**", "a*", "", "[z-a]", "x{2,1}", `\d+`, "(?i)main", "$^"}
	const letters = `ab.*+?()[]|\^${}1,-`
	for range 150 {
		text := make([]byte, 1+random.IntN(5))
		for i := range text {
			text[i] = letters[random.IntN(len(letters))]
		}
		revisions = append(revisions, string(text))
	}
	taken := 0
	for _, revision := range revisions {
		runtime := ci(gitlab("s", "web", revision, "push_events"))
		refused := slices.ContainsFunc(findings(t.Context(), t, e, runtime), func(f policy.Finding) bool {
			return f.Rule == "pipelineruntime-revision-valid"
		})
		_, err := compile(revision)
		if ok := matchesAll(revision) || err == nil; ok == refused {
			t.Errorf("%q: the rule refuses it: %t, here: %v", revision, refused, err)
		}
		if !refused {
			taken++
		}
	}
	if taken < 30 || taken == len(revisions) {
		t.Errorf("%d of %d revisions are taken, which makes a poor comparison", taken, len(revisions))
	}
}

// What the rules say of a runtime in an empty world reaches its triggers: field paths are theirs, not ours.
func TestFindingsReachTheTriggers(t *testing.T) {
	runtime := everySort()
	a := ask(t, Event{}).Answer([]Runtime{{Object: runtime, Findings: findings(t.Context(), t, engine(t), runtime)}})
	want := map[string]string{
		"main": "pipelineruntime-event-repo-exists", "other": "pipelineruntime-event-repo-exists", "broken": "pipelineruntime-revision-valid",
		"nightly": "pipelineruntime-source-exists",
	}
	for _, trigger := range a.Triggers {
		rule, wanted := want[trigger.EventSource]
		if wanted && !slices.ContainsFunc(trigger.Reasons, func(r Reason) bool { return r.Rule == rule }) {
			t.Errorf("%s: nothing of %s in %v", trigger.EventSource, rule, trigger.Reasons)
		}
		if trigger.Starts != No {
			t.Errorf("%s starts where there is nothing", trigger.EventSource)
		}
	}
}
