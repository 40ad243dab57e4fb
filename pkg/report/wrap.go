// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package report

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	// width is how many columns a line for people takes: that of a terminal nobody has made wider.
	width  = 80
	indent = "    "
)

// Printable is a text that somebody wrote, on one line and without what would move the cursor of whoever reads it, or
// colour what comes after it.
func Printable(text string) string {
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, text)), " ")
}

// Wrap indents a text for people, printable, and breaks it between words, so that no line is longer than 80 columns
// unless one word is. There is no newline at the end.
func Wrap(text, indent string) string {
	var b strings.Builder
	column := 0
	for _, word := range strings.Fields(Printable(text)) {
		length := utf8.RuneCountInString(word)
		switch {
		case column == 0:
			b.WriteString(indent)
			column = len(indent)
		case column+1+length > width:
			b.WriteString("\n" + indent)
			column = len(indent)
		default:
			b.WriteByte(' ')
			column++
		}
		b.WriteString(word)
		column += length
	}
	return b.String()
}
