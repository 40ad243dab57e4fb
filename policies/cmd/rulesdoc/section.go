// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"strings"

	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/policies/examples"
)

// page is the text as it grows.
type page struct{ strings.Builder }

// contents lists the rules of a group with links to their sections.
func (p *page) contents(g group) {
	fmt.Fprintf(p, "**%s**\n\n| rule | judges | skip | action | says |\n|---|---|---|---|---|\n", g.title)
	for _, rule := range g.rules {
		fmt.Fprintf(p, "| [`%s`](#%s) | %s | %s | %s | %s |\n", rule.ID, rule.ID, initials(rule.Operations), yesNo(rule.Bypassable), rule.Action, cell(rule.Title))
	}
	p.WriteString("\n")
}

// rule is the section about one rule.
func (p *page) rule(rule policy.Rule, pair examples.Pair) {
	fmt.Fprintf(p, "\n### %s\n\n%s\n\n", rule.ID, rule.Description)
	fmt.Fprintf(p, "- **Judges:** %s\n- **May be skipped:** %s\n- **Action:** %s\n", judged(rule), yesNo(rule.Bypassable), rule.Action)
	fmt.Fprintf(p, "- **Mend:** %s\n- **Comes from:** %s\n", rule.Mend, rule.Origin)
	said := "Refused"
	if rule.Action == policy.Warn {
		said = "Warned of"
	}
	p.example(said, pair.Bad)
	p.example("Passes", pair.Good)
}

func (p *page) example(said string, example examples.Example) {
	fmt.Fprintf(p, "\n%s%s:\n\n```yaml\n%s```\n", said, example.When(), example.Manifest())
	for _, violation := range example.Violations {
		fmt.Fprintf(p, "\n> `%s`\n", strings.ReplaceAll(violation.String(), "`", "'"))
	}
}

func judged(rule policy.Rule) string {
	if rule.Layout {
		return "the files of a checkout, by `kubectl nautes validate`"
	}
	var words []string
	for _, operation := range rule.Operations {
		words = append(words, strings.ToLower(string(operation)))
	}
	return strings.Join(words, ", ") + " of " + strings.Replace(kindsOf(rule), "Every", "every", 1)
}

func initials(operations []policy.Operation) string {
	var letters []string
	for _, operation := range operations {
		letters = append(letters, string(operation[:1]))
	}
	return strings.Join(letters, " ")
}

func yesNo(yes bool) string {
	if yes {
		return "yes"
	}
	return "no"
}

// cell is a text in a table.
func cell(text string) string { return strings.ReplaceAll(text, "|", "\\|") }
