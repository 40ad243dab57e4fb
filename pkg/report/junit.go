// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package report

import (
	"cmp"
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
)

// The elements of JUnit XML that continuous integration systems show. It has no standard; these are what Jenkins,
// GitLab and GitHub's reporters read alike.
type (
	testSuites struct {
		XMLName  xml.Name     `xml:"testsuites"`
		Name     string       `xml:"name,attr"`
		Tests    int          `xml:"tests,attr"`
		Failures int          `xml:"failures,attr"`
		Errors   int          `xml:"errors,attr"`
		Skipped  int          `xml:"skipped,attr"`
		Suites   []*testSuite `xml:"testsuite"`
	}
	testSuite struct {
		Name     string     `xml:"name,attr"`
		Tests    int        `xml:"tests,attr"`
		Failures int        `xml:"failures,attr"`
		Errors   int        `xml:"errors,attr"`
		Skipped  int        `xml:"skipped,attr"`
		Cases    []testCase `xml:"testcase"`
	}
	testCase struct {
		Name      string      `xml:"name,attr"`
		ClassName string      `xml:"classname,attr"`
		File      string      `xml:"file,attr,omitempty"`
		Line      int         `xml:"line,attr,omitempty"`
		Skipped   *testResult `xml:"skipped"`
		Error     *testResult `xml:"error"`
		Failure   *testResult `xml:"failure"`
		Output    string      `xml:"system-out,omitempty"`
	}
	testResult struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr,omitempty"`
		Text    string `xml:",chardata"`
	}
)

// junit writes the report as JUnit XML: a test suite a kind, in it a test case a finding, whose class is the object and
// whose name is the rule. A denial fails it, a bypass skips it, a warning lets it pass with output; what could not be
// judged is an error. An object of which nothing was found is one case that passed. Rules that were not judged are
// skipped cases of a suite of their own. Findings about files that hold no object of ours are in the suite files.
func junit(w io.Writer, r *Report) error {
	all := &testSuites{Name: "kubectl nautes"}
	found := map[catalog.ID]bool{}
	for _, f := range r.Findings {
		found[f.ID] = true
	}
	for _, object := range r.Objects {
		suite := all.suite(string(object.Kind)) // in the order of the objects
		if !found[object.ID] {
			all.add(suite, testCase{Name: "all rules", ClassName: object.String(), File: object.File, Line: object.Line})
		}
	}
	for _, f := range r.Findings {
		all.add(all.suite(cmp.Or(string(f.Kind), "files")), f.testCase())
	}
	if r.NotJudged != nil {
		for _, rule := range r.NotJudged.Rules {
			why := quantity(rule.Objects, "object", "objects") + " not judged: " + r.NotJudged.Mend
			all.add(all.suite("not judged"), testCase{Name: rule.Rule, ClassName: "rules", Skipped: &testResult{Message: why}})
		}
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	encoder := xml.NewEncoder(w)
	encoder.Indent("", "  ")
	if err := encoder.Encode(all); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

// suite is the one of that name, made where there is none.
func (s *testSuites) suite(name string) *testSuite {
	for _, suite := range s.Suites {
		if suite.Name == name {
			return suite
		}
	}
	suite := &testSuite{Name: name}
	s.Suites = append(s.Suites, suite)
	return suite
}

// add puts a case into a suite and counts it.
func (s *testSuites) add(suite *testSuite, c testCase) {
	suite.Cases = append(suite.Cases, c)
	s.Tests++
	suite.Tests++
	switch {
	case c.Failure != nil:
		s.Failures++
		suite.Failures++
	case c.Error != nil:
		s.Errors++
		suite.Errors++
	case c.Skipped != nil:
		s.Skipped++
		suite.Skipped++
	}
}

func (f Finding) testCase() testCase {
	c := testCase{
		Name: strings.TrimSpace(f.check() + " " + f.Field), ClassName: f.subject(), File: f.File, Line: f.Line,
	}
	switch {
	case f.Skipped:
		c.Skipped = &testResult{Message: "skipped by the bypass: " + f.statement()}
	case f.Action == policy.Warn:
		c.Output = fmt.Sprintf("warning: %s", f)
	case f.Action == Failed:
		c.Error = &testResult{Message: f.statement(), Type: f.check(), Text: f.String()}
	default:
		c.Failure = &testResult{Message: f.statement(), Type: f.check(), Text: f.String()}
	}
	return c
}
