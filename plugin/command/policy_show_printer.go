// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"fmt"
	"io"
	"strings"

	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/pkg/report"
	"github.com/nautes-labs/kubectl-nautes/policies/examples"
)

func policyShowFormats() report.Formats[*shownRule] {
	return report.Formats[*shownRule]{
		{Name: "text", Write: func(w io.Writer, r *shownRule) error { return r.text(w) }},
		report.JSON[*shownRule](), report.YAML[*shownRule](),
	}
}

// text writes the rule for people: what it says first, its text last.
func (r *shownRule) text(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s\n\n%s\n\n", r.ID, r.Title, report.Wrap(r.Description, ""))
	lines := [][2]string{
		{"Judges:", r.judges()}, {"Can be bypassed:", yesNo(r.Bypassable)}, {"Action:", r.action()},
		{"Mend:", r.Mend}, {"Comes from:", r.Origin}, {"Stands at:", r.place()},
	}
	if r.Bypass != nil {
		lines = append(lines, [2]string{"Who may skip it:", r.Bypass.Needs}, [2]string{"May you?", r.Bypass.answer()})
	}
	for _, line := range lines {
		if line[1] == "" {
			continue
		}
		const column = 18
		fmt.Fprintf(&b, "%-*s%s\n", column, line[0], strings.TrimSpace(report.Wrap(line[1], strings.Repeat(" ", column))))
	}
	if r.Examples != nil {
		said := "Refused"
		if r.BuiltInAction == policy.Warn {
			said = "Warned of"
		}
		addExample(&b, said, r.Examples.Bad)
		addExample(&b, "Passes", r.Examples.Good)
	}
	if r.Rego != "" {
		fmt.Fprintf(&b, "\nIn Rego:\n\n%s", indented(r.Rego))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func addExample(b *strings.Builder, said string, example examples.Example) {
	fmt.Fprintf(b, "\n%s:\n\n%s", report.Wrap(said+example.When(), ""), indented(example.Manifest()))
	for _, violation := range example.Violations {
		fmt.Fprintf(b, "\n%s\n", report.Wrap(violation.String(), "  "))
	}
}

// indented sets a text off by four columns.
func indented(text string) string {
	var b strings.Builder
	for line := range strings.Lines(strings.TrimSuffix(text, "\n") + "\n") {
		if line != "\n" {
			b.WriteString("    ")
		}
		b.WriteString(line)
	}
	return b.String()
}

func (r *shownRule) judges() string {
	kinds := strings.Join(r.Kinds, ", ")
	if r.Layout {
		return "the files of a default.project checkout that hold " + kinds
	}
	words := make([]string, len(r.Operations))
	for i, operation := range r.Operations {
		words[i] = strings.ToLower(string(operation))
	}
	return strings.Join(words, ", ") + " of " + kinds
}

func (r *shownRule) action() string {
	if r.BuiltInAction == "" || r.BuiltInAction == r.Action {
		return string(r.Action)
	}
	return fmt.Sprintf("%s (set by the operator; built in as %s)", r.Action, r.BuiltInAction)
}

func (r *shownRule) place() string {
	if r.Own != "" {
		return r.Location + " (the operator's own)"
	}
	return r.Location
}
