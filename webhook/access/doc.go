// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

// Package access asks the API server what a user may do, and remembers a yes for a few seconds. It must not know
// what the answer is used for.
package access
