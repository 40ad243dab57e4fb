// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package catalog

import (
	"slices"
	"sync"
	"sync/atomic"
)

// Catalog is the current snapshot of something that changes, for example of what informers report.
// Readers take the snapshot and hold no lock; writers wait for each other.
type Catalog struct {
	writing   sync.Mutex
	observers []*func(Step)
	current   atomic.Pointer[Snapshot]
}

// Watched returns a catalog that starts at a snapshot.
func Watched(s *Snapshot) *Catalog {
	c := &Catalog{}
	c.current.Store(s)
	return c
}

// Snapshot returns the current state.
func (c *Catalog) Snapshot() *Snapshot { return c.current.Load() }

// Step is one move of a catalog from a snapshot to the next.
type Step struct {
	Before, After *Snapshot
	// Changed names what was put or removed.
	Changed []ID
}

// Apply makes the next snapshot and swaps it in, then tells the observers.
func (c *Catalog) Apply(changes ...Change) {
	c.writing.Lock()
	defer c.writing.Unlock()
	step := Step{Before: c.current.Load(), Changed: make([]ID, len(changes))}
	for i, change := range changes {
		step.Changed[i] = change.id
	}
	step.After = step.Before.With(changes...)
	c.current.Store(step.After)
	for _, observe := range c.observers {
		(*observe)(step)
	}
}

// Observe calls observe for each step from here on, one after the other, until stop is called: from is the state that
// the first of them starts at. Writers wait for it, so it must be quick, and must not write itself.
func (c *Catalog) Observe(observe func(Step)) (from *Snapshot, stop func()) {
	c.writing.Lock()
	defer c.writing.Unlock()
	c.observers = append(c.observers, &observe)
	return c.current.Load(), func() {
		c.writing.Lock()
		defer c.writing.Unlock()
		c.observers = slices.DeleteFunc(c.observers, func(o *func(Step)) bool { return o == &observe })
	}
}
