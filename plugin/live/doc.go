// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

// Package live is the cluster as the plugin sees it: it reads what is there into a catalog, applies, deletes and
// annotates one object at a time, and turns what the API server answers into errors that say what to do next.
//
// Kinds and their paths come from the catalog's own table, so nothing is discovered: each operation is one request.
//
// The package must not know files, the order in which things are done, or how outcomes are printed.
package live
