// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

// Package livetest is an API server of a few hundred bytes of memory for tests: it keeps objects, counts their
// versions, and answers as it is told to. What Kubernetes really does is tested on a real one (test/e2e).
//
// The package must not know rules; a test says what is refused.
package livetest
