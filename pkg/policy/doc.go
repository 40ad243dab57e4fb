// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

// Package policy judges writes of nautes objects by the Rego rules, against a catalog of what else there is.
//
// Rules are read once with their METADATA; for each kind and operation one query is prepared, which all goroutines
// share. The rules read the catalog through OPA's storage interface, one look-up at a time, so the cost of a
// decision does not grow with the number of objects. An error while judging is an outcome of its own, a [Failure],
// and never means that the write is fine.
//
// The package must not know HTTP, Kubernetes clients, or where objects come from.
package policy
