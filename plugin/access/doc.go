// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

// Package access asks the cluster who the user is and whether the user may bypass rules, as the webhook will ask when
// the user writes.
//
// The package must not know manifests or rules.
package access
