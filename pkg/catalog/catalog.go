// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package catalog

import (
	"sync"
	"sync/atomic"
)

// Catalog is the current snapshot of something that changes, for example of what informers report.
// Readers take the snapshot and hold no lock; writers wait for each other.
type Catalog struct {
	writing sync.Mutex
	current atomic.Pointer[Snapshot]
}

// Watched returns a catalog that starts at a snapshot.
func Watched(s *Snapshot) *Catalog {
	c := &Catalog{}
	c.current.Store(s)
	return c
}

// Snapshot returns the current state.
func (c *Catalog) Snapshot() *Snapshot { return c.current.Load() }

// Apply makes the next snapshot and swaps it in.
func (c *Catalog) Apply(changes ...Change) {
	c.writing.Lock()
	defer c.writing.Unlock()
	c.current.Store(c.current.Load().With(changes...))
}
