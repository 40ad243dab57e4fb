// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package set

import (
	"fmt"
	"strings"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
)

// Waves puts the members into the order in which they come in a state, the members of a wave side by side; read
// backwards it is how they go. What the state holds beside the members orders nothing. The error, if any, is a
// [*CycleError].
func (s *Set) Waves(state *catalog.Snapshot) ([][]*Member, error) {
	order := state.Order(s.IDs())
	if len(order.Cycles) > 0 {
		return nil, s.cycleError(state, order.Cycles)
	}
	waves := make([][]*Member, len(order.Waves))
	for i, wave := range order.Waves {
		for _, id := range wave {
			waves[i] = append(waves[i], s.byID[id])
		}
	}
	return waves, nil
}

// Before lists the other members that have to be there before a member can come, in the order of kinds and names.
func (s *Set) Before(m *Member, state *catalog.Snapshot) []*Member {
	object := state.Get(m.ID)
	if object == nil {
		return nil
	}
	var before []*Member
	for _, id := range state.Dependencies(object) {
		if other := s.byID[id]; other != nil && other != m {
			before = append(before, other)
		}
	}
	return before
}

// CycleError says that members refer to each other in a ring, so that none of them can come first.
type CycleError struct {
	// Rings hold the members in the order of the references: each names the next, the last names the first.
	Rings [][]Link
}

// Link is one member of a ring.
type Link struct {
	From *Member
	// Field is where it names the next one; empty where it needs it for another reason.
	Field string
	To    *Member
}

// Error renders each ring as one line a link, FILE:LINE first.
func (e *CycleError) Error() string {
	var b strings.Builder
	for i, ring := range e.Rings {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString("the order can not be told: these refer to each other in a ring (change one of the fields)")
		for _, link := range ring {
			fmt.Fprintf(&b, "\n  %s", link)
		}
	}
	return b.String()
}

// String renders FILE:LINE: OBJECT names OBJECT in FIELD.
func (l Link) String() string {
	place := fmt.Sprintf("%s:%d", l.From.Document.Origin.File, l.From.Document.Line(l.Field))
	if l.Field == "" {
		return fmt.Sprintf("%s: %s needs %s", place, l.From.ID, l.To.ID)
	}
	return fmt.Sprintf("%s: %s names %s in %s", place, l.From.ID, l.To.ID, l.Field)
}

func (s *Set) cycleError(state *catalog.Snapshot, cycles [][]catalog.ID) *CycleError {
	failure := &CycleError{}
	for _, cycle := range cycles {
		var ring []Link
		for i, id := range cycle {
			next := cycle[(i+1)%len(cycle)]
			ring = append(ring, Link{s.byID[id], fieldBetween(state.Get(id), next), s.byID[next]})
		}
		failure.Rings = append(failure.Rings, ring)
	}
	return failure
}

func fieldBetween(from *catalog.Object, to catalog.ID) string {
	for _, reference := range catalog.ReferencesOf(from) {
		if reference.To == to {
			return reference.Field
		}
	}
	return ""
}
