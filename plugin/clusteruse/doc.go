// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

// Package clusteruse tells whether a product can use a namespace of a cluster, or deploy a kind of cluster-scoped
// objects to it, and which fields decide.
//
// About namespaces the rules are asked: a runtime that is not there is judged, and what they say is the answer. Only the
// fields that it rests on are looked for here. The package must not know the cluster's clients: it reads a snapshot, and
// who judges is handed in.
package clusteruse
