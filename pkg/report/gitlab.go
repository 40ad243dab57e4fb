// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package report

import (
	"io"
	"path"
	"path/filepath"

	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
)

// issue is an entry of a GitLab Code Quality report, of whose fields GitLab reads these:
// https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format.
type issue struct {
	Description string        `json:"description"`
	CheckName   string        `json:"check_name"`
	Fingerprint string        `json:"fingerprint"`
	Severity    string        `json:"severity"`
	Location    issueLocation `json:"location"`
}

type issueLocation struct {
	Path  string     `json:"path"`
	Lines issueLines `json:"lines"`
}

type issueLines struct {
	Begin int `json:"begin"`
}

// gitlab writes the findings as a GitLab Code Quality report. GitLab wants a path and a line of each; for an object
// that does not come from a file, the path is the object's name.
func gitlab(w io.Writer, r *Report) error {
	names := fingerprints(r.Findings)
	issues := make([]issue, len(r.Findings))
	for i, f := range r.Findings {
		at := issueLocation{Path: f.subject(), Lines: issueLines{Begin: 1}}
		if f.File != "" {
			at = issueLocation{Path: path.Clean(filepath.ToSlash(f.File)), Lines: issueLines{Begin: max(1, f.Line)}}
		}
		description := f.subject() + ": " + f.statement()
		if f.Mend != "" {
			description += " (mend: " + f.Mend + ")"
		}
		issues[i] = issue{
			Description: description, CheckName: f.check(), Fingerprint: names[i], Severity: f.severity(), Location: at,
		}
	}
	return encode(w, issues)
}

// severity of a finding in GitLab's words.
func (f Finding) severity() string {
	switch {
	case f.Action == Failed:
		return "blocker"
	case f.Action == policy.Deny && !f.Bypassable:
		return "critical"
	case f.Action == policy.Deny:
		return "major"
	case f.Skipped:
		return "info"
	default:
		return "minor"
	}
}
