// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

// Package exitcode says with which codes the plugin ends, and what each means: the codes, the table that
// `kubectl nautes help exit-codes` prints, and the error type that carries one to main.
//
// The package must not know commands.
package exitcode
