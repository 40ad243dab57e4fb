// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

// Package v1alpha1 holds the Go types of the group nautes.resource.nautes.io in version v1alpha1, and the names of the
// annotations, labels and finalizers that the programs agree on.
//
// The kinds and their JSON names are those of Nautes, so that its manifests mean the same here. The markers on the
// fields are the source of the CRDs: everything that a schema can say by itself is said there. What needs more than
// one object, and what rules.md promises under an id of its own, is left to the rules in policies/, and the schema
// stays loose enough to let them speak.
//
// The package knows nothing of how objects are judged, stored, or made so.
//
// +kubebuilder:object:generate=true
// +groupName=nautes.resource.nautes.io
package v1alpha1
