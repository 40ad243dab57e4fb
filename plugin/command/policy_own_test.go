// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/genericiooptions"

	"github.com/nautes-labs/kubectl-nautes/plugin/exitcode"
)

func newTesting(_ genericclioptions.RESTClientGetter, streams genericiooptions.IOStreams) *cobra.Command {
	return newPolicyTest(streams)
}

const ownRule = `# METADATA
# scope: package
# custom:
#   kinds: [Project]
package own.rules.naming

# METADATA
# scope: document
# title: The name is short
# description: The name of a project has at most eight letters.
# custom:
#   id: project-name-short
#   operations: [CREATE]
#   bypassable: true
#   action: deny
#   mend: Choose a shorter name.
#   origin: new
project_name_short contains violation if {
	count(input.request.name) > 8
	violation := {"field": "metadata.name", "message": sprintf("%q is long", [input.request.name])}
}
`

const ownTests = `package own.rules.naming_test

import data.nautes.lib.fixtures
import data.own.rules.naming

test_fires if {
	found := naming.project_name_short with input as fixtures.create(fixtures.declared("Project", "shop", "a-long-name", {}))
	found == {{"field": "metadata.name", "message": "\"a-long-name\" is long"}}
}

test_silent if {
	found := naming.project_name_short with input as fixtures.create(fixtures.cart)
	print("found", found)
	found == set()
}
`

// rulesIn writes a folder with the rule and the tests, each changed by a replacer.
func rulesIn(t *testing.T, change ...string) string {
	t.Helper()
	changed := strings.NewReplacer(change...)
	folder := filepath.Dir(file(t, "naming.rego", changed.Replace(ownRule)))
	if err := os.WriteFile(filepath.Join(folder, "naming_test.rego"), []byte(changed.Replace(ownTests)), 0o600); err != nil {
		t.Fatal(err)
	}
	return folder
}

func TestPolicyTest(t *testing.T) {
	for name, test := range map[string]struct {
		change     []string
		args       []string
		code       exitcode.Code
		out, words string
	}{
		"all pass":        {nil, nil, exitcode.Done, "", "2 tests: 2 passed, 0 failed\n"},
		"verbose":         {nil, []string{"--verbose"}, exitcode.Done, "PASS naming_test.rego:6: own.rules.naming_test.test_fires (", "2 tests: 2 passed"},
		"one by its name": {nil, []string{"--run", "test_fires"}, exitcode.Done, "", "1 tests: 1 passed"},
		"none of it":      {nil, []string{"--run", "nope"}, exitcode.Failed, "", `no test matches --run "nope"`},
		"one fails": {
			[]string{"> 8", "> 3"}, nil, exitcode.Denied,
			"FAIL naming_test.rego:11: own.rules.naming_test.test_silent\n    found", "2 tests: 1 passed, 1 failed\n",
		},
		"no METADATA":        {[]string{"#   origin: new\n", ""}, nil, exitcode.Failed, "", `rule "project-name-short" needs`},
		"a forbidden import": {[]string{"count(input.request.name) > 8", `http.send({"url": "x", "method": "get"}).x`}, nil, exitcode.Failed, "", "http.send"},
		"not their package":  {[]string{"package own.rules.naming\n", "package nautes.rules.naming\n"}, nil, exitcode.Failed, "", "is not yours"},
		"an id of ours":      {[]string{"project-name-short", "project-in-use", "project_name_short", "project_in_use"}, nil, exitcode.Failed, "", "is taken"},
	} {
		t.Run(name, func(t *testing.T) {
			got := run(t, "", newTesting, append(test.args, rulesIn(t, test.change...))...)
			got.wantCode(t, test.code)
			wantContains(t, got.out, test.out)
			wantContains(t, got.errOut+got.message, test.words)
		})
	}
	got := run(t, "", newTesting, filepath.Join(t.TempDir(), "nope"))
	got.wantCode(t, exitcode.Failed)
	wantContains(t, got.message, "no such file")
}

func TestPolicyBench(t *testing.T) {
	got := run(t, "", newPolicyBench, "--count", "2", "-o", "json")
	got.wantCode(t, exitcode.Done)
	wantContains(t, got.errOut, "(the samples that are built in) 2 times for each operation", "rules sha256:")
	var rows []benchRow
	if err := json.Unmarshal([]byte(got.out), &rows); err != nil {
		t.Fatal(err)
	}
	if len(rows) != 3*11 {
		t.Errorf("%d rows, want one a kind and operation", len(rows))
	}
	for _, row := range rows {
		if row.Writes == 0 || row.P50 <= 0 || row.P99 < row.P50 || row.Allocations == 0 {
			t.Errorf("nothing was measured: %+v", row)
		}
	}
}

func TestPolicyBenchByRule(t *testing.T) {
	got := run(t, "", newPolicyBench, "--count", "1", "--rules", "-f", samples+"/demo")
	got.wantCode(t, exitcode.Done)
	wantContains(t, got.errOut, "judging 13 objects (your manifests)")
	wantContains(t, got.out, "RULE ", "WRITES  P50 ", "\nenvironment-cluster-exists ")
	fits(t, got.out)
	got = run(t, "", newPolicyBench, "--count", "0")
	got.wantCode(t, exitcode.Failed)
	wantContains(t, got.message, "--count 0 judges nothing")
}
