// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

// Package goal is what `kubectl nautes wait` waits for: it reads the flag --for, tells whether an object is there yet,
// and if not, what is in the way.
//
// The package must not know how objects are read, nor how often.
package goal
