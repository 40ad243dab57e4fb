// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

// Package catalog holds a set of declared nautes objects with their references resolved: what refers to what,
// who is referred to by whom, and in what order things come and go.
//
// Two tables decide everything: references.go says which field of which kind names which other kind, and
// indexes.go says which look-ups across products are derived from that. A [Snapshot] is immutable; a change makes
// the next one and shares what it does not touch, so readers hold no lock and a decision sees one state.
//
// The package must not know where objects come from (files, a cluster, informers), nor Rego, nor HTTP.
package catalog
