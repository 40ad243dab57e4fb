// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

// Package doctor looks at an installation, and at what its user may do there: it says of each thing whether it is well,
// and what to do where it is not. It changes nothing; its one write is a dry run that the rules refuse.
//
// The package must not know flags, and no product's objects.
package doctor
