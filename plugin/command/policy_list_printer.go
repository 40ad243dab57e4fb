// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/pkg/report"
)

func policyListFormats() report.Formats[*policy.Published] {
	return report.Formats[*policy.Published]{
		{Name: "table", Write: rulesTable},
		{Name: "wide", Write: rulesWide},
		{Name: "name", Write: ruleNames},
		report.JSON[*policy.Published](), report.YAML[*policy.Published](),
	}
}

// rulesTable writes a line a rule; the title, which can be long, is last.
func rulesTable(w io.Writer, p *policy.Published) error {
	columns := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(columns, "ID\tOPS\tSKIP\tACTION\tTITLE")
	for _, r := range p.Rules {
		fmt.Fprintf(columns, "%s\t%s\t%s\t%s\t%s\n", r.ID, initials(r.Rule), yesNo(r.Bypassable), r.Action, r.Title)
	}
	return columns.Flush()
}

// rulesWide writes all that is known of each rule, but for its texts.
func rulesWide(w io.Writer, p *policy.Published) error {
	columns := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(columns, "ID\tOPS\tSKIP\tACTION\tTITLE\tORIGIN\tLOCATION\tKINDS")
	for _, r := range p.Rules {
		fmt.Fprintf(columns, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", r.ID, initials(r.Rule), yesNo(r.Bypassable), r.Action, r.Title,
			r.Origin, r.Location, strings.Join(r.Kinds, ","))
	}
	return columns.Flush()
}

func ruleNames(w io.Writer, p *policy.Published) error {
	for _, r := range p.Rules {
		if _, err := fmt.Fprintln(w, r.ID); err != nil {
			return err
		}
	}
	return nil
}

// initials are the operations of a rule: C, U and D, or L for one about a layout.
func initials(rule policy.Rule) string {
	if rule.Layout {
		return "L"
	}
	letters := make([]string, len(rule.Operations))
	for i, operation := range rule.Operations {
		letters[i] = string(operation[:1])
	}
	return strings.Join(letters, " ")
}

func yesNo(yes bool) string {
	if yes {
		return "yes"
	}
	return "no"
}
