// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package report

import (
	"fmt"
	"io"
	"path"
	"path/filepath"
	"strings"

	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
)

// github writes the findings as workflow commands, which GitHub Actions shows as annotations:
// https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands. Nothing found is nothing written.
func github(w io.Writer, r *Report) error {
	for _, f := range r.Findings {
		message := f.subject() + ": " + f.statement()
		if f.Mend != "" {
			message += "\nmend: " + f.Mend
		}
		properties := ""
		if f.File != "" {
			properties = "file=" + escapedProperty(path.Clean(filepath.ToSlash(f.File))) + ","
		}
		if f.File != "" && f.Line > 0 {
			properties += fmt.Sprintf("line=%d,", f.Line)
		}
		title := f.check() + f.remark()
		if err := annotate(w, f.annotation(), properties+"title="+escapedProperty(title), message); err != nil {
			return err
		}
	}
	if r.NotJudged == nil {
		return nil
	}
	return annotate(w, "notice", "title=rules not judged", r.NotJudged.String())
}

func annotate(w io.Writer, command, properties, message string) error {
	_, err := fmt.Fprintf(w, "::%s %s::%s\n", command, properties, escapedData(message))
	return err
}

// annotation is the command that a finding is.
func (f Finding) annotation() string {
	switch {
	case f.Skipped:
		return "notice"
	case f.Action == policy.Warn:
		return "warning"
	default:
		return "error"
	}
}

// escapedData is the text of a command; a line end would end the command.
func escapedData(text string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(text)
}

// escapedProperty is the value of a property, which ends at a comma or a colon as well.
func escapedProperty(text string) string {
	return strings.NewReplacer(":", "%3A", ",", "%2C").Replace(escapedData(text))
}
