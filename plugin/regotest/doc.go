// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

// Package regotest runs the Rego tests of an operator's own rules, together with the library, the data and the rules
// that the programs carry, by OPA's own tester. A built-in that fails is a failed test, as it is a refused write.
//
// The package must not know the cluster, nor how results are printed.
package regotest
