// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

// Package parity holds what Nautes refuses against what we refuse: for each of its rules, and for each hole that our
// rules close, a write that has to be refused and by what, or why there is none. The table is in table/, the world in
// which its rows are tried in world.yaml. It knows nothing of servers; test/e2e tries the same rows on one.
package parity
