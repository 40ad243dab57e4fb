// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

// Package known tells what the data files beside the rules say is known: components and what they can be told, the
// components that a cluster of a class needs, webhook events, kinds of cluster-scoped objects.
//
// The rules read the same files; nothing of them is written down here a second time. The package must not know the
// cluster: what an operator puts in place of a file there is not for everyone to read.
package known
