// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package graph

import (
	"time"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
)

// Source is what graphs are made of. Nothing changes it.
type Source struct {
	State *catalog.Snapshot
	// Sees tells whether the state would hold an object if it were there. Nil means that it holds all there is.
	Sees func(catalog.ID) bool
	// Verdicts are what the rules say. An object that has none was not judged.
	Verdicts map[catalog.ID]Verdict
	// Now is the time that bypasses are held against.
	Now time.Time
}

// Verdict is what the rules say of one object as it is stored.
type Verdict struct {
	Findings []policy.Finding
	// NotJudged are rules that looked up what the user may not see.
	NotJudged []string
	// Err is why nothing could be judged; nil where it could.
	Err error

	// counted are the findings that were left out.
	counted counts
}

// counts are numbers of findings.
type counts struct{ denials, warnings, skipped int }

// Counted is the verdict without the findings, of which only the numbers stay: they are all that an overview needs, and
// one broken rule of many objects may have much to say of each.
func (v Verdict) Counted() Verdict {
	v.counted, v.Findings = v.count(), nil
	return v
}

func (v Verdict) count() counts {
	n := v.counted
	for _, finding := range v.Findings {
		switch {
		case finding.Skipped:
			n.skipped++
		case finding.Action == policy.Deny:
			n.denials++
		default:
			n.warnings++
		}
	}
	return n
}

// presence tells whether an object is there.
func (s *Source) presence(id catalog.ID) Presence {
	switch {
	case s.State.Get(id) != nil:
		return Present
	case s.Sees == nil || s.Sees(id):
		return Missing
	}
	return Unknown
}

// Has tells whether there is anything of a product: itself, or an object in its namespace.
func (s *Source) Has(product string) bool {
	if s.State.Get(catalog.ID{Kind: catalog.Product, Name: product}) != nil {
		return true
	}
	for _, resource := range catalog.Resources() {
		if resource.Namespaced && len(s.State.List(resource.Kind, product)) > 0 {
			return true
		}
	}
	return false
}

// own are the objects of a product in the order of kinds, the Product first.
func (s *Source) own(product string) []*catalog.Object {
	var own []*catalog.Object
	if o := s.State.Get(catalog.ID{Kind: catalog.Product, Name: product}); o != nil {
		own = append(own, o)
	}
	for _, resource := range catalog.Resources() {
		if resource.Namespaced {
			own = append(own, s.State.List(resource.Kind, product)...)
		}
	}
	return own
}
