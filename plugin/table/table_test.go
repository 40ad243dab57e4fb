// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package table_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/nautes-labs/kubectl-nautes/plugin/table"
)

func written(t *testing.T, write func(*strings.Builder) error) string {
	t.Helper()
	var b strings.Builder
	if err := write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestWriteFoldsWhatDoesNotFit(t *testing.T) {
	long := "https://" + strings.Repeat("x", 70)
	tab := table.Table{Head: []string{"WHAT", "URL"}, Rows: []table.Row{
		{Cells: []string{"short", "https://x"}, Below: []string{"why: " + strings.Repeat("a word ", 20)}},
		{Cells: []string{"long", long}},
	}}
	got := written(t, func(b *strings.Builder) error { return tab.Write(b) })
	want := "WHAT   URL\nshort  https://x\n" +
		"  why: " + strings.Repeat("a word ", 10) + "a\n" +
		"    word" + strings.Repeat(" a word", 9) + "\n" +
		"long\n  " + long + "\n"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for line := range strings.Lines(got) {
		if utf8.RuneCountInString(strings.TrimSpace(line)) > table.Width {
			t.Errorf("%q is too wide", line)
		}
	}
	wide := written(t, func(b *strings.Builder) error { return tab.WriteWide(b) })
	if want := "WHAT   URL\nshort  https://x\nlong   " + long + "\n"; wide != want {
		t.Errorf("wide is\n%s", wide)
	}
}

// Names and patterns come from people; a terminal does what escape sequences tell it.
func TestWhatSomebodyWroteDoesNotMoveTheCursor(t *testing.T) {
	tab := table.Table{Head: []string{"A"}, Rows: []table.Row{{Cells: []string{"x\x1b[2Jy\nz"}, Below: []string{"a\rb"}}}}
	got := written(t, func(b *strings.Builder) error { return tab.Write(b) })
	if want := "A\nx [2Jy z\n  a b\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestNothingIsWrittenAsNothing(t *testing.T) {
	tab := table.Table{Head: []string{"A"}}
	if got := written(t, func(b *strings.Builder) error { return tab.Write(b) }); got != "" {
		t.Errorf("got %q", got)
	}
}
