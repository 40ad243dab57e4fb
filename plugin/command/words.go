// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

// word is what became of an object, as people read it; kubectl's words where it has one.
type word string

const (
	created    word = "created"
	configured word = "configured"
	unchanged  word = "unchanged"
	deleted    word = "deleted"
	notFound   word = "not found"
	denied     word = "denied"
	failed     word = "failed"
	late       word = "not done in time"
	notSent    word = "not sent"
	notTried   word = "not tried"
)

// words lists them in the order of a summary.
func words() []word {
	return []word{created, configured, unchanged, deleted, notFound, denied, failed, late, notSent, notTried}
}

// clause says it of an object that another one needs.
func (w word) clause() string {
	if w == failed {
		return "which failed"
	}
	return "which was " + string(w)
}

// done tells whether the object is as it was asked for.
func (w word) done() bool {
	switch w {
	case created, configured, unchanged, deleted:
		return true
	default:
		return false
	}
}
