// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

// Package write writes objects down as manifests: [YAML] as a stream, [Folder] as files laid out as a default.project
// repository is. Fields stand in the order of our Go types, and with comments.
//
// The package must not know where objects come from, nor of clusters. What is secret comes to it as a finished [File].
package write
