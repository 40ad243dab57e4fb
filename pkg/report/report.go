// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
)

// Report is what judging a set of objects found.
type Report struct {
	// Judged is the number of objects.
	Judged int `json:"judged"`
	// Findings are in the order of the objects, for each in the order of the rules. Never nil.
	Findings []Finding `json:"findings"`
	// NotJudged says which rules gave no answer because of what could not be known; nil when all did.
	NotJudged *NotJudged `json:"notJudged,omitempty"`

	// Rules are those that were asked, in their order, and Objects those that were judged, in the order of the
	// findings. Some formats describe rules and tell of what passed; where these are empty, they tell of the findings
	// alone.
	Rules   []policy.Rule `json:"-"`
	Objects []Object      `json:"-"`
}

// Object is one that was judged.
type Object struct {
	catalog.ID
	// File and Line are where it stands in what the user gave, as in a [Finding].
	File string
	Line int
}

// NotJudged are rules that looked up what the state they were asked on can not hold.
type NotJudged struct {
	// Kinds are those that it can not hold.
	Kinds []catalog.Kind `json:"kinds"`
	// Rules are in the order of the rules.
	Rules []UnansweredRule `json:"rules"`
	// Mend says how to have them judged.
	Mend string `json:"mend"`
}

// UnansweredRule is a rule and for how many objects it gave no answer.
type UnansweredRule struct {
	Rule    string `json:"rule"`
	Objects int    `json:"objects"`
}

// Count is the number of findings with an action.
func (r *Report) Count(action policy.Action) int {
	n := 0
	for _, f := range r.Findings {
		if f.Action == action {
			n++
		}
	}
	return n
}

// Summary is the report in one line, for example "12 objects judged: 1 denial, 2 warnings; 3 rules not judged".
func (r *Report) Summary() string {
	var found []string
	for _, count := range []struct {
		action    policy.Action
		one, many string
	}{
		{Failed, "error", "errors"}, {policy.Deny, "denial", "denials"}, {policy.Warn, "warning", "warnings"},
	} {
		if n := r.Count(count.action); n > 0 {
			found = append(found, quantity(n, count.one, count.many))
		}
	}
	if len(found) == 0 {
		found = []string{"nothing found"}
	}
	summary := fmt.Sprintf("%s judged: %s", quantity(r.Judged, "object", "objects"), strings.Join(found, ", "))
	if r.NotJudged != nil {
		summary += fmt.Sprintf("; %s not judged", quantity(len(r.NotJudged.Rules), "rule", "rules"))
	}
	return summary
}

// Findings are the formats of a report.
func Findings() Formats[*Report] {
	return Formats[*Report]{
		{"table", table}, JSON[*Report](), YAML[*Report](),
		{"sarif", sarif}, {"junit", junit}, {"github", github}, {"gitlab", gitlab},
	}
}

// table writes a report for people: a paragraph a finding, then what was not judged. Nothing found is nothing written.
func table(w io.Writer, r *Report) error {
	var paragraphs []string
	for _, f := range r.Findings {
		paragraphs = append(paragraphs, f.String())
	}
	if r.NotJudged != nil {
		paragraphs = append(paragraphs, r.NotJudged.String())
	}
	for _, paragraph := range paragraphs {
		if _, err := fmt.Fprintln(w, paragraph); err != nil {
			return err
		}
	}
	return nil
}

// String renders what was not judged in several lines, wrapped at 80 columns; there is no newline at the end.
func (n *NotJudged) String() string {
	kinds := make([]string, len(n.Kinds))
	for i, kind := range n.Kinds {
		kinds[i] = string(kind)
	}
	lines := []string{"not judged:"}
	for _, rule := range n.Rules {
		lines = append(lines, Wrap(fmt.Sprintf("%s (%s)", rule.Rule, quantity(rule.Objects, "object", "objects")), indent))
	}
	lines = append(lines,
		Wrap("These rules look up kinds that are not known here: "+strings.Join(kinds, ", ")+".", "  "),
		Wrap("mend: "+n.Mend, "  "))
	return strings.Join(lines, "\n")
}

func quantity(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
