// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package addresses

import (
	"io"
	"strings"

	"github.com/nautes-labs/kubectl-nautes/pkg/report"
	"github.com/nautes-labs/kubectl-nautes/plugin/table"
)

// Formats are the ways to write a list.
func Formats() report.Formats[*List] {
	return report.Formats[*List]{
		{Name: "table", Write: func(w io.Writer, l *List) error { return l.table().Write(w) }},
		{Name: "wide", Write: func(w io.Writer, l *List) error { return l.wide().WriteWide(w) }},
		report.JSON[*List](), report.YAML[*List](),
	}
}

func (l *List) table() *table.Table {
	t := &table.Table{Head: []string{"WHAT", "OF", "URL"}}
	for _, a := range l.Addresses {
		row := table.Row{Cells: []string{a.What, l.nameOf(a), table.OrDash(a.URL)}}
		if a.Problem != "" {
			row.Below = []string{a.Problem}
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func (l *List) wide() *table.Table {
	t := &table.Table{Head: []string{"WHAT", "OF", "URL", "FROM", "PROBLEM"}}
	for _, a := range l.Addresses {
		from := make([]string, len(a.From))
		for i, source := range a.From {
			from[i] = source.String()
		}
		t.Rows = append(t.Rows, table.Row{Cells: []string{
			a.What, a.Of.String(), table.OrDash(a.URL), table.OrDash(strings.Join(from, ", ")), table.OrDash(a.Problem),
		}})
	}
	return t
}

// nameOf names what an address is of: by its name alone where all that is in a product is in the same one.
func (l *List) nameOf(a Address) string {
	product := ""
	for _, other := range l.Addresses {
		if other.Of.Namespace != "" && product != "" && other.Of.Namespace != product {
			return strings.TrimPrefix(a.Of.Namespace+"/"+a.Of.Name, "/")
		}
		if other.Of.Namespace != "" {
			product = other.Of.Namespace
		}
	}
	return a.Of.Name
}
