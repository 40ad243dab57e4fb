// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package manifest

import "fmt"

// set is what one reading has gathered.
type set struct {
	documents []*Document
	errs      Errors
	// passedOver counts what a converter makes nothing of.
	passedOver int
	// places remembers where each object was given first.
	places map[identity]Origin
}

// size counts what was gathered, wrong or right: it grows with each document.
func (s *set) size() int { return len(s.documents) + len(s.errs) + s.passedOver }

// identity is what the apiserver tells objects apart by.
type identity struct{ kind, namespace, name string }

func (id identity) String() string {
	if id.namespace == "" {
		return fmt.Sprintf("%s %s", id.kind, id.name)
	}
	return fmt.Sprintf("%s %s/%s", id.kind, id.namespace, id.name)
}

// checkTwice refuses an object that the set already has: one of the two would
// overwrite the other, and which depends on the order of reading.
func (s *set) checkTwice(d *Document) Errors {
	id := identity{d.Object.GetKind(), d.Object.GetNamespace(), d.Object.GetName()}
	if first, given := s.places[id]; given {
		return Errors{d.errorAt("metadata.name", fmt.Sprintf("%s is given twice", id),
			fmt.Sprintf("first at %s:%d", first.File, first.Line))}
	}
	s.places[id] = d.Origin
	return nil
}
