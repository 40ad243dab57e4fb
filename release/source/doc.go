// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

// Package source takes a commit out of its repository, so that what is made of it depends on nothing that lies about
// beside it.
//
// It must not know what is made of a commit.
package source
