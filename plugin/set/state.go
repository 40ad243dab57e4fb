// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package set

import (
	"fmt"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
)

// Applied is the state that applying all members makes of a base.
func (s *Set) Applied(base *catalog.Snapshot) (*catalog.Snapshot, error) {
	changes := make([]catalog.Change, len(s.members))
	for i, m := range s.members {
		object, err := s.After(m, base)
		if err != nil {
			return nil, err
		}
		changes[i] = catalog.Put(object)
	}
	return base.With(changes...), nil
}

// Deleted is the state that deleting all members makes of a base.
func (s *Set) Deleted(base *catalog.Snapshot) *catalog.Snapshot {
	changes := make([]catalog.Change, len(s.members))
	for i, m := range s.members {
		changes[i] = catalog.Remove(m.ID)
	}
	return base.With(changes...)
}

// After is what applying a member makes of the object that the base holds: a new one with the schema's defaults where
// there is none, or where that one is being deleted.
func (s *Set) After(m *Member, base *catalog.Snapshot) (*catalog.Object, error) {
	live := base.Get(m.ID)
	if live == nil || live.Terminating() {
		return m.object, nil
	}
	merged, err := s.merger.Apply(&unstructured.Unstructured{Object: live.Content()}, m.Document.Object)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", m.Place(), err)
	}
	return catalog.NewObject(merged.Object)
}
