// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package policy

import "github.com/nautes-labs/kubectl-nautes/pkg/catalog"

// Reads is what a decision looked up, in the order in which it did. Whoever doubts the state that it was judged on
// (a stale cache, a source that can not hold a kind) looks these up again.
type Reads struct {
	// Objects were looked up by name, found or not.
	Objects []catalog.ID
	// Lists were read whole.
	Lists []List
	// Referrers: who refers to these was looked up.
	Referrers []catalog.ID
	// Lookups were answered by a derived index.
	Lookups []Lookup
}

// List is all objects of a kind in a namespace; for a cluster-scoped kind the namespace is empty.
type List struct {
	Kind      catalog.Kind
	Namespace string
}

// Lookup is one key of a derived index.
type Lookup struct{ Index, Key string }

// kinds are all kinds that the answers depend on.
func (r *Reads) kinds() map[catalog.Kind]bool {
	kinds := map[catalog.Kind]bool{}
	for _, id := range r.Objects {
		kinds[id.Kind] = true
	}
	for _, list := range r.Lists {
		kinds[list.Kind] = true
	}
	return kinds
}

func (r *Reads) add(more Reads) {
	r.Objects = append(r.Objects, more.Objects...)
	r.Lists = append(r.Lists, more.Lists...)
	r.Referrers = append(r.Referrers, more.Referrers...)
	r.Lookups = append(r.Lookups, more.Lookups...)
}
