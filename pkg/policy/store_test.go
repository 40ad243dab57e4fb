// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package policy_test

import (
	"testing"
	"testing/fstest"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/test/world"
)

// A place in a list was not found, though `opa test` finds it: a rule that names one never fired.
func TestPlaceInAListIsFound(t *testing.T) {
	tests := map[string]struct{ look, want string }{
		"of an object":                 {`data.catalog.deploymentruntimes.demo["api-test"].spec.projectsRef[0]`, "api"},
		"of an object, beyond its end": {`data.catalog.deploymentruntimes.demo["api-test"].spec.projectsRef[1]`, ""},
		"of an object, by no number":   {`data.catalog.deploymentruntimes.demo["api-test"].spec.projectsRef["+0"]`, ""},
		"of referrers":                 {`data.catalog.referrers.environments.demo.prod[0].name`, "api-prod"},
		"of an index":                  {`data.catalog.index.runtimes_by_cluster_account["prod-0/demo-api-prod"][0].name`, "api-prod"},
		"of a data file":               {`data.events.known[1].name`, "tag_push_events"},
		"of a data file, before it":    {`data.events.known[-1].name`, ""},
	}
	snapshot := catalog.New(world.Product("demo", 0)...)
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			e, err := policy.New(t.Context(), fstest.MapFS{
				"rules/test.rego":  {Data: []byte(ruleFile("reads", "", "\tviolation := {\"field\": \"x\", \"message\": "+test.look+"}"))},
				"events/data.yaml": {Data: []byte("known: [{name: push_events}, {name: tag_push_events}]\n")},
			})
			if err != nil {
				t.Fatal(err)
			}
			review := create(environment(nil, spec{"cluster": "c1"}))
			review.Catalog = snapshot
			verdict, err := e.Judge(t.Context(), review)
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			for _, finding := range verdict.Findings {
				got += finding.Message
			}
			if got != test.want {
				t.Errorf("%s is %q, want %q", test.look, got, test.want)
			}
		})
	}
}
