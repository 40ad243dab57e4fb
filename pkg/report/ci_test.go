// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package report_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"strings"
	"testing"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/pkg/report"
)

// written is a report in a format.
func written(t *testing.T, name string, r *report.Report) []byte {
	t.Helper()
	format, err := report.Findings().Find(name)
	if err != nil {
		t.Fatal(err)
	}
	var got bytes.Buffer
	if err := format.Write(&got, r); err != nil {
		t.Fatal(err)
	}
	return got.Bytes()
}

// reports are some of each sort that a command has to write.
func reports() map[string]*report.Report {
	live := full()
	for i := range live.Findings {
		live.Findings[i].File, live.Findings[i].Line = "", 0
	}
	return map[string]*report.Report{
		"everything": full(), "live objects": live, "nothing": {Findings: []report.Finding{}}, "nothing known of rules": {Findings: full().Findings},
		"a file with no object": {Findings: []report.Finding{{
			File: "a b/100%.yaml", Finding: policy.Finding{Rule: "layout-kind-in-its-directory", Action: policy.Deny, Message: "no"},
		}}},
	}
}

// The library knows every property of the schema, and the schema is the official one.
func TestSARIFMeetsItsSchema(t *testing.T) {
	for name, r := range reports() {
		t.Run(name, func(t *testing.T) {
			text := written(t, "sarif", r)
			strict := json.NewDecoder(bytes.NewReader(text))
			strict.DisallowUnknownFields()
			if err := strict.Decode(&sarif.Report{}); err != nil {
				t.Errorf("a property that SARIF does not have: %v", err)
			}
			read, err := sarif.FromBytes(text)
			if err != nil {
				t.Fatal(err)
			}
			// What the library adds by itself, and which then is wrong.
			run := read.Runs[0]
			run.Language, run.Tool.Driver.Language, run.NewlineSequences = "en-US", "en-US", []string{"\n"}
			if err := read.Validate(); err != nil {
				t.Error(err)
			}
			for _, result := range run.Results {
				if rule := run.Tool.Driver.Rules[result.RuleIndex]; *rule.ID != *result.RuleID {
					t.Errorf("the result of %s points to rule %s", *result.RuleID, *rule.ID)
				}
			}
		})
	}
}

func TestSARIFSuppressesWhatABypassSkips(t *testing.T) {
	read, err := sarif.FromBytes(written(t, "sarif", full()))
	if err != nil {
		t.Fatal(err)
	}
	for _, result := range read.Runs[0].Results {
		suppressed := len(result.Suppressions) > 0
		if want := *result.RuleID == "product-provider-exists"; suppressed != want {
			t.Errorf("%s: suppressed %t", *result.RuleID, suppressed)
		}
	}
}

func TestSARIFNamesFilesByURI(t *testing.T) {
	for file, want := range map[string]string{
		"./demo/a.yaml":                   "demo/a.yaml",
		"demo/a b.yaml":                   "demo/a%20b.yaml",
		"/srv/demo/a.yaml":                "file:///srv/demo/a.yaml",
		"https://example.com/demo/a.yaml": "https://example.com/demo/a.yaml",
	} {
		read, err := sarif.FromBytes(written(t, "sarif", &report.Report{Findings: []report.Finding{{File: file}}}))
		if err != nil {
			t.Fatal(err)
		}
		if got := *read.Runs[0].Results[0].Locations[0].PhysicalLocation.ArtifactLocation.URI; got != want {
			t.Errorf("%s: %s, want %s", file, got, want)
		}
	}
}

// junitSuites is what a reader of JUnit XML counts.
type junitSuites struct {
	Tests    int `xml:"tests,attr"`
	Failures int `xml:"failures,attr"`
	Errors   int `xml:"errors,attr"`
	Skipped  int `xml:"skipped,attr"`
	Suites   []struct {
		Name  string `xml:"name,attr"`
		Cases []struct {
			Name    string    `xml:"name,attr"`
			Class   string    `xml:"classname,attr"`
			Failure *struct{} `xml:"failure"`
			Error   *struct{} `xml:"error"`
			Skipped *struct{} `xml:"skipped"`
		} `xml:"testcase"`
	} `xml:"testsuite"`
}

