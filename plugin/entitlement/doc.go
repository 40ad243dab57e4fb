// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

// Package entitlement tells which projects of a product may use which code repos, and by which bindings.
//
// The rules decide the same for each runtime (policies/lib/repos.rego); a test holds the two against each other. The
// package must not know the cluster: it reads a snapshot. What a user may do in the cluster is for package access.
package entitlement
