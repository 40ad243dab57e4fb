// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

// Package specflags makes objects of flags. For each kind a table says which flag is which field of the spec; adding a kind
// adds a table.
//
// What may stand in a field is for the schema and the rules to say: the package only parses, and names the flag that a
// field came from, so that what they say can be told in the words of who typed it. It must not know clusters.
package specflags
