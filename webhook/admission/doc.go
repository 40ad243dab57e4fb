// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

// Package admission answers AdmissionReviews: it judges a write by the rules against the watched catalog, judges
// what would be denied once more against live reads, and puts the verdict into words, causes, warnings, audit
// annotations, metrics and logs.
//
// The table of failures is in failures_test.go: whatever goes wrong while judging refuses the write, with a message
// that says what. The package must not know where the catalog comes from, nor how certificates are made.
package admission
