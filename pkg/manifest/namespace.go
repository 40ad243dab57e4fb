// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package manifest

import "fmt"

const namespaceField = "metadata.namespace"

// settleNamespace fills in the namespace of an object that has none, and refuses
// one that its kind or the command line contradicts.
func (r *Reader) settleNamespace(d *Document, kind *kindSchema) *Error {
	given := d.Object.GetNamespace()
	switch {
	case !kind.namespaced && given != "":
		return d.errorAt(namespaceField, fmt.Sprintf("%s is cluster-scoped and has no namespace", kind.kind), "take it out")
	case !kind.namespaced:
		return nil
	case given == "" && r.Namespace == "":
		return d.errorAt(namespaceField, fmt.Sprintf("is missing: %s belongs to a product", kind.kind),
			"set it to the product, or give -n PRODUCT")
	case given == "":
		d.Object.SetNamespace(r.Namespace)
	case r.EnforceNamespace && given != r.Namespace:
		return d.errorAt(namespaceField, fmt.Sprintf("namespace %q does not match --namespace=%s", given, r.Namespace),
			"pass --namespace="+given+", or leave it out")
	}
	return nil
}
