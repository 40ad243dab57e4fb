// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

// Package e2e holds the end-to-end tests: real kubectl and the built plugin against a real API server that the built
// webhook guards. `make test-e2e` builds what they need first.
package e2e
