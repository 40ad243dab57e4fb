// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

// Package examples carries, for each rule, a manifest that it refuses and one that it is content with, as the Rego tests
// have them. They are written by policies/cmd/rulesdoc, which runs the tests, so none of them can be wrong for long.
//
// The package must not know OPA or the rules themselves.
package examples
