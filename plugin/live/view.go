// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package live

import "github.com/nautes-labs/kubectl-nautes/pkg/catalog"

// View is what a user may see of what is live. One that is made of a snapshot alone holds all there is.
type View struct {
	*catalog.Snapshot
	// held are the objects that were asked for by name and answered, there or not, and, without a name, the
	// collections that were listed.
	held map[catalog.ID]bool
	// refused has why a kind may not be read as a whole.
	refused map[catalog.Kind]error
}

// Sees tells whether the view would hold an object if it were there; of an ID without a name, whether it holds all
// objects of that kind in that namespace.
func (v *View) Sees(id catalog.ID) bool {
	return v.refused[id.Kind] == nil || v.held[id] || v.held[catalog.ID{Kind: id.Kind, Namespace: id.Namespace}]
}

// Refusal is why an object may not be read; nil for one that may.
func (v *View) Refusal(id catalog.ID) error {
	if v.Sees(id) {
		return nil
	}
	return v.refused[id.Kind]
}

// Partial tells whether there are product-scoped kinds that the user may not see in all products.
func (v *View) Partial() bool {
	for _, resource := range catalog.Resources() {
		if resource.Namespaced && v.refused[resource.Kind] != nil {
			return true
		}
	}
	return false
}
