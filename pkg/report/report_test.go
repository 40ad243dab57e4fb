// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package report_test

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/pkg/report"
)

// update makes the golden files say what is written now: go test ./pkg/report -update.
var update = flag.Bool("update", false, "write the golden files anew")

// full has a finding of every sort.
func full() *report.Report {
	runtime := catalog.ID{Kind: catalog.DeploymentRuntime, Namespace: "demo", Name: "web-test"}
	return &report.Report{
		Judged: 4,
		Findings: []report.Finding{
			{
				ID: runtime, File: "demo/deployment.yaml", Line: 14, Operation: policy.Create,
				Finding: policy.Finding{
					Rule: "deploymentruntime-environment-exists", Action: policy.Deny, Field: "spec.destination.environment",
					Message: `environment "nowhere" does not exist in product "demo"`, Bypassable: true,
					Mend:     "Name an existing environment of the product (kubectl get environments), or apply the Environment first.",
					Location: "deploymentruntime.rego:26",
				},
			},
			{
				ID: runtime, File: "demo/deployment.yaml", Line: 15, Operation: policy.Create,
				Finding: policy.Finding{
					Rule: "runtime-namespace-free", Action: policy.Deny, Field: "spec.destination.namespaces[0]",
					Message: `namespace "web" is that of a runtime of product "other" & more`, Mend: "Name another namespace.",
					Location: "runtime.rego:12",
				},
			},
			{
				ID: catalog.ID{Kind: catalog.Product, Name: "demo"}, File: "STDIN", Line: 3, Operation: policy.Update,
				Finding: policy.Finding{
					Rule: "product-provider-exists", Action: policy.Warn, Field: "spec.codeRepoProvider", Skipped: true, Bypassable: true,
					Message: `provider "gitlab" does not exist`, Mend: "Apply the provider first.", Location: "product.rego:7",
				},
			},
			{
				ID:      catalog.ID{Kind: catalog.Environment, Namespace: "demo", Name: "test"},
				Finding: policy.Finding{Action: report.Failed, Message: "could not be judged: deadline exceeded"},
			},
		},
		NotJudged: &report.NotJudged{
			Kinds: []catalog.Kind{catalog.Cluster, catalog.Product},
			Rules: []report.UnansweredRule{{Rule: "environment-cluster-exists", Objects: 1}, {Rule: "product-exists", Objects: 12}},
			Mend:  "Judge them on a cluster.",
		},
		Rules: []policy.Rule{
			{
				ID: "deploymentruntime-environment-exists", Title: "The environment exists",
				Description: "The environment of a runtime is declared in its product.", Kinds: []string{"DeploymentRuntime"},
				Operations: []policy.Operation{policy.Create, policy.Update}, Bypassable: true, Action: policy.Deny,
				Mend: "Name an existing environment.", Origin: "R111 R40", Location: "deploymentruntime.rego:26",
			},
			{
				ID: "product-provider-exists", Title: "The provider exists", Description: "A product names a provider that is there.",
				Kinds: []string{"Product"}, Operations: []policy.Operation{policy.Create}, Bypassable: true, Action: policy.Off,
				Mend: "Apply the provider first.", Origin: "R122", Location: "product.rego:7",
			},
		},
		Objects: []report.Object{
			{ID: runtime, File: "demo/deployment.yaml", Line: 1},
			{ID: catalog.ID{Kind: catalog.Product, Name: "demo"}, File: "STDIN", Line: 1},
			{ID: catalog.ID{Kind: catalog.Environment, Namespace: "demo", Name: "test"}},
			{ID: catalog.ID{Kind: catalog.Environment, Namespace: "demo", Name: "production"}},
		},
	}
}

func TestFormatsOfFindings(t *testing.T) {
	for _, format := range report.Findings() {
		t.Run(format.Name, func(t *testing.T) {
			var got bytes.Buffer
			if err := format.Write(&got, full()); err != nil {
				t.Fatal(err)
			}
			golden(t, "findings."+format.Name+".golden", got.String())
		})
	}
}

func TestTableFitsInto80Columns(t *testing.T) {
	var got bytes.Buffer
	if err := report.Findings()[0].Write(&got, full()); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(got.String()) {
		if columns := len([]rune(strings.TrimSuffix(line, "\n"))); columns > 80 {
			t.Errorf("%d columns: %q", columns, line)
		}
	}
}

func TestNothingFoundIsNothingWritten(t *testing.T) {
	var got bytes.Buffer
	if err := report.Findings()[0].Write(&got, &report.Report{Judged: 2}); err != nil {
		t.Fatal(err)
	}
	if got.Len() > 0 {
		t.Errorf("written: %q", got.String())
	}
}

func TestSummaryCounts(t *testing.T) {
	for want, r := range map[string]*report.Report{
		"4 objects judged: 1 error, 2 denials, 1 warning; 2 rules not judged": full(),
		"1 object judged: nothing found":                                      {Judged: 1},
		"0 objects judged: nothing found":                                     {},
	} {
		if got := r.Summary(); got != want {
			t.Errorf("summary %q, want %q", got, want)
		}
	}
}

func TestWordsLongerThanALineStayWhole(t *testing.T) {
	word := strings.Repeat("x", 100)
	f := report.Finding{
		ID:      catalog.ID{Kind: catalog.Product, Name: "demo"},
		Finding: policy.Finding{Action: policy.Deny, Message: "before " + word + " after"},
	}
	want := "Product/demo: deny\n    before\n    " + word + "\n    after"
	if diff := cmp.Diff(want, f.String()); diff != "" {
		t.Error(diff)
	}
}

// The name and the key of a map in a manifest are anybody's: they must not clear the screen, nor begin a line of their own.
func TestFindingDoesNotPrintControlCharacters(t *testing.T) {
	f := report.Finding{
		ID: catalog.ID{Kind: catalog.Cluster, Name: "a\x1b[2J"}, File: "b\x1b[1m.yaml", Line: 3,
		Finding: policy.Finding{Action: policy.Deny, Rule: "r", Field: "spec.x[c\nPASS\u009b2J]", Message: "d\r\u202ee"},
	}
	want := "b [1m.yaml:3: Cluster/a [2J: deny\n    r\n    spec.x[c PASS 2J]: d e"
	if diff := cmp.Diff(want, f.String()); diff != "" {
		t.Error(diff)
	}
}

func TestUnknownFormatNamesTheKnownOnes(t *testing.T) {
	_, err := report.Findings().Find("xml")
	if want := `unknown output format "xml" (use one of table|json|yaml|sarif|junit|github|gitlab)`; err == nil || err.Error() != want {
		t.Errorf("error %v, want %s", err, want)
	}
	if _, err := report.Findings().Find("json"); err != nil {
		t.Error(err)
	}
}

func TestErrorsOfTheWriterAreReported(t *testing.T) {
	for _, format := range report.Findings() {
		if err := format.Write(noRoom{}, full()); !errors.Is(err, errFull) {
			t.Errorf("%s: error %v, want that of the writer", format.Name, err)
		}
	}
}

// noRoom is a disk with no room.
type noRoom struct{}

var errFull = errors.New("no space left")

func (noRoom) Write([]byte) (int, error) { return 0, errFull }

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got; go test ./pkg/report -update writes it anew):\n%s", name, diff)
	}
}
