// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package clusteruse

import (
	"fmt"
	"io"
	"strings"

	"github.com/nautes-labs/kubectl-nautes/pkg/report"
)

// Formats are the ways to write an answer.
func Formats() report.Formats[*Answer] {
	return report.Formats[*Answer]{{Name: "text", Write: text}, report.JSON[*Answer](), report.YAML[*Answer]()}
}

// text writes yes or no on the first line, and why below it.
func text(w io.Writer, a *Answer) error {
	answer := "no"
	if a.Allowed {
		answer = "yes"
	}
	lines := []string{answer}
	for _, reason := range a.Reasons {
		lines = append(lines, indented(reason.Message))
		if reason.Rule != "" {
			lines = append(lines, indented("rule: "+reason.Rule))
		}
	}
	for _, field := range a.Decides {
		lines = append(lines, indented("decided by: "+field.String()))
	}
	_, err := fmt.Fprintln(w, strings.Join(lines, "\n"))
	return err
}

// indented is a text on lines of its own, the first one less far in than the others.
func indented(text string) string {
	return "  " + strings.TrimLeft(report.Wrap(report.Printable(text), "    "), " ")
}
