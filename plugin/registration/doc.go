// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

// Package registration looks at a cluster before Nautes is told of it, and later: it reads a kubeconfig, makes one of it
// that works wherever it is stored, and checks with it that the cluster is reached, that Nautes may do there what it has
// to, and that the components are where the Cluster says.
//
// No text of it holds what is in a kubeconfig but the address: not an error, not what package fmt makes of a value. It
// must not know the cluster that Nautes itself runs in.
package registration
