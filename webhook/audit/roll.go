// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package audit

import "github.com/nautes-labs/kubectl-nautes/pkg/catalog"

// roll numbers the objects that are judged. A number is given to another object when its own is gone.
type roll struct {
	numbers map[catalog.ID]uint32
	entries []entry
	free    []uint32
}

// entry is one object, or with an empty ID none.
type entry struct {
	id catalog.ID
	// places are those of its questions in readers.
	places []uint32
	// dirty: it waits to be judged, because something happened.
	dirty bool
	// judged: a verdict was reached at least once.
	judged bool
}

func newRoll(size int) *roll {
	return &roll{numbers: make(map[catalog.ID]uint32, size), entries: make([]entry, 0, size)}
}

func (r *roll) enter(id catalog.ID) uint32 {
	var number uint32
	if last := len(r.free) - 1; last >= 0 {
		number, r.free = r.free[last], r.free[:last]
		r.entries[number] = entry{id: id}
	} else {
		number = uint32(len(r.entries)) //nolint:gosec // there is no memory for 2^32 objects
		r.entries = append(r.entries, entry{id: id})
	}
	r.numbers[id] = number
	return number
}

func (r *roll) leave(number uint32) {
	delete(r.numbers, r.entries[number].id)
	r.entries[number] = entry{}
	r.free = append(r.free, number)
}
