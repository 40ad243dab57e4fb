// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

// Package addresses tells where people reach what a product works with: the dashboards of its clusters, its group and
// repositories at the code repo provider, its artifact repositories. Each comes with the fields that it is made of.
//
// It says what is declared, and asks nobody whether that answers. The package must not know the cluster: it reads a
// snapshot.
package addresses
