// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package set

import (
	"context"
	"fmt"
	"slices"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/manifest"
	"github.com/nautes-labs/kubectl-nautes/plugin/merge"
)

// Set is the manifests of one command. It never changes.
type Set struct {
	merger  *merge.Merger
	members []*Member
	byID    map[catalog.ID]*Member
}

// Member is one object of the set.
type Member struct {
	catalog.ID
	// Document is what the user wrote, and where.
	Document *manifest.Document
	// object is the document with the schema's defaults, as a create would make it.
	object *catalog.Object
}

// Place is where the object stands, as FILE:LINE; empty where it comes from no file.
func (m *Member) Place() string {
	if m.Document.Origin.File == "" {
		return ""
	}
	return fmt.Sprintf("%s:%d", m.Document.Origin.File, m.Document.Origin.Line)
}

// Read reads a source. The error, if any, is that of [manifest.Reader.Read]: everything that is wrong with any of the
// documents at once, in which case there is no set. The merger is asked only for members that are live.
func Read(ctx context.Context, reader *manifest.Reader, source manifest.Source, merger *merge.Merger) (*Set, error) {
	documents, err := reader.Read(ctx, source)
	if err != nil {
		return nil, err
	}
	return New(documents, reader.Schemas, merger)
}

// New makes a set of documents that the schemas have nothing against, each of another object. They need not come from
// files. The merger may be nil where no member is applied to what is live.
func New(documents []*manifest.Document, schemas *manifest.Schemas, merger *merge.Merger) (*Set, error) {
	s := &Set{merger: merger, byID: make(map[catalog.ID]*Member, len(documents))}
	for _, document := range documents {
		m, err := memberOf(document, schemas)
		if err != nil && document.Origin.File == "" {
			return nil, fmt.Errorf("%s %q: %w", document.Object.GetKind(), document.Object.GetName(), err)
		}
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", document.Origin.File, document.Origin.Line, err)
		}
		s.members = append(s.members, m)
		s.byID[m.ID] = m
	}
	return s, nil
}

// memberOf makes of a document what a create would make of it: defaults filled in, the status left out.
func memberOf(document *manifest.Document, schemas *manifest.Schemas) (*Member, error) {
	content := document.Object.DeepCopy()
	delete(content.Object, "status")
	if err := schemas.Default(content); err != nil {
		return nil, fmt.Errorf("fill in defaults: %w", err)
	}
	object, err := catalog.NewObject(content.Object)
	if err != nil {
		return nil, err
	}
	return &Member{ID: object.ID, Document: document, object: object}, nil
}

// Members are the objects in the order in which they were given.
func (s *Set) Members() []*Member { return slices.Clone(s.members) }

// Get returns a member; nil when the set does not hold that object.
func (s *Set) Get(id catalog.ID) *Member { return s.byID[id] }

// IDs name the members in the order in which they were given.
func (s *Set) IDs() []catalog.ID {
	ids := make([]catalog.ID, len(s.members))
	for i, m := range s.members {
		ids[i] = m.ID
	}
	return ids
}

// Absent lists the kinds that no member is of, in the order of kinds. The kind of namespaces is always among them.
func (s *Set) Absent() []catalog.Kind {
	var absent []catalog.Kind
	for _, resource := range catalog.Resources() {
		if !slices.ContainsFunc(s.members, func(m *Member) bool { return m.Kind == resource.Kind }) {
			absent = append(absent, resource.Kind)
		}
	}
	return append(absent, catalog.Namespace)
}
