// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package manifest

import (
	"context"
	"slices"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// readCheckout takes the objects of a checkout into the set. What the rules about the layout report is no error here: a
// document that is of no kind, or of one that is neither ours nor has a place, and an object that the checkout has
// already; of these the first is taken.
func (r *Reader) readCheckout(ctx context.Context, c *Checkout, into *set) error {
	idx, err := r.Schemas.index()
	if err != nil {
		into.errs = append(into.errs, asErrors(c.Folder, err)...)
		return nil
	}
	if r.Namespace == "" && c.leavesOutProduct() {
		into.errs = append(into.errs, &Error{File: c.Folder,
			Message: "the manifests of this checkout do not say which product they belong to", Hint: "give -n PRODUCT"})
		return nil
	}
	seen := map[identity]bool{}
	for _, file := range c.Files {
		if err := ctx.Err(); err != nil {
			return err
		}
		into.errs = append(into.errs, file.errs...)
		for _, part := range file.parts {
			if !c.leftToRules(file, part.value.data, idx, seen) {
				r.readValue(ctx, file.name, part.value, into, part.take)
			}
		}
	}
	return nil
}

// leavesOutProduct tells whether there is an object without a namespace. Where that is so, it mostly is so for all of
// them, which is worth one error and no more.
func (c *Checkout) leavesOutProduct() bool {
	return slices.ContainsFunc(c.Files, func(file *CheckoutFile) bool {
		return slices.ContainsFunc(file.Documents, func(d *Document) bool {
			_, placed := c.places.Kinds[d.Object.GetKind()]
			return placed && d.Object.GetNamespace() == ""
		})
	})
}

// leftToRules tells what is not for the reader to judge.
func (c *Checkout) leftToRules(file *CheckoutFile, data any, idx *index, seen map[identity]bool) bool {
	content, ok := data.(map[string]any)
	if !ok {
		return false
	}
	if file.Path == c.places.Kustomization {
		return true
	}
	object := &unstructured.Unstructured{Object: content}
	kind, name := object.GetKind(), object.GetName()
	_, placed := c.places.Kinds[kind]
	if kind == "" || !placed && !idx.ours(object) {
		return true
	}
	id := identity{kind, object.GetNamespace(), name}
	twice := name != "" && seen[id]
	seen[id] = true
	return twice
}

// ours tells whether an object is of our group, or a list that is taken apart.
func (x *index) ours(object *unstructured.Unstructured) bool {
	return object.GroupVersionKind().Group == x.group || x.listed(object.GetAPIVersion(), object.GetKind())
}
