// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package policy_test

import (
	"testing"
	"testing/fstest"
	"time"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
)

// ruleThat is a package of one rule on projects with this body.
func ruleThat(body string) fstest.MapFS {
	return fstest.MapFS{"rules/project.rego": {Data: []byte(`# METADATA
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
	` + body + `
	violation := {"field": "spec", "message": "wrong"}
}
`)}}
}

func TestSightOfAStatusIsWhatRulesName(t *testing.T) {
	for name, test := range map[string]struct {
		body                       string
		seesDeployed, seesProvider bool
	}{
		"no status":            {`input.request.object.spec.language == "c"`, false, false},
		"a reference":          {`input.request.object.status.deployed.cluster == "c"`, true, false},
		"a path":               {`object.get(input.request.object, ["status", "deployed"], {}) == {}`, true, false},
		"in a key":             {`input.request.object.spec[input.request.object.status.deployed.cluster] == "c"`, true, false},
		"behind another":       {`data.catalog.clusters[input.request.object.status.provider].status.deployed == "c"`, true, true},
		"whole":                {`input.request.object.status == {}`, true, true},
		"some field":           {`some field; input.request.object.status[field] == "c"`, true, true},
		"the word":             {`object.get(input.request.object, "status", {}) == {}`, true, true},
		"a path that ends":     {`object.get(input.request.object, ["status"], {}) == {}`, true, true},
		"one that goes on far": {`object.get(input.request.object, ["status", "deployed", "cluster"], "") == ""`, true, false},
	} {
		t.Run(name, func(t *testing.T) {
			e, err := policy.New(t.Context(), ruleThat(test.body))
			if err != nil {
				t.Fatal(err)
			}
			sight := e.Sight()
			before := state(t, spec{"deployed": spec{"cluster": "a"}, "provider": "p"})
			for field, sees := range map[string]bool{"deployed": test.seesDeployed, "provider": test.seesProvider} {
				after := state(t, spec{"deployed": spec{"cluster": "a"}, "provider": "p", field: "other"})
				if got := sight.Differ(before, after); got != sees {
					t.Errorf("sees a change of status.%s: %v, want %v", field, got, sees)
				}
			}
		})
	}
}

// A rule that walks through an object saw the status, and nobody noticed.
func TestSightOfRulesOfTheOperatorsOwnIsAll(t *testing.T) {
	e := carried(t)
	before, after := state(t, spec{"provider": "p"}), state(t, spec{"provider": "other"})
	if e.Sight().Differ(before, after) {
		t.Fatal("a rule of ours sees the provider")
	}
	walking := ownRule("walks", `	walk(input.request.object, [_, "other"])
	violation := {"field": "spec", "message": "wrong"}`)
	if !with(t, e, readOwn(t, e, "team", files{"walks.rego": walking})).Sight().Differ(before, after) {
		t.Error("the status is not seen")
	}
}

func state(t *testing.T, status spec) *catalog.Object {
	t.Helper()
	o, err := catalog.NewObject(spec{
		"apiVersion": catalog.APIVersion, "kind": "Project",
		"metadata": spec{"namespace": "demo", "name": "api", "resourceVersion": "1", "labels": spec{"team": "blue"}},
		"spec":     spec{"language": "golang"}, "status": status,
	})
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func TestSightOfTheRest(t *testing.T) {
	sight := rules(t).Sight()
	for name, test := range map[string]struct {
		change func(o spec)
		sees   bool
	}{
		"nothing":              {func(spec) {}, false},
		"the resource version": {func(o spec) { o["metadata"].(spec)["resourceVersion"] = "2" }, false},
		"the generation":       {func(o spec) { o["metadata"].(spec)["generation"] = int64(2) }, false},
		"a condition":          {func(o spec) { o["status"].(spec)["conditions"] = []any{spec{"type": "Compliant"}} }, false},
		"the bypass":           {func(o spec) { o["status"].(spec)["bypass"] = spec{"by": "alice"} }, false},
		"the spec":             {func(o spec) { o["spec"].(spec)["language"] = "rust" }, true},
		"no spec":              {func(o spec) { delete(o, "spec") }, true},
		"a label":              {func(o spec) { o["metadata"].(spec)["labels"] = nil }, true},
		"an annotation":        {func(o spec) { o["metadata"].(spec)["annotations"] = spec{"a": "b"} }, true},
		"being deleted":        {func(o spec) { o["metadata"].(spec)["deletionTimestamp"] = "2026-11-23T12:00:00Z" }, true},
	} {
		t.Run(name, func(t *testing.T) {
			before, after := state(t, spec{}), state(t, spec{})
			test.change(after.Content())
			if got := sight.Differ(before, after); got != test.sees {
				t.Errorf("sees it: %v, want %v", got, test.sees)
			}
			if got := sight.Differ(after, before); got != test.sees {
				t.Errorf("sees it go: %v, want %v", got, test.sees)
			}
		})
	}
}

func TestBypassInForce(t *testing.T) {
	later := noon.Add(time.Hour)
	for value, want := range map[string]struct {
		until time.Time
		ok    bool
	}{
		"true": {time.Time{}, true}, "false": {}, "": {}, "soon": {},
		later.Format(time.RFC3339): {later, true},
		noon.Format(time.RFC3339):  {},
	} {
		o := state(t, spec{})
		o.Content()["metadata"].(spec)["annotations"] = spec{"nautes.resource.nautes.io/insecure-skip-check": value}
		if until, ok := policy.BypassInForce(o, noon); ok != want.ok || !until.Equal(want.until) {
			t.Errorf("%q: %v until %v, want %v until %v", value, ok, until, want.ok, want.until)
		}
	}
}
