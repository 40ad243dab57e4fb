// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

// Package gobuild runs go such that it makes the same bytes of the same source, whatever the folder, the settings of
// who runs it, and the machine. The release of Go is the one thing besides the source that counts.
//
// It must not know what is built.
package gobuild
