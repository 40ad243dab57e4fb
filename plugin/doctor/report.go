// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package doctor

import (
	"fmt"
	"io"

	"github.com/nautes-labs/kubectl-nautes/pkg/report"
	"github.com/nautes-labs/kubectl-nautes/plugin/table"
)

// Status is how a thing is.
type Status string

// OK is well. Warn may get in somebody's way, or could not be looked at. Fail keeps the installation from working.
const (
	OK   Status = "ok"
	Warn Status = "warn"
	Fail Status = "fail"
)

// Check is what was found about one thing.
type Check struct {
	// Name says what was looked at, in a word or two.
	Name    string `json:"name"`
	Status  Status `json:"status"`
	Message string `json:"message"`
	// Mend says what to do; empty where there is nothing to do.
	Mend string `json:"mend,omitempty"`
}

// Report is all that was found, in the order in which things depend on each other.
type Report struct {
	Checks []Check `json:"checks"`
}

// Count is how many checks have a status.
func (r *Report) Count(status Status) int {
	n := 0
	for _, check := range r.Checks {
		if check.Status == status {
			n++
		}
	}
	return n
}

// Summary says it in a line.
func (r *Report) Summary() string {
	return fmt.Sprintf("%d ok, %d to look at, %d failed", r.Count(OK), r.Count(Warn), r.Count(Fail))
}

func (r *Report) add(checks ...Check) { r.Checks = append(r.Checks, checks...) }

func ok(name, format string, args ...any) Check {
	return Check{Name: name, Status: OK, Message: fmt.Sprintf(format, args...)}
}

func warn(name, mend, format string, args ...any) Check {
	return Check{Name: name, Status: Warn, Message: fmt.Sprintf(format, args...), Mend: mend}
}

func fail(name, mend, format string, args ...any) Check {
	return Check{Name: name, Status: Fail, Message: fmt.Sprintf(format, args...), Mend: mend}
}

// Formats are the ways to write a report.
func Formats() report.Formats[*Report] {
	return report.Formats[*Report]{
		{Name: "table", Write: func(w io.Writer, r *Report) error { return r.table().Write(w) }},
		report.JSON[*Report](), report.YAML[*Report](),
	}
}

func (r *Report) table() *table.Table {
	t := &table.Table{Head: []string{"STATUS", "CHECK", "FOUND"}}
	for _, check := range r.Checks {
		row := table.Row{Cells: []string{string(check.Status), check.Name, check.Message}}
		if check.Mend != "" {
			row.Below = []string{"mend: " + check.Mend}
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}
