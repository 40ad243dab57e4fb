// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"sync"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
)

// entry is what became of one object.
type entry struct {
	id   catalog.ID
	word word
	// note is said beside the word, for example "2 rules skipped".
	note string
	// why says why an object was not sent.
	why string
	// object is the object as it is now, or was last; nil where it is not known.
	object *unstructured.Unstructured
	// findings are what the rules found; those that deny come with the word denied.
	findings []policy.Finding
	// warnings are those of the API server.
	warnings []string
	// err says why it failed.
	err error
}

// entries are those of the steps that were done. Several goroutines may use them.
type entries struct {
	mutex sync.Mutex
	byID  map[catalog.ID]entry
}

func (s *entries) put(id catalog.ID, e entry) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.byID == nil {
		s.byID = map[catalog.ID]entry{}
	}
	s.byID[id] = e
}

// finished is the entry of a step that was done. Some steps have nothing to tell of, such as a namespace that was
// there.
func (s *entries) finished(id catalog.ID) (entry, bool) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	e := s.byID[id]
	return e, e.word != ""
}
