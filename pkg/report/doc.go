// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

// Package report writes findings for people and for programs. What can be written in several ways has one list of
// formats, from which flags take their names; a new format is one entry there.
//
// The package must not know how findings come about, nor of terminals: it gets values and a writer.
package report
