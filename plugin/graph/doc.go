// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

// Package graph shows what there is: the objects of a product with how each of them stands, what uses what, and what
// stands out. It makes a model of a snapshot and of what the rules said, and writes that for people and for programs.
//
// It knows nothing of commands, of how objects are read, or of how they are judged.
package graph
