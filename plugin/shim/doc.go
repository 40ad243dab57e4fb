// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

// Package shim writes the small program by which kubectl completes what follows "kubectl nautes": it looks for
// kubectl_complete-nautes on PATH, which krew can not install.
//
// The package must not know what is completed.
package shim
