// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package report

import (
	"fmt"
	"strings"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
)

// Failed is the action of a finding that says why an object could not be judged. Such a write is refused.
const Failed policy.Action = "error"

// Finding is one thing that is wrong with an object, and where it stands.
type Finding struct {
	catalog.ID
	// File and Line are where the field stands in what the user gave; Line counts from 1, and both are empty where
	// the object does not come from a file.
	File string `json:"file,omitempty"`
	Line int    `json:"line,omitempty"`
	// Operation is what was judged: CREATE, UPDATE or DELETE. Empty where it is not known.
	Operation policy.Operation `json:"operation,omitempty"`
	// Finding is what the rule says. Where its action is Failed, no rule, field, mend or location is known.
	policy.Finding
}

// failedCheck stands for the rule of a finding with the action Failed, where a format wants each finding to have one.
const failedCheck = "could-not-be-judged"

// check is the rule, or what stands for it.
func (f Finding) check() string {
	if f.Rule == "" {
		return failedCheck
	}
	return f.Rule
}

// subject is the object, or the file where no object is known.
func (f Finding) subject() string {
	if f.Kind == "" {
		return f.File
	}
	return f.ID.String()
}

// statement says on one line what is wrong with which field.
func (f Finding) statement() string {
	if f.Field == "" {
		return f.Message
	}
	return f.Field + ": " + f.Message
}

// Place renders FILE:LINE, or as much of it as is known.
func (f Finding) Place() string {
	if f.Line == 0 {
		return f.File
	}
	return fmt.Sprintf("%s:%d", f.File, f.Line)
}

// String renders the finding in several lines: the first says where and what object, the others, indented, which
// rule, what is wrong and what to do about it. Lines are wrapped at 80 columns; there is no newline at the end.
func (f Finding) String() string {
	var b strings.Builder
	if place := f.Place(); place != "" {
		b.WriteString(Printable(place) + ": ")
	}
	if f.Kind != "" {
		b.WriteString(Printable(f.ID.String()) + ": ")
	}
	b.WriteString(string(f.Action))
	for _, line := range f.lines() {
		b.WriteString("\n" + Wrap(line, indent))
	}
	return b.String()
}

func (f Finding) lines() []string {
	var lines []string
	if f.Rule != "" {
		lines = append(lines, f.Rule+f.remark())
	}
	lines = append(lines, f.statement())
	if f.Mend != "" {
		lines = append(lines, "mend: "+f.Mend)
	}
	return lines
}

func (f Finding) remark() string {
	switch {
	case f.Skipped:
		return " (skipped by the bypass)"
	case f.Action == policy.Deny && f.Bypassable:
		return " (can be bypassed)"
	default:
		return ""
	}
}
