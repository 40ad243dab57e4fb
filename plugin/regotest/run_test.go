// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package regotest_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nautes-labs/kubectl-nautes/plugin/regotest"
	"github.com/nautes-labs/kubectl-nautes/policies"
)

const rule = `package own.rules.naming

project_name_short contains violation if {
	count(input.request.name) > 8
	violation := {"field": "metadata.name", "message": sprintf("%q is long", [input.request.name])}
}
`

const tests = `package own.rules.naming_test

import data.nautes.lib.fixtures
import data.own.rules.naming

test_fires if {
	found := naming.project_name_short with input as fixtures.create(fixtures.declared("Project", "shop", "a-long-name", {}))
	found == {{"field": "metadata.name", "message": "\"a-long-name\" is long"}}
}

test_wrong if {
	print("looking at", fixtures.cart.metadata.name)
	naming.project_name_short with input as fixtures.create(fixtures.cart)
	false
}

test_builtin if {
	not to_number("x") == 1
}

todo_test_later if false

test_data if data.hooks == {"mine": true}
`

func TestRun(t *testing.T) {
	files := regotest.Files{"naming.rego": rule, "naming_test.rego": tests, "hooks.yaml": "mine: true\n", "actions.yaml": "x: warn\n"}
	results, err := regotest.Run(t.Context(), policies.FS(), files, "")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range results {
		outcome := "failed"
		switch {
		case r.Passed:
			outcome = "passed"
		case r.Skipped:
			outcome = "skipped"
		case r.Err != nil:
			outcome = "error"
		}
		got = append(got, r.Location+" "+r.Name+" "+outcome+" "+strings.TrimSpace(r.Output))
	}
	want := []string{
		"naming_test.rego:6 own.rules.naming_test.test_fires passed ",
		"naming_test.rego:11 own.rules.naming_test.test_wrong failed looking at cart",
		"naming_test.rego:17 own.rules.naming_test.test_builtin error ",
		"naming_test.rego:21 own.rules.naming_test.todo_test_later skipped ",
		"naming_test.rego:23 own.rules.naming_test.test_data passed ",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	results, err = regotest.Run(t.Context(), policies.FS(), files, "test_fires$")
	if err != nil || len(results) != 1 {
		t.Errorf("by name: %v, error %v", results, err)
	}
}

func TestRunTellsWhereItDoesNotCompile(t *testing.T) {
	_, err := regotest.Run(t.Context(), policies.FS(), regotest.Files{"naming.rego": strings.Replace(rule, "count(", "cont(", 1)}, "")
	if err == nil || !strings.Contains(err.Error(), "naming.rego:4") {
		t.Errorf("error %v", err)
	}
}

func TestReadFiles(t *testing.T) {
	folder := t.TempDir()
	for name, text := range map[string]string{"a.rego": "package own.a", "below/b.yaml": "x: 1", "notes.txt": "no"} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(folder, name)), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	files, err := regotest.ReadFiles([]string{folder})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(regotest.Files{"a.rego": "package own.a", "b.yaml": "x: 1"}, files); diff != "" {
		t.Error(diff)
	}
	for name, test := range map[string]struct {
		paths []string
		want  string
	}{
		"missing": {[]string{filepath.Join(folder, "nope")}, "no such file"},
		"twice":   {[]string{folder, filepath.Join(folder, "a.rego")}, "another file is called a.rego too"},
		"none":    {[]string{filepath.Join(folder, "below")}, "no .rego files in"},
	} {
		if _, err := regotest.ReadFiles(test.paths); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: error %v, want %s", name, err, test.want)
		}
	}
}
