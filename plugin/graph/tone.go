// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package graph

import (
	"github.com/fatih/color"
	"github.com/fluxcd/cli-utils/pkg/kstatus/status"
)

// tone says how much a word is to stand out.
type tone int

const (
	plain tone = iota
	good
	warn
	bad
	faint
)

// paint puts a text in the colour of a tone.
func (t tone) paint(text string) string {
	attributes := map[tone]color.Attribute{good: color.FgGreen, warn: color.FgYellow, bad: color.FgRed, faint: color.Faint}
	attribute, coloured := attributes[t]
	if !coloured || text == "" {
		return text
	}
	c := color.New(attribute)
	c.EnableColor() // whether there is to be colour was decided before
	return c.Sprint(text)
}

// worse is the one that stands out more.
func (t tone) worse(other tone) tone {
	rank := map[tone]int{faint: 0, plain: 1, good: 2, warn: 3, bad: 4}
	if rank[other] > rank[t] {
		return other
	}
	return t
}

// word says how an object stands; nothing where nobody has said.
func (r Readiness) word() string {
	switch r.Status {
	case status.CurrentStatus:
		if r.Known {
			return "ready"
		}
	case status.InProgressStatus:
		return "in progress"
	case status.FailedStatus:
		return "failed"
	case status.TerminatingStatus:
		return "deleting"
	case status.UnknownStatus:
		return "unknown"
	}
	return ""
}

func (r Readiness) tone() tone {
	switch r.Status {
	case status.CurrentStatus:
		return good
	case status.FailedStatus:
		return bad
	}
	return warn
}

// state says whether the object is there, and how it stands.
func (n *Node) state() (string, tone) {
	switch n.Presence {
	case Missing:
		return "missing", bad
	case Unknown:
		return "not visible", faint
	}
	return n.Ready.word(), n.Ready.tone()
}

func (c Compliance) word() (string, tone) {
	switch {
	case c.State == Violated && c.Denials == 0:
		return "violated", bad // as the audit has it
	case c.State == Violated:
		return quantity(c.Denials, "denial", "denials"), bad
	case c.State == Bypassed:
		return "bypassed", warn
	case c.State == Undecided:
		return "not judged", faint
	case c.Warnings > 0:
		return quantity(c.Warnings, "warning", "warnings"), warn
	case c.State == Compliant:
		return "ok", good
	}
	return "", plain
}

// tone is how much an object stands out as a whole.
func (n *Node) tone() tone {
	word, how := n.state()
	if word == "" {
		how = plain
	}
	if rules, t := n.Rules.word(); rules != "" {
		how = how.worse(t)
	}
	if n.Bypass != nil && n.Bypass.stands() {
		how = how.worse(warn)
	}
	return how
}

func (t tone) String() string {
	return map[tone]string{plain: "plain", good: "good", warn: "warn", bad: "bad", faint: "faint"}[t]
}

func (t Topic) tone() tone {
	switch t {
	case Denied:
		return bad
	case Unused, CanNotJudge:
		return faint
	}
	return warn
}
