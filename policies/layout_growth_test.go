// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package policies_test

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/loader"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"github.com/open-policy-agent/opa/v1/topdown"

	"github.com/nautes-labs/kubectl-nautes/policies"
)

// Each path in the kustomization was looked for among all others, so that a checkout of thousands of files took the
// better part of a minute. Four times the files may take four times the steps, and a little. Steps of the evaluator are
// counted: they do not depend on the machine, and comparing allocates nothing.
func TestLayoutIsJudgedInStepsLinearInItsFiles(t *testing.T) {
	for name, checkout := range map[string]func(files int) map[string]any{
		"all right":              func(n int) map[string]any { return checkoutOf(n, "projects/p%d/p.yaml", "p%d", "Project") },
		"all of one name":        func(n int) map[string]any { return checkoutOf(n, "projects/p%d/p.yaml", "same%.0d", "Project") },
		"all in one directory":   func(n int) map[string]any { return checkoutOf(n, "projects/p/p%d.yaml", "p%d", "Project") },
		"all under one path":     func(n int) map[string]any { return checkoutOf(n, "projects/p/p%.0d.yaml", "p%d", "Project") },
		"all in the wrong place": func(n int) map[string]any { return checkoutOf(n, "projects/p%d/p.yaml", "p%d", "Environment") },
	} {
		t.Run(name, func(t *testing.T) {
			few, many := steps(t, checkout(100)), steps(t, checkout(400))
			t.Logf("%d steps for 100 files, %d for 400", few, many)
			if ratio := float64(many) / float64(few); ratio > 4.5 {
				t.Errorf("%d steps for 100 files, %d for 400: %.1f times as many, not at most 4.5", few, many, ratio)
			}
		})
	}
}

// checkoutOf is a checkout of so many objects of a kind, with paths and names in which %d stands for a number.
func checkoutOf(n int, path, name, kind string) map[string]any {
	var files, listed []any
	for i := range n {
		at := fmt.Sprintf(path, i)
		manifest := map[string]any{"kind": kind, "metadata": map[string]any{"name": fmt.Sprintf(name, i)}}
		files = append(files, map[string]any{"path": at, "documents": []any{manifest}})
		listed = append(listed, "../"+at)
	}
	kustomization := map[string]any{"resources": listed}
	return map[string]any{"files": append(files, map[string]any{
		"path": "production/kustomization.yaml", "documents": []any{kustomization},
	})}
}

// steps is how many steps the rules about layouts take for an input.
func steps(t *testing.T, input map[string]any) int {
	t.Helper()
	loaded, err := loader.NewFileLoader().WithFS(policies.FS()).Filtered([]string{"."}, tests)
	if err != nil {
		t.Fatal(err)
	}
	compiler, err := loaded.Compiler()
	if err != nil {
		t.Fatal(err)
	}
	var c counter
	results, err := rego.New(
		rego.Query("data.nautes.rules.layout"), rego.Compiler(compiler), rego.Store(inmem.NewFromObject(loaded.Documents)),
		rego.Input(input), rego.QueryTracer(&c),
	).Eval(t.Context())
	if err != nil || len(results) != 1 {
		t.Fatalf("judge layout: %v, %v", results, err)
	}
	return int(c)
}

// tests are left out.
func tests(path string, _ fs.FileInfo, _ int) bool { return strings.HasSuffix(path, "_test.rego") }

// counter counts the steps of an evaluation.
type counter int

func (*counter) Enabled() bool               { return true }
func (c *counter) TraceEvent(topdown.Event)  { *c++ }
func (*counter) Config() topdown.TraceConfig { return topdown.TraceConfig{} }
