// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

// Package legacy turns what was written for Nautes into our manifests: the files of its command line before this one,
// and the manifests of a default.project repository that its API server filled, in which GitLab's numbers stand for
// names.
//
// A [Converter] takes the documents of the command line one by one, while a manifest.Reader reads them; [Numbers] gives
// the objects of a clone their names, all together; [YAML] and [NewFolder] write objects down. Each thing that is changed,
// dropped or filled in has a [Note]. Which fields a kind has, and what they are called now, is a table in kinds.go.
//
// The package must not know of clusters, of GitLab or of flags, and no text of it may hold what is in a kubeconfig: not
// a note, not an error, not what package fmt makes of a value.
package legacy
