// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
	"unicode/utf8"

	"k8s.io/apimachinery/pkg/util/duration"

	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/pkg/report"
)

func bypassFormats() report.Formats[*bypassList] {
	return report.Formats[*bypassList]{
		{Name: "table", Write: func(w io.Writer, l *bypassList) error { return l.table(w) }},
		{Name: "wide", Write: func(w io.Writer, l *bypassList) error { return l.wide(w) }},
		report.JSON[*bypassList](), report.YAML[*bypassList](),
		{Name: "name", Write: func(w io.Writer, l *bypassList) error { return l.names(w) }},
	}
}

const (
	// tableWidth is how many columns a line for people takes.
	tableWidth = 80
	// widestUser bounds the column of users: a service account's name may have more than 100 characters.
	widestUser = 16
	// gap is between columns.
	gap = 2
)

// table writes a line an object, and below it what has no place beside: rules and reason, wrapped.
func (l *bypassList) table(w io.Writer) error {
	if len(l.Bypasses) == 0 {
		return nil
	}
	rows := [][]string{{"OBJECT", "HOLDS", "NOW", "BY", "AGE"}}
	for i := range l.Bypasses {
		b := &l.Bypasses[i]
		rows = append(rows, []string{b.String(), b.holds(l.at), b.now(), shortenTo(b.by(), widestUser), b.age(l.at)})
	}
	widths := widthsOf(rows)
	for i, row := range rows {
		lines := []string{line(row, widths)}
		if i > 0 {
			lines = append(lines, l.Bypasses[i-1].details()...)
		}
		if _, err := fmt.Fprintln(w, strings.Join(lines, "\n")); err != nil {
			return err
		}
	}
	return nil
}

// widthsOf are the widths of columns; the first one gets what the others leave.
func widthsOf(rows [][]string) []int {
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	rest := tableWidth
	for _, width := range widths[1:] {
		rest -= width + gap
	}
	widths[0] = min(widths[0], rest)
	return widths
}

// line is a row. A first cell that is too wide has a line of its own: names are there to be copied.
func line(row []string, widths []int) string {
	var b strings.Builder
	for i, cell := range row {
		b.WriteString(cell)
		if i == 0 && utf8.RuneCountInString(cell) > widths[i] {
			b.WriteString("\n")
			cell = ""
		}
		b.WriteString(strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell)+gap))
	}
	return strings.TrimRight(b.String(), " ")
}

// shortenTo cuts a text that is too long; -o wide has the whole.
func shortenTo(text string, width int) string {
	characters := []rune(text)
	if len(characters) <= width {
		return text
	}
	return string(characters[:width-1]) + "…"
}

// details are the rules that were skipped, those that fail now unless they are the same, and why it was done.
func (b *standingBypass) details() []string {
	var skipped []string
	if b.Record != nil {
		skipped = b.Record.Rules
	}
	fails := b.fails()
	if sameRules(fails, skipped) {
		fails = nil
	}
	var lines []string
	for _, detail := range []struct{ label, text string }{
		{"skipped:", strings.Join(skipped, ", ")}, {"failing:", strings.Join(fails, ", ")}, {"reason:", b.Reason},
		{"break-glass:", b.BreakGlass}, {"not judged:", b.Error},
	} {
		if text := report.Printable(detail.text); text != "" {
			// The first line is as far in as its label, the others further.
			lines = append(lines, "  "+strings.TrimLeft(report.Wrap(detail.label+" "+text, "    "), " "))
		}
	}
	return lines
}

// sameRules compares without regard to the order.
func sameRules(a, b []string) bool {
	a, b = slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b))
	return slices.Equal(a, b)
}

// wide writes everything on one line an object, however long.
func (l *bypassList) wide(w io.Writer) error {
	columns := tabwriter.NewWriter(w, 0, 0, gap, ' ', 0)
	if len(l.Bypasses) > 0 {
		fmt.Fprintln(columns, "OBJECT\tHOLDS\tUNTIL\tNOW\tBY\tAGE\tSKIPPED\tFAILING\tREASON\tBREAK-GLASS")
	}
	for i := range l.Bypasses {
		b := &l.Bypasses[i]
		var skipped []string
		if b.Record != nil {
			skipped = b.Record.Rules
		}
		fmt.Fprintln(columns, strings.Join([]string{
			b.String(), b.holds(l.at), b.until(), b.now(), b.by(), b.age(l.at), orDash(strings.Join(skipped, ",")),
			orDash(strings.Join(b.fails(), ",")), orDash(report.Printable(b.Reason)), orDash(report.Printable(b.BreakGlass)),
		}, "\t"))
	}
	return columns.Flush()
}

// names writes a line an object, as kubectl names objects with -o name.
func (l *bypassList) names(w io.Writer) error {
	for _, b := range l.Bypasses {
		if _, err := fmt.Fprintln(w, qualified(b.ID)); err != nil {
			return err
		}
	}
	return nil
}

// holds is for how long the annotation is in force, or why it is not.
func (b *standingBypass) holds(now time.Time) string {
	switch {
	case b.State == policy.AnnotationInForce && b.Until != nil:
		return "for " + duration.HumanDuration(b.Until.Sub(now))
	case b.State == policy.AnnotationInForce:
		return "no end"
	case b.breaksGlass():
		return "break-glass"
	case b.State == policy.AnnotationEnded:
		return "ended"
	case b.State == policy.AnnotationMalformed:
		return "malformed"
	case b.marked:
		return "off"
	}
	return "taken off"
}

func (b *standingBypass) until() string {
	if b.Until == nil {
		return "-"
	}
	return b.Until.UTC().Format(time.RFC3339)
}

func (b *standingBypass) now() string { return strings.ToLower(string(b.Now)) }

func (b *standingBypass) by() string {
	if b.Record == nil {
		return "-"
	}
	return orDash(report.Printable(b.Record.By))
}

func (b *standingBypass) age(now time.Time) string {
	if b.Record == nil || b.Record.Since.IsZero() {
		return "-"
	}
	return duration.HumanDuration(now.Sub(b.Record.Since.Time))
}
