// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

// Package policy judges writes of nautes objects by the Rego rules, against a catalog of what else there is.
//
// Rules are read once with their METADATA; for each kind and operation one query is prepared, which all goroutines
// share. The rules read the catalog through OPA's storage interface, one look-up at a time, so the cost of a
// decision does not grow with the number of objects. An error while judging is an outcome of its own, a [Failure],
// and never means that the write is fine.
//
// An engine never changes. What an operator adds ([Own]: rules of their own, other actions, other data) makes another
// one, [Engine.With]. Each source is compiled apart and asked after our rules, in a time of its own, so that none of it
// can change, slow down or stop what our rules say.
//
// The package must not know HTTP, Kubernetes clients, or where objects come from.
package policy
