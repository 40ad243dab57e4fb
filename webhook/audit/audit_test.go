// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package audit

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/prometheus/client_golang/prometheus/testutil"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/test/world"
)

// staged is a runtime that targets an environment which demo does not have.
func staged() *catalog.Object { return world.Runtime("demo", "shop", "staging", "charts") }

func staging() *catalog.Object {
	return world.Object(catalog.Environment, "demo", "staging", spec{"cluster": "spare", "envType": "staging"})
}

func wantCondition(t *testing.T, o *catalog.Object, status string, words ...string) {
	t.Helper()
	got := condition(o)
	for _, word := range append([]string{status}, words...) {
		if !strings.Contains(got, word) {
			t.Errorf("the condition of %s does not say %q: %s", o.ID, word, got)
		}
	}
}

func wantLines(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func TestNothingIsSaidAboutWhatIsRight(t *testing.T) {
	f := newFixture(t, demo()...)
	if writes := f.written(); writes != nil {
		t.Errorf("written: %v", writes)
	}
	wantLines(t, "Events", f.told())
	if n := len(f.ledger.records); n > 0 {
		t.Errorf("%d outcomes are kept", n)
	}
}

// The way of an object that was forced in before what it needs.
func TestForcedObjectTurnsCompliantByItself(t *testing.T) {
	f := newFixture(t, demo()...)
	shop := func() *catalog.Object { return f.object(catalog.DeploymentRuntime, "demo", "shop") }

	f.do(t, catalog.Put(annotated(staged(), "true")))
	wantCondition(t, shop(), "False Bypassed", "1 rule is not met, and skipped by a bypass: deploymentruntime-environment-exists\n", `environment "staging"`)
	wantLines(t, "writes", f.written(), "audit DeploymentRuntime/demo/shop")
	if told := f.told(); len(told) != 1 || !strings.HasPrefix(told[0], "Warning NotCompliant 1 rule is not met") {
		t.Errorf("Events: %v", told)
	}

	f.do(t, catalog.Put(annotated(shop(), "")))
	wantCondition(t, shop(), "False RuleViolated", "1 rule is not met: deploymentruntime-environment-exists")
	if told := f.told(); len(told) != 1 {
		t.Errorf("Events: %v", told)
	}

	f.written()
	f.do(t, catalog.Put(staging()))
	wantCondition(t, shop(), "True RulesMet all rules are met")
	wantLines(t, "Events", f.told(), "Normal Compliant all rules are met")
	wantLines(t, "writes", f.written(), "audit DeploymentRuntime/demo/shop")

	f.do(t, catalog.Remove(staging().ID))
	wantCondition(t, shop(), "False RuleViolated")
}

func TestConditionKeepsItsTimeAndNamesTheGeneration(t *testing.T) {
	f := newFixture(t, demo()...)
	generation := func(o *catalog.Object, n int64) *catalog.Object {
		return with(o, func(content spec) { content["metadata"].(spec)["generation"] = n })
	}
	f.do(t, catalog.Put(generation(staged(), 1)))
	f.told()
	f.clock.Step(time.Hour)
	shop := f.object(catalog.DeploymentRuntime, "demo", "shop")
	f.do(t, catalog.Put(generation(with(shop, func(content spec) {
		content["spec"] = world.Runtime("demo", "shop", "staging", "deploy").Content()["spec"]
	}), 2)))
	c := conditionOf(f.object(catalog.DeploymentRuntime, "demo", "shop"))
	if c.ObservedGeneration != 2 || !c.LastTransitionTime.Time.Equal(noon) {
		t.Errorf("condition of generation %d since %s, want 2 since %s", c.ObservedGeneration, c.LastTransitionTime, noon)
	}
	wantLines(t, "Events", f.told()) // it says what it said before
}

// Two products take one namespace at the same moment: each was admitted by a catalog without the other.
func TestTwoThatTookOneNamespace(t *testing.T) {
	f := newFixture(t, append(demo(), world.Product("other", 0)...)...)
	take := func(product string) *catalog.Object {
		o := world.Runtime(product, "shop", "test", "charts")
		o.Content()["spec"].(spec)["destination"].(spec)["namespaces"] = []any{"shop"}
		return o
	}
	f.do(t, catalog.Put(take("demo")), catalog.Put(take("other")))
	for product, rival := range map[string]string{"demo": "DeploymentRuntime/other/shop", "other": "DeploymentRuntime/demo/shop"} {
		wantCondition(t, f.object(catalog.DeploymentRuntime, product, "shop"), "False RuleViolated", "runtime-namespace-free", rival)
	}
	f.do(t, catalog.Remove(take("other").ID))
	wantCondition(t, f.object(catalog.DeploymentRuntime, "demo", "shop"), "True RulesMet")
}

func TestBypassThatEnds(t *testing.T) {
	f := newFixture(t, demo()...)
	f.do(t, catalog.Put(annotated(staged(), noon.Add(time.Hour).Format(time.RFC3339))))
	wantCondition(t, f.object(catalog.DeploymentRuntime, "demo", "shop"), "False Bypassed")
	f.pass(t, time.Hour)
	wantCondition(t, f.object(catalog.DeploymentRuntime, "demo", "shop"), "False RuleViolated")
	if n := f.ledger.total().bypassed; n != 0 {
		t.Errorf("%d bypasses in force", n)
	}
}

// The record of a bypass goes with what it was for, and not before.
func TestRecordOfABypassIsCleared(t *testing.T) {
	f := newFixture(t, demo()...)
	shop := func() *catalog.Object { return f.object(catalog.DeploymentRuntime, "demo", "shop") }
	recorded := func(o *catalog.Object) *catalog.Object {
		return with(o, func(content spec) {
			content["status"] = spec{"bypass": spec{"by": "alice"}, "conditions": statusOf(o)["conditions"]}
		})
	}
	f.do(t, catalog.Put(annotated(staged(), "true")))
	f.do(t, catalog.Put(recorded(shop()))) // the record comes a moment after the object
	f.do(t, catalog.Put(staging()))
	wantCondition(t, shop(), "True RulesMet")
	if !hasRecord(shop()) {
		t.Error("the record went while the bypass stands")
	}
	f.do(t, catalog.Remove(staging().ID))
	f.do(t, catalog.Put(annotated(shop(), "")))
	if !hasRecord(shop()) {
		t.Error("the record went while the rule is not met")
	}
	f.written()
	f.do(t, catalog.Put(staging()))
	if hasRecord(shop()) {
		t.Error("the record is left")
	}
	wantLines(t, "writes", f.written(), "audit DeploymentRuntime/demo/shop", "bypass DeploymentRuntime/demo/shop")
}

// Somebody edits the status by hand.
func TestConditionThatWasTakenAwayComesBack(t *testing.T) {
	f := newFixture(t, append(demo(), staged())...)
	shop := f.object(catalog.DeploymentRuntime, "demo", "shop")
	f.do(t, catalog.Put(with(shop, func(content spec) { delete(content, "status") })))
	wantCondition(t, f.object(catalog.DeploymentRuntime, "demo", "shop"), "False RuleViolated")

	lie := spec{"conditions": []any{spec{"type": "Compliant", "status": "False", "reason": "Mood", "message": "no"}}}
	api := f.object(catalog.CodeRepo, "demo", "api")
	f.do(t, catalog.Put(with(api, func(content spec) { content["status"] = lie })))
	wantCondition(t, f.object(catalog.CodeRepo, "demo", "api"), "True RulesMet")
}

// A new leader finds what the one before has written, and says nothing twice.
func TestNextTermTakesUpWhatStands(t *testing.T) {
	f := newFixture(t, append(demo(), staged())...)
	wantLines(t, "writes", f.written(), "audit DeploymentRuntime/demo/shop")
	f.told()
	f.lead(t)
	if writes := f.written(); writes != nil {
		t.Errorf("written again: %v", writes)
	}
	f.current.Store(nil)
	f.Catalog.Apply(catalog.Put(staging())) // while nobody leads
	f.lead(t)
	wantCondition(t, f.object(catalog.DeploymentRuntime, "demo", "shop"), "True RulesMet")
	wantLines(t, "Events", f.told(), "Normal Compliant all rules are met")
}

// The watch is slow to bring what was written: nothing is written or told twice.
func TestOwnWriteThatDidNotComeBackYet(t *testing.T) {
	f := newFixture(t, demo()...)
	f.silent = true
	f.do(t, catalog.Put(with(staged(), func(o spec) { o["metadata"].(spec)["resourceVersion"] = "5" })))
	f.Rejudge()
	f.settleAll(t)
	wantLines(t, "writes", f.written(), "audit DeploymentRuntime/demo/shop")
	if told := f.told(); len(told) != 1 {
		t.Errorf("Events: %v", told)
	}
}

func TestWriteThatFailsIsRepeated(t *testing.T) {
	f := newFixture(t, demo()...)
	f.fails = errors.New("the server is busy")
	f.do(t, catalog.Put(staged()))
	if got := testutil.ToFloat64(f.metrics.writes.WithLabelValues("failed")); got != 1 {
		t.Errorf("%v writes failed, want 1", got)
	}
	wantLines(t, "Events", f.told())
	f.fails = nil
	for f.scribe.queue.Len() == 0 {
		f.clock.Step(firstAgain)
		time.Sleep(time.Millisecond)
	}
	f.settleAll(t)
	wantCondition(t, f.object(catalog.DeploymentRuntime, "demo", "shop"), "False RuleViolated")
}

// failing is a rule that can not judge a project written in cobol.
func failing(t *testing.T) *policy.Engine {
	t.Helper()
	e, err := policy.New(t.Context(), fstest.MapFS{"rules/project.rego": {Data: []byte(`# METADATA
# scope: package
# title: Test
# custom: {kinds: [Project]}
package nautes.rules.project

# METADATA
# scope: document
# title: Test
# description: Test.
# custom: {id: test-rule, operations: [CREATE], bypassable: true, action: deny, mend: Mend it., origin: new}
test_rule contains violation if {
	input.request.object.spec.language == "cobol"
	to_number(input.request.object.spec.language) > 1
	violation := {"field": "spec", "message": "wrong"}
}
`)}})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// What can not be judged is neither right nor wrong: what was known of it stays.
func TestFailureToJudgeSaysNothing(t *testing.T) {
	f := newFixture(t, demo()...)
	f.engine = failing(t)
	f.Rejudge()
	f.settleAll(t)
	f.do(t, catalog.Put(world.Object(catalog.Project, "demo", "old", spec{"language": "cobol"})))
	if got := condition(f.object(catalog.Project, "demo", "old")); got != "none" {
		t.Errorf("condition: %s", got)
	}
	failures := f.metrics.failures.WithLabelValues(string(policy.ReasonBuiltin))
	if got := testutil.ToFloat64(failures); got != 1 {
		t.Errorf("%v failures, want 1", got)
	}
	f.pass(t, soonest) // it is judged again
	if got := testutil.ToFloat64(failures); got != 2 {
		t.Errorf("%v failures, want 2", got)
	}
	f.do(t, catalog.Put(world.Object(catalog.Project, "demo", "old", spec{"language": "golang"})))
	if n := f.retries.NumRequeues(catalog.ID{Kind: catalog.Project, Namespace: "demo", Name: "old"}); n != 0 {
		t.Errorf("%d failures are remembered", n)
	}
}

func TestOtherRulesJudgeEverything(t *testing.T) {
	f := newFixture(t, append(demo(), staged())...)
	wantCondition(t, f.object(catalog.DeploymentRuntime, "demo", "shop"), "False")
	f.engine = failing(t) // of which no rule speaks of runtimes
	f.Rejudge()
	f.settleAll(t)
	wantCondition(t, f.object(catalog.DeploymentRuntime, "demo", "shop"), "True RulesMet")
}

func TestWhatIsBeingDeletedIsLeftAlone(t *testing.T) {
	f := newFixture(t, demo()...)
	f.do(t, catalog.Put(with(staged(), func(o spec) { o["metadata"].(spec)["deletionTimestamp"] = "2026-11-23T12:00:00Z" })))
	if writes := f.written(); writes != nil {
		t.Errorf("written: %v", writes)
	}
	if n := len(f.ledger.total().findings); n != 0 {
		t.Errorf("%d findings are counted", n)
	}
}

// The safety net: without any change each object is judged once a turn, a few at a time.
func TestSlowPass(t *testing.T) {
	f := newFixture(t, demo()...)
	count := len(f.roll.numbers)
	before := counterOf(t, f.metrics.judged)
	for range 8 {
		f.clock.Step(turn / 8)
		f.settleAll(t)
		if n := counterOf(t, f.metrics.judged) - before; n > float64(count) {
			t.Fatalf("%v judgements in a turn of %d objects", n, count)
		}
	}
	if n := counterOf(t, f.metrics.judged) - before; n != float64(count) {
		t.Errorf("%v judgements in a turn, want %d", n, count)
	}
}

func TestMessageIsBounded(t *testing.T) {
	var findings []policy.Finding
	for i := range 500 {
		findings = append(findings, policy.Finding{
			Rule: fmt.Sprintf("rule-%03d", i), Action: policy.Deny, Field: "spec.é" + strings.Repeat("x", 300), Message: strings.Repeat("é", 300),
		})
	}
	found := outcomeOf(staged(), &policy.Verdict{Findings: findings}, noon)
	if len(found.message) > longestMessage || !strings.HasPrefix(found.message, "500 rules are not met: rule-000, rule-001") {
		t.Errorf("%d bytes: %s", len(found.message), found.message)
	}
	few := outcomeOf(staged(), &policy.Verdict{Findings: slices.Concat(findings[:1], findings[:1])}, noon)
	if !strings.HasPrefix(few.message, "1 rule is not met: rule-000\nrule-000: spec.éxxx") {
		t.Errorf("message: %s", few.message)
	}
}

// The webhook ended when a Namespace changed before there was any object of ours.
func TestNamespaceThatChangesInAnEmptyCluster(t *testing.T) {
	f := newFixture(t)
	namespace, err := catalog.NewObject(spec{"apiVersion": "v1", "kind": "Namespace", "metadata": spec{"name": "kube-system"}})
	if err != nil {
		t.Fatal(err)
	}
	f.do(t, catalog.Put(namespace))
	f.do(t, catalog.Put(staged()))
	wantCondition(t, f.object(catalog.DeploymentRuntime, "demo", "shop"), "False RuleViolated")
}
