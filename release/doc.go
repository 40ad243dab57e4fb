// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

// Package release makes of a commit what people download: an archive of the plugin for each platform, its bill of
// materials, the manifest for krew, and the checksums of them all. The same commit, with the same tags and the same
// release of Go, makes the same bytes.
//
// It must not know what the program does; it imports nothing of it.
package release
