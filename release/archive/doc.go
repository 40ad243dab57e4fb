// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

// Package archive packs files such that the same files make the same bytes, wherever and whenever.
//
// It must not know what is packed.
package archive
