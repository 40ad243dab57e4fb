// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package policies_test

import (
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/loader"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"github.com/open-policy-agent/opa/v1/tester"

	"github.com/nautes-labs/kubectl-nautes/policies"
)

// `opa test` takes a built-in that fails for undefined, and a rule that should deny for one that is content. Here
// every test of every rule runs once more, and such a failure fails the test.
func TestRulesWithStrictBuiltinErrors(t *testing.T) {
	loaded, err := loader.NewFileLoader().WithFS(policies.FS()).WithProcessAnnotation(true).All([]string{"."})
	if err != nil {
		t.Fatal(err)
	}
	modules := map[string]*ast.Module{}
	for name, file := range loaded.Modules {
		modules[name] = file.Parsed
	}
	results, err := tester.NewRunner().
		SetStore(inmem.NewFromObject(loaded.Documents)).
		SetModules(modules).
		CapturePrintOutput(true).
		RaiseBuiltinErrors(true).
		RunTests(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	ran := 0
	for result := range results {
		ran++
		if !result.Pass() {
			t.Errorf("%s.%s (%s): %v\n%s", result.Package, result.Name, result.Location, result.Error, result.Output)
		}
	}
	t.Logf("%d tests of rules", ran)
	if ran == 0 {
		t.Error("no test ran")
	}
}
