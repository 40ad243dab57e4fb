// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

// Package scaffold thinks up a whole product for somebody who begins: all objects that it takes to run pipelines and to
// deploy, each with comments that say what to change.
//
// What it makes of a plan that [Plan.Check] has nothing against meets the schemas and the rules. The package is pure: it
// must not know clusters, files or terminals.
package scaffold
