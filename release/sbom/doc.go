// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

// Package sbom writes the bill of materials of a program: the modules that are in it and which of them use which, as
// CycloneDX JSON. The same program makes the same bytes.
//
// It must not know how the modules are found.
package sbom
