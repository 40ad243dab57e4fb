// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package regotest

import (
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/loader"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"github.com/open-policy-agent/opa/v1/tester"
	"sigs.k8s.io/yaml"
)

// actionsFile is what of an operator's files is no data.
const actionsFile = "actions.yaml"

// Result is what became of one test.
type Result struct {
	// Name is that of the test with its package, for example "own.rules.naming_test.test_name_fires".
	Name string
	// Location is where it stands, for example "naming_test.rego:12".
	Location string
	Duration time.Duration
	// Passed tells that it did; Skipped that its name begins with todo_.
	Passed, Skipped bool
	// Err is what failed in evaluating it, a built-in for example; nil where it just has no value.
	Err error
	// Output is what it printed.
	Output string
}

// Run runs the tests in the files whose names match a regular expression (all, where that is empty), against what the
// programs carry. The results are in the order of the tests in their files. That there are none is no error.
func Run(ctx context.Context, carried fs.FS, files Files, filter string) ([]Result, error) {
	modules, documents, err := world(carried)
	if err != nil {
		return nil, err
	}
	own := map[string]bool{}
	for name, text := range files {
		switch {
		case path.Ext(name) == ".rego":
			if modules[name], err = ast.ParseModule(name, text); err != nil {
				return nil, fmt.Errorf("parse policies: %w", err)
			}
			own[modules[name].Package.Path.String()] = true
		case name != actionsFile:
			var document any
			if err := yaml.UnmarshalStrict([]byte(text), &document); err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
			documents[strings.TrimSuffix(name, path.Ext(name))] = document
		}
	}
	results, err := tester.NewRunner().
		SetStore(inmem.NewFromObject(documents)).
		SetModules(modules).
		SetPrefixMatchers(refs(own)...).
		CapturePrintOutput(true).
		RaiseBuiltinErrors(true).
		Filter(filter).
		RunTests(ctx, nil)
	if err != nil {
		return nil, fmt.Errorf("run tests: %w", err)
	}
	var all []*tester.Result
	for result := range results {
		if own[result.Package] {
			all = append(all, result)
		}
	}
	slices.SortFunc(all, func(a, b *tester.Result) int {
		return cmp.Or(cmp.Compare(a.Location.File, b.Location.File), cmp.Compare(a.Location.Row, b.Location.Row), cmp.Compare(a.Name, b.Name))
	})
	return resultsOf(all), context.Cause(ctx)
}

// world is what the programs carry, with the fixtures of our own tests but without the tests.
func world(carried fs.FS) (map[string]*ast.Module, map[string]any, error) {
	loaded, err := loader.NewFileLoader().WithFS(carried).All([]string{"."})
	if err != nil {
		return nil, nil, fmt.Errorf("load policies: %w", err)
	}
	modules := map[string]*ast.Module{}
	for name, file := range loaded.Modules {
		isFixture := strings.HasPrefix(path.Base(name), "fixtures")
		if isFixture || !strings.HasSuffix(name, "_test.rego") {
			modules["carried/"+name] = file.Parsed
		}
	}
	return modules, loaded.Documents, nil
}

func refs(packages map[string]bool) []ast.Ref {
	var refs []ast.Ref
	for _, name := range slices.Sorted(maps.Keys(packages)) {
		refs = append(refs, ast.MustParseRef(name))
	}
	return refs
}

func resultsOf(all []*tester.Result) []Result {
	results := make([]Result, len(all))
	for i, r := range all {
		results[i] = Result{
			Name:     strings.TrimPrefix(r.Package, "data.") + "." + r.Name,
			Location: fmt.Sprintf("%s:%d", r.Location.File, r.Location.Row),
			Duration: r.Duration, Passed: r.Pass(), Skipped: r.Skip, Err: r.Error, Output: string(r.Output),
		}
	}
	return results
}
