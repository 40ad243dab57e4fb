// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package catalog

import (
	"bytes"
	"slices"

	iradix "github.com/hashicorp/go-immutable-radix/v2"
)

// builder is a snapshot in the making. It keeps the two derived trees in step with the objects.
type builder struct {
	objects   *iradix.Txn[*Object]
	referrers *iradix.Txn[Reference]
	index     *iradix.Txn[ID]
}

func (b *builder) get(id ID) *Object {
	o, _ := b.objects.Get(id.key())
	return o
}

func (b *builder) snapshot() *Snapshot {
	return &Snapshot{objects: b.objects.CommitOnly(), referrers: b.referrers.CommitOnly(), index: b.index.CommitOnly()}
}

// load fills an empty builder. Every object is in before the first index entry is made, so none is made twice, and
// each tree is filled in the order of its keys, which copies the fewest nodes.
func (b *builder) load(objects []*Object) {
	insertSorted(b.objects, len(objects), func(add func([]byte, *Object)) {
		for _, o := range objects {
			add(o.key(), o)
		}
	})
	each := func(visit func(*Object)) {
		b.objects.Root().Walk(func(_ []byte, o *Object) bool { visit(o); return false })
	}
	insertSorted(b.referrers, 3*len(objects), func(add func([]byte, Reference)) {
		each(func(o *Object) {
			eachReference(o, func(_ *reference, r Reference) { add(referrerKey(r), r) })
		})
	})
	insertSorted(b.index, len(objects), func(add func([]byte, ID)) {
		each(func(o *Object) { b.eachIndexKey(o, func(key []byte) { add(key, o.ID) }) })
	})
}

// insertSorted inserts what fill adds, by key; of two with one key the later stays. n is a guess at how many come.
func insertSorted[T any](tree *iradix.Txn[T], n int, fill func(add func(key []byte, value T))) {
	type entry struct {
		key   []byte
		value T
	}
	entries := make([]entry, 0, n)
	fill(func(key []byte, value T) { entries = append(entries, entry{key, value}) })
	slices.SortStableFunc(entries, func(a, b entry) int { return bytes.Compare(a.key, b.key) })
	for _, e := range entries {
		tree.Insert(e.key, e.value)
	}
}

func (b *builder) apply(c Change) {
	before := b.get(c.id)
	if before == nil && c.object == nil {
		return
	}
	// The keys of those whose index entries follow through this object are taken away while it still is what it
	// was, and made anew when it is what it will be.
	followers := b.followers(c.id)
	for _, o := range followers {
		b.unindex(o)
	}
	if before != nil {
		b.unindex(before)
		b.unrefer(before)
		b.objects.Delete(c.id.key())
	}
	if c.object != nil {
		b.objects.Insert(c.id.key(), c.object)
		b.refer(c.object)
		b.reindex(c.object)
	}
	for _, o := range followers {
		b.reindex(o)
	}
}

// followers are the objects, other than the one itself, with index entries that follow a reference to it.
func (b *builder) followers(id ID) []*Object {
	var found []*Object
	b.referrers.Root().WalkPrefix(append(id.key(), 0), func(_ []byte, r Reference) bool {
		if r.From != id && followed[r.From.Kind][r.Field] {
			found = append(found, b.get(r.From))
		}
		return false
	})
	return found
}

func (b *builder) refer(o *Object) {
	eachReference(o, func(_ *reference, r Reference) { b.referrers.Insert(referrerKey(r), r) })
}

func (b *builder) unrefer(o *Object) {
	eachReference(o, func(_ *reference, r Reference) { b.referrers.Delete(referrerKey(r)) })
}

func (b *builder) reindex(o *Object) {
	b.eachIndexKey(o, func(key []byte) { b.index.Insert(key, o.ID) })
}

func (b *builder) unindex(o *Object) {
	b.eachIndexKey(o, func(key []byte) { b.index.Delete(key) })
}

func (b *builder) eachIndexKey(o *Object, visit func(key []byte)) {
	for _, ix := range indexesByKind[o.Kind] {
		for _, k := range ix.keys(b.get, o) {
			visit(join([]byte(ix.name), []byte(k), o.key()))
		}
	}
}

func referrerKey(r Reference) []byte {
	return join(r.To.key(), r.From.key(), []byte(r.Field))
}

func join(parts ...[]byte) []byte {
	n := len(parts) - 1
	for _, p := range parts {
		n += len(p)
	}
	key := make([]byte, 0, n)
	for i, p := range parts {
		if i > 0 {
			key = append(key, 0)
		}
		key = append(key, p...)
	}
	return key
}
