// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

// Package judge holds a set of manifests against the rules, on a state and all the members together: a set that is
// right as a whole passes although no member would pass alone. It holds what is stored against them the same way.
//
// The package must not know the cluster, nor how its results are printed: the state is handed in, and so is the
// answer to who may bypass rules.
package judge
