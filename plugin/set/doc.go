// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

// Package set is the set of manifests that one command works on: the documents that were read, which objects they
// are, what a state becomes with all of them applied or deleted, and the waves in which they come.
//
// The package must not know the cluster: what is live is handed in as a catalog snapshot, which may be empty. Nor
// does it know rules; package judge holds a set against those.
package set
