// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package table

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/nautes-labs/kubectl-nautes/pkg/report"
)

const (
	// Width is how many columns a line takes, unless one word is longer.
	Width = 80
	// gap is between columns.
	gap = 2
	// inner is how far in stands what is below a line, and outer the lines after its first.
	inner, outer = "  ", "    "
)

// Row is a line of a table.
type Row struct {
	// Cells are as many as the head has. They may hold whatever somebody wrote: what would move the cursor of whoever
	// reads it is left out.
	Cells []string
	// Below are texts that follow the line, each on lines of its own.
	Below []string
}

// Table is a head and rows. One without rows is written as nothing.
type Table struct {
	Head []string
	Rows []Row
}

// Write writes the table for a terminal of 80 columns. Where a line would be wider, its last cell stands below it.
func (t *Table) Write(w io.Writer) error {
	return t.write(w, func(row Row, widths []int) []string {
		lines := folded(row.Cells, widths)
		for _, text := range row.Below {
			lines = append(lines, hanging(text)...)
		}
		return lines
	})
}

// WriteWide writes each row on one line, however long, and nothing below it.
func (t *Table) WriteWide(w io.Writer) error {
	return t.write(w, func(row Row, widths []int) []string { return []string{line(row.Cells, widths)} })
}

func (t *Table) write(w io.Writer, render func(Row, []int) []string) error {
	if len(t.Rows) == 0 {
		return nil
	}
	rows := make([]Row, 0, len(t.Rows)+1)
	for _, row := range append([]Row{{Cells: t.Head}}, t.Rows...) {
		rows = append(rows, row.printable())
	}
	widths := t.widths(rows)
	for _, row := range rows {
		if _, err := fmt.Fprintln(w, strings.Join(render(row, widths), "\n")); err != nil {
			return err
		}
	}
	return nil
}

// printable is the row as a terminal may show it.
func (r Row) printable() Row {
	shown := Row{Cells: make([]string, len(r.Cells)), Below: make([]string, len(r.Below))}
	for i, cell := range r.Cells {
		shown.Cells[i] = report.Printable(cell)
	}
	for i, text := range r.Below {
		shown.Below[i] = report.Printable(text)
	}
	return shown
}

func (t *Table) widths(rows []Row) []int {
	widths := make([]int, len(t.Head))
	for _, row := range rows {
		for i, cell := range row.Cells {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	return widths
}

func line(cells []string, widths []int) string {
	var b strings.Builder
	for i, cell := range cells {
		b.WriteString(cell)
		if i < len(cells)-1 {
			b.WriteString(strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell)+gap))
		}
	}
	return strings.TrimRight(b.String(), " ")
}

// folded is a row within the width: where it does not fit, the last cell has lines of its own.
func folded(cells []string, widths []int) []string {
	whole := line(cells, widths)
	if utf8.RuneCountInString(whole) <= Width || len(cells) < 2 {
		return []string{whole}
	}
	last := len(cells) - 1
	return append([]string{line(cells[:last], widths)}, hanging(cells[last])...)
}

// hanging is a text on lines of its own, the first one less far in than the others.
func hanging(text string) []string {
	if text == "" {
		return nil
	}
	wrapped := strings.Split(report.Wrap(text, outer), "\n")
	wrapped[0] = inner + strings.TrimLeft(wrapped[0], " ")
	return wrapped
}

// OrDash is what an empty cell shows.
func OrDash(text string) string {
	if text == "" {
		return "-"
	}
	return text
}
