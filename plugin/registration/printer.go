// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package registration

import (
	"io"

	"github.com/nautes-labs/kubectl-nautes/pkg/report"
	"github.com/nautes-labs/kubectl-nautes/plugin/table"
)

// Formats are the ways to write what was found.
func Formats() report.Formats[*Result] {
	return report.Formats[*Result]{
		{Name: "table", Write: func(w io.Writer, r *Result) error { return r.table().Write(w) }},
		report.JSON[*Result](), report.YAML[*Result](),
	}
}

func (r *Result) table() *table.Table {
	t := &table.Table{Head: []string{"STATE", "CHECK", "FOUND"}}
	for _, check := range r.Checks {
		row := table.Row{Cells: []string{string(check.State), check.What, check.Found}}
		if check.Mend != "" {
			row.Below = []string{"mend: " + check.Mend}
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}