func TestJUnitCountsWhatItHolds(t *testing.T) {
	for name, r := range reports() {
		t.Run(name, func(t *testing.T) {
			var read junitSuites
			if err := xml.Unmarshal(written(t, "junit", r), &read); err != nil {
				t.Fatal(err)
			}
			var tests, failures, failed, skipped int
			for _, suite := range read.Suites {
				if suite.Name == "" {
					t.Error("a suite without a name")
				}
				for _, c := range suite.Cases {
					tests++
					if c.Failure != nil {
						failures++
					}
					if c.Error != nil {
						failed++
					}
					if c.Skipped != nil {
						skipped++
					}
					if c.Name == "" || c.Class == "" {
						t.Errorf("a case without a name or a class: %+v", c)
					}
				}
			}
			if read.Tests != tests || read.Failures != failures || read.Errors != failed || read.Skipped != skipped {
				t.Errorf("says %+v, holds %d tests, %d failures, %d errors, %d skipped", read, tests, failures, failed, skipped)
			}
			if failures != r.Count(policy.Deny) || failed != r.Count(report.Failed) {
				t.Errorf("%d failures and %d errors", failures, failed)
			}
		})
	}
}

func TestJUnitTellsOfObjectsThatPassed(t *testing.T) {
	text := string(written(t, "junit", full()))
	if want := `<testcase name="all rules" classname="Environment/demo/production"></testcase>`; !strings.Contains(text, want) {
		t.Errorf("no %s in:\n%s", want, text)
	}
	if strings.Contains(text, `name="all rules" classname="DeploymentRuntime/demo/web-test"`) {
		t.Errorf("an object with findings passed:\n%s", text)
	}
}

// What a message holds must not end the command, or its properties, or begin another one.
func TestGitHubCommandsAreEscaped(t *testing.T) {
	r := &report.Report{Findings: []report.Finding{{
		ID: catalog.ID{Kind: catalog.Product, Name: "demo"}, File: "a,b:c%.yaml", Line: 3,
		Finding: policy.Finding{Rule: "r", Action: policy.Deny, Field: "spec", Message: "100%\r\n::stop-commands::x", Bypassable: true},
	}}}
	want := "::error file=a%2Cb%3Ac%25.yaml,line=3,title=r (can be bypassed)::Product/demo: spec: 100%25%0D%0A::stop-commands::x\n"
	if got := string(written(t, "github", r)); got != want {
		t.Errorf("got  %swant %s", got, want)
	}
}

// GitLab takes two findings with one fingerprint for one, and one with another fingerprint for a new one.
func TestGitLabFingerprintsTellFindingsApartAndStay(t *testing.T) {
	read := func(r *report.Report) (names, paths []string) {
		var issues []struct {
			Fingerprint string
			Location    struct{ Path string }
		}
		if err := json.Unmarshal(written(t, "gitlab", r), &issues); err != nil {
			t.Fatal(err)
		}
		for _, issue := range issues {
			names, paths = append(names, issue.Fingerprint), append(paths, issue.Location.Path)
		}
		return names, paths
	}
	twice := full()
	twice.Findings = append(twice.Findings, twice.Findings[0])
	names, _ := read(twice)
	seen := map[string]bool{}
	for _, name := range names {
		if seen[name] {
			t.Errorf("two findings have the fingerprint %s", name)
		}
		seen[name] = true
	}
	moved := full()
	moved.Findings[0].Line, moved.Findings[0].Message = 99, "said otherwise"
	if after, _ := read(moved); after[0] != names[0] {
		t.Error("the fingerprint changed with the line and the message")
	}
	if _, paths := read(reports()["live objects"]); paths[0] != "DeploymentRuntime/demo/web-test" {
		t.Errorf("the path of a live object is %q", paths[0])
	}
}
