// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package manifest

import (
	"cmp"
	"context"
	"slices"

	"k8s.io/apimachinery/pkg/util/validation/field"
)

// check says everything that is wrong with a document and settles its namespace.
// Of one that is right it leaves what a create would take.
func (r *Reader) check(ctx context.Context, d *Document) Errors {
	version, errs := r.identify(d)
	if version == nil {
		return errs
	}
	unsettled := len(errs) > 0
	if !unsettled {
		if err := r.settleNamespace(d, version.kind); err != nil {
			errs, unsettled = append(errs, err), true
		}
	}
	if r.IdentityOnly {
		return errs
	}
	result := version.check(ctx, d.Object)
	for _, unknown := range result.unknown {
		errs = append(errs, d.errorAt(unknown, "unknown field", version.suggestField(unknown)))
	}
	for _, err := range result.errs {
		// What was said about name and namespace is not said again in the
		// apiserver's words.
		if unsettled && aboutIdentity(err.Field) {
			continue
		}
		errs = append(errs, d.schemaError(err))
	}
	if len(errs) == 0 {
		d.Object = result.coerced
	}
	// The library walks maps in any order; people read from top to bottom.
	slices.SortStableFunc(errs, func(a, b *Error) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Field, b.Field), cmp.Compare(a.Message, b.Message))
	})
	return errs
}

func aboutIdentity(fieldPath string) bool {
	switch fieldPath {
	case "metadata", "metadata.name", "metadata.generateName", namespaceField:
		return true
	}
	return false
}

// schemaError makes an error with a place of what the apiserver's library says.
func (d *Document) schemaError(err *field.Error) *Error {
	// The library prints a path that is not there as "<nil>".
	if err.Field == "" || err.Field == "<nil>" {
		return d.errorAt("", err.Detail, "")
	}
	return d.errorAt(err.Field, err.ErrorBody(), "")
}
