// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

// Package rollout works through waves of things, the members of a wave side by side, goes on with what does not depend
// on a failure, and says of each member what became of it.
//
// The package must not know what the things are, nor Kubernetes, nor how outcomes are printed.
package rollout
