// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

// Package components fills in the components of a Cluster: those that its class needs, and of each what it has to be
// told.
//
// What is known comes from the data files that the rules read; the package must not know any component by its name.
package components
