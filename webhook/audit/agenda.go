// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package audit

import (
	"runtime"
	"time"
)

const (
	// turn is the time in which every object is judged once although nothing touched it. It is a safety net and nothing
	// rests on it, so it is long: 100,000 objects make two or three judgements a second.
	turn = 12 * time.Hour
	// batch is how many objects are judged by one snapshot before it is looked again what happened.
	batch = 128
)

// agenda says what to judge next: first what something happened to, then the pass over all objects. A pass is fast
// when nothing is known yet, at the beginning and after a change of rules; after it the next one takes a turn.
type agenda struct {
	dirty []uint32
	// next is the number that the pass has come to.
	next  int
	slow  bool
	began time.Time
}

// begin starts a fast pass.
func (a *agenda) begin(now time.Time) { a.next, a.slow, a.began = 0, false, now }

// passed tells whether a pass over so many entries has come to its end.
func (a *agenda) passed(entries int, now time.Time) bool {
	return a.next >= entries && (!a.slow || now.Sub(a.began) >= turn)
}

// again starts the slow pass that comes after any other.
func (a *agenda) again(now time.Time) { a.next, a.slow, a.began = 0, true, now }

// takeDirty returns some entries that something happened to.
func (a *agenda) takeDirty(r *roll) []uint32 {
	var some []uint32
	for len(a.dirty) > 0 && len(some) < batch {
		number := a.dirty[0]
		a.dirty = a.dirty[1:]
		if r.entries[number].dirty {
			r.entries[number].dirty = false
			some = append(some, number)
		}
	}
	if len(a.dirty) == 0 {
		a.dirty = nil // and with it what was taken before
	}
	return some
}

// takeNext returns some entries that the pass comes to.
func (a *agenda) takeNext(r *roll, now time.Time) []uint32 {
	until := len(r.entries)
	if a.slow {
		until = min(until, int(float64(until)*now.Sub(a.began).Seconds()/turn.Seconds()))
	}
	var some []uint32
	for ; a.next < until && len(some) < batch; a.next++ {
		if e := &r.entries[a.next]; e.id.Name != "" {
			some = append(some, uint32(a.next)) //nolint:gosec // as many as entries
		}
	}
	return some
}

// waiting is the number of judgements that are due.
func (a *agenda) waiting(r *roll) int {
	if a.slow {
		return len(a.dirty)
	}
	return len(a.dirty) + len(r.entries) - a.next
}

// workers is how many objects are judged side by side: one, and in a fast pass as many as there are cores, because until
// its end nobody knows what is wrong.
func (a *agenda) workers() int {
	if a.slow {
		return 1
	}
	return runtime.GOMAXPROCS(0)
}
