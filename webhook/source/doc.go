// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

// Package source brings the cluster into the catalog: informers keep a watched catalog current, and Live reads
// around them. It must not know rules or admission.
package source
