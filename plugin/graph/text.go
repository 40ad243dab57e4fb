// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package graph

import (
	"fmt"
	"io"
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// Style is how people get to see something.
type Style struct {
	// Width is how many columns a line may take; 0 is without bound.
	Width int
	// Colour: state words have colours.
	Colour bool
}

// columns is how many columns of a terminal a text takes: characters of East Asia take two.
func columns(text string) int {
	n := 0
	for _, r := range text {
		n += columnsOf(r)
	}
	return n
}

func columnsOf(r rune) int {
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	if unicode.Is(unicode.Mn, r) {
		return 0 // it stands on the character before
	}
	return 1
}

// cut shortens a text to a number of columns.
func cut(text string, most int) string {
	if columns(text) <= most {
		return text
	}
	var b strings.Builder
	left := most - 1
	for _, r := range text {
		if left -= columnsOf(r); left < 0 {
			break
		}
		b.WriteRune(r)
	}
	return b.String() + "…"
}

// piece is a part of a line in one tone.
type piece struct {
	text string
	tone tone
	// spare: nothing is missed where there is no room for it.
	spare bool
}

// leastSpare is how much of a spare piece has to fit for it to be worth reading.
const leastSpare = 12

// line is pieces beside each other.
type line []piece

func (l line) columns() int {
	n := 0
	for _, p := range l {
		n += columns(p.text)
	}
	return n
}

// cut shortens a line to a number of columns.
func (l line) cut(most int) line {
	if l.columns() <= most {
		return l
	}
	var kept line
	for i, p := range l {
		if n := columns(p.text); n < most {
			kept, most = append(kept, p), most-n
			continue
		}
		if p.spare && most < leastSpare {
			return kept
		}
		if i+1 < len(l) && l[i+1].spare && columns(p.text) == most {
			return append(kept, p)
		}
		// What follows is cut off, so that this piece ends with the mark, also where it would fit.
		return append(kept, piece{text: cut(p.text+" ", most), tone: p.tone})
	}
	return kept
}

// render writes a line with its colours, or without.
func (l line) render(colour bool) string {
	var b strings.Builder
	for _, p := range l {
		if colour {
			b.WriteString(p.tone.paint(p.text))
		} else {
			b.WriteString(p.text)
		}
	}
	return b.String()
}

// gap is between columns.
const gap = 2

// table writes rows in columns. A column that is empty but for its heading is left out. Where the style has a width, the
// first column gets what the others leave; so that this is enough, columns are left out from the right. It is told
// whether there were any.
func (s Style) table(w io.Writer, rows [][]line, enough int) (left bool, err error) {
	widths := widthsOf(rows)
	if s.Width > 0 {
		left = s.fit(widths, enough)
	}
	for _, row := range rows {
		if _, err := fmt.Fprintln(w, s.row(row, widths)); err != nil {
			return left, err
		}
	}
	return left, nil
}

// fit changes widths to those that there is room for.
func (s Style) fit(widths []int, enough int) (left bool) {
	rest := s.Width
	for _, n := range widths[1:] {
		if n > 0 {
			rest -= n + gap
		}
	}
	for i := len(widths) - 1; i > 0 && rest < min(enough, widths[0]); i-- {
		if widths[i] > 0 {
			rest += widths[i] + gap
			widths[i], left = 0, true
		}
	}
	widths[0] = min(widths[0], rest)
	return left
}

func (s Style) row(row []line, widths []int) string {
	var l line
	pending := 0
	for i, cell := range row {
		if widths[i] == 0 {
			continue
		}
		if i == 0 {
			cell = cell.cut(widths[0])
		}
		if len(cell) > 0 {
			l = append(l, piece{text: strings.Repeat(" ", pending)})
			l = append(l, cell...)
			pending = 0
		}
		pending += widths[i] - cell.columns() + gap
	}
	return l.render(s.Colour)
}

// widthsOf are the widths of columns; 0 for those with nothing below their heading.
func widthsOf(rows [][]line) []int {
	widths := make([]int, len(rows[0]))
	for _, row := range rows[1:] {
		for i, cell := range row {
			widths[i] = max(widths[i], cell.columns())
		}
	}
	for i, cell := range rows[0] {
		if widths[i] > 0 {
			widths[i] = max(widths[i], cell.columns())
		}
	}
	return widths
}

// spare is what is left out where there is no room.
func spare(text string) piece { return piece{text: text, tone: faint, spare: true} }

// cell is a line of one piece; of an empty text, none.
func cell(text string, t tone) line {
	if text == "" {
		return nil
	}
	return line{{text: text, tone: t}}
}

func headings(names ...string) []line {
	row := make([]line, len(names))
	for i, name := range names {
		row[i] = cell(name, plain)
	}
	return row
}

// wrap breaks a text between words, where the style has a width. column is where it begins; further lines are indented.
func (s Style) wrap(text string, column int) string {
	const indent = "   "
	var b strings.Builder
	for _, word := range strings.Fields(text) {
		size := columns(word)
		switch {
		case column == 0:
		case s.Width > 0 && column+1+size > s.Width:
			b.WriteString("\n" + indent)
			column = len(indent)
		default:
			b.WriteByte(' ')
			column++
		}
		b.WriteString(word)
		column += size
	}
	return b.String()
}

func quantity(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
