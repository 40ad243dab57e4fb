// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package rules

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/loader"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"github.com/open-policy-agent/opa/v1/tester"

	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/policies"
)

// example are the files of docs/own-rules, by the keys that they have in the ConfigMap.
func example(t *testing.T) map[string]string {
	t.Helper()
	names, err := filepath.Glob("../../docs/own-rules/production/*")
	if err != nil || len(names) != 3 {
		t.Fatalf("the example is %v, %v", names, err)
	}
	files := map[string]string{}
	for _, name := range names {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		files[filepath.Base(name)] = string(content)
	}
	return files
}

// What the documentation shows is what is in its files, and the webhook takes it.
func TestExampleOfTheDocumentation(t *testing.T) {
	files := example(t)
	page, err := os.ReadFile("../../docs/own-rules.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"production.rego", "actions.yaml"} {
		if !strings.Contains(string(page), files[name]+"```") {
			t.Errorf("docs/own-rules.md does not show %s as it is", name)
		}
	}
	carried, err := policy.New(t.Context(), policies.FS())
	if err != nil {
		t.Fatal(err)
	}
	samples, err := Samples()
	if err != nil {
		t.Fatal(err)
	}
	own, err := carried.ReadOwn(t.Context(), "production", files, samples)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := carried.With(t.Context(), own); err != nil {
		t.Error(err)
	}
}

func TestExampleOfTheDocumentationPassesItsTests(t *testing.T) {
	loaded, err := loader.NewFileLoader().WithFS(policies.FS()).All([]string{"lib"})
	if err != nil {
		t.Fatal(err)
	}
	modules := map[string]*ast.Module{}
	for name, file := range loaded.Modules {
		modules[name] = file.Parsed
	}
	for name, text := range example(t) {
		if filepath.Ext(name) == ".rego" {
			modules[name] = ast.MustParseModule(text)
		}
	}
	results, err := tester.NewRunner().SetStore(inmem.New()).SetModules(modules).RaiseBuiltinErrors(true).Filter(`own\.rules`).RunTests(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	ran := 0
	for result := range results {
		ran++
		if !result.Pass() {
			t.Errorf("%s.%s: %v", result.Package, result.Name, result.Error)
		}
	}
	if ran != 3 {
		t.Errorf("%d tests ran, want 3", ran)
	}
}
