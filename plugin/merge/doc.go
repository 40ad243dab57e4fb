// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

// Package merge says what a server-side apply would make of a live object, without a server: with the apiserver's own
// library, the schemas of our CRDs, and the managedFields of the live object. So a field that was applied before and
// is no longer in the manifest goes, one that someone else owns stays, and lists with keys merge by their keys.
//
// The package must not know the cluster, nor rules.
package merge
