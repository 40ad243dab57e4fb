// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package catalog

import (
	iradix "github.com/hashicorp/go-immutable-radix/v2"
)

// Snapshot is a catalog at one moment. It never changes; any number of goroutines may read it without a lock.
type Snapshot struct {
	objects   *iradix.Tree[*Object]   // kind, namespace, name
	referrers *iradix.Tree[Reference] // target, referrer, field
	index     *iradix.Tree[ID]        // index, key, object
}

// Change is one step from a snapshot to the next: Put or Remove makes one.
type Change struct {
	id     ID
	object *Object
}

// Put adds an object, or replaces the one of that kind, namespace and name.
func Put(o *Object) Change { return Change{id: o.ID, object: o} }

// Remove takes an object out; nothing happens when it is not there.
func Remove(id ID) Change { return Change{id: id} }

// New returns a snapshot of these objects. Of two with one ID the later stays.
func New(objects ...*Object) *Snapshot {
	b := &builder{
		objects:   iradix.New[*Object]().Txn(),
		referrers: iradix.New[Reference]().Txn(),
		index:     iradix.New[ID]().Txn(),
	}
	b.load(objects)
	return b.snapshot()
}

// With returns the snapshot after the changes; s stays as it is. The cost is that of what the changes touch: the
// objects themselves, their references, and the index entries that follow through them.
func (s *Snapshot) With(changes ...Change) *Snapshot {
	b := &builder{objects: s.objects.Txn(), referrers: s.referrers.Txn(), index: s.index.Txn()}
	for _, change := range changes {
		b.apply(change)
	}
	return b.snapshot()
}

// Len is the number of objects.
func (s *Snapshot) Len() int { return s.objects.Len() }

// Get returns an object, also one that is being deleted; nil when there is none.
func (s *Snapshot) Get(id ID) *Object {
	o, _ := s.objects.Get(id.key())
	return o
}

// List returns the objects of a kind in a namespace by name; with an empty namespace, all of that kind by
// namespace and name.
func (s *Snapshot) List(kind Kind, namespace string) []*Object {
	prefix := append([]byte(kind), 0)
	if namespace != "" {
		prefix = append(append(prefix, namespace...), 0)
	}
	var found []*Object
	s.objects.Root().WalkPrefix(prefix, func(_ []byte, o *Object) bool {
		found = append(found, o)
		return false
	})
	return found
}

// Each calls visit for every object, by kind, namespace and name in the order of their letters, until it returns
// false.
func (s *Snapshot) Each(visit func(*Object) bool) {
	s.objects.Root().Walk(func(_ []byte, o *Object) bool { return !visit(o) })
}

// Referrers lists who refers to an object, whether that exists or not, once for each field.
func (s *Snapshot) Referrers(id ID) []Reference {
	var found []Reference
	s.referrers.Root().WalkPrefix(append(id.key(), 0), func(_ []byte, r Reference) bool {
		found = append(found, r)
		return false
	})
	return found
}

// Lookup lists the objects that a derived index holds under a key. The names and what they are keyed by are in
// indexes.go.
func (s *Snapshot) Lookup(index, key string) []ID {
	prefix := append(append(append([]byte(index), 0), key...), 0)
	var found []ID
	s.index.Root().WalkPrefix(prefix, func(_ []byte, id ID) bool {
		found = append(found, id)
		return false
	})
	return found
}
