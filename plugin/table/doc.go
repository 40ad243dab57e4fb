// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

// Package table writes tables for people: columns that fit a terminal of 80, and below a line what has no place beside
// it.
//
// The package must not know what it writes about.
package table
