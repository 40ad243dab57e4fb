// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

// Package krew reads the manifest by which krew installs a plugin, holds it to krew's rules and to those of its index,
// and fills one in for a release.
//
// It must not know how archives are made.
package krew
