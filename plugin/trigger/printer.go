// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package trigger

import (
	"io"
	"strings"
	"time"

	"github.com/nautes-labs/kubectl-nautes/pkg/report"
	"github.com/nautes-labs/kubectl-nautes/plugin/table"
)

// Formats are the ways to write an answer.
func Formats() report.Formats[*Answer] {
	return report.Formats[*Answer]{
		{Name: "table", Write: func(w io.Writer, a *Answer) error { return a.table().Write(w) }},
		{Name: "wide", Write: func(w io.Writer, a *Answer) error { return a.wide().WriteWide(w) }},
		report.JSON[*Answer](), report.YAML[*Answer](),
	}
}

// minute is how a time of a calendar is shown: it has no seconds, and its zone matters.
const minute = "2006-01-02 15:04 MST"

func (a *Answer) table() *table.Table {
	t := &table.Table{Head: []string{"STARTS", "RUNTIME", "PIPELINE", "EVENT SOURCE"}}
	runtime := a.namer()
	for i := range a.Triggers {
		trigger := &a.Triggers[i]
		row := table.Row{Cells: []string{string(trigger.Starts), runtime(trigger), table.OrDash(trigger.Pipeline), table.OrDash(trigger.EventSource)}}
		if a.Event == nil {
			row.Below = append(row.Below, trigger.source())
		}
		for _, reason := range trigger.Reasons {
			row.Below = append(row.Below, reason.String())
		}
		if len(trigger.NotJudged) > 0 {
			row.Below = append(row.Below, trigger.notJudged())
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func (a *Answer) wide() *table.Table {
	t := &table.Table{Head: []string{"STARTS", "RUNTIME", "PIPELINE", "EVENT SOURCE", "LISTENS TO", "TRIGGER", "REASONS"}}
	runtime := a.namer()
	for i := range a.Triggers {
		trigger := &a.Triggers[i]
		var reasons []string
		for _, reason := range trigger.Reasons {
			reasons = append(reasons, reason.String())
		}
		if len(trigger.NotJudged) > 0 {
			reasons = append(reasons, trigger.notJudged())
		}
		t.Rows = append(t.Rows, table.Row{Cells: []string{
			string(trigger.Starts), runtime(trigger), table.OrDash(trigger.Pipeline), table.OrDash(trigger.EventSource),
			table.OrDash(trigger.source()), trigger.Field, table.OrDash(strings.Join(reasons, "; ")),
		}})
	}
	return t
}

// namer names runtimes: by their name alone where all are of one product.
func (a *Answer) namer() func(*Trigger) string {
	for i := range a.Triggers {
		if a.Triggers[i].Namespace != a.Triggers[0].Namespace {
			return func(t *Trigger) string { return t.Namespace + "/" + t.Name }
		}
	}
	return func(t *Trigger) string { return t.Name }
}

func (t *Trigger) notJudged() string { return "not judged: " + strings.Join(t.NotJudged, ", ") }

// source is what the trigger listens to, in words.
func (t *Trigger) source() string {
	switch {
	case t.Repo != "":
		said := strings.Join(t.Events, ", ") + " of " + t.Repo
		if !matchesAll(t.Revision) {
			said += ", revision " + t.Revision
		}
		return said
	case t.Calendar != nil:
		return t.Calendar.String()
	}
	return ""
}

// String is the calendar in words.
func (c *Calendar) String() string {
	if c.Schedule == "" {
		return "every " + c.Interval
	}
	said := "at " + c.Schedule
	if c.Timezone != "" {
		said += " (" + c.Timezone + ")"
	}
	if len(c.Next) > 0 {
		said += ", next " + strings.Join(told(c.Next), ", ")
	}
	return said
}

func told(times []time.Time) []string {
	texts := make([]string, len(times))
	for i, t := range times {
		texts[i] = t.Format(minute)
	}
	return texts
}

// String is the reason with where it is decided, and the rule where one found it.
func (r Reason) String() string {
	said := r.Message + " (" + r.Field
	if r.Rule != "" {
		said += ", " + r.Rule
	}
	return said + ")"
}
