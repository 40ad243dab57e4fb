// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

// Package trail writes on an object that rules were skipped for it: by whom, why, which rules, until when, as
// status.bypass. Events are gone after an hour, and audit logs are not for everybody to read.
//
// Whoever answers a write hands a record over and goes on. The status is written when the write itself is seen to be
// stored, and not before: it counts up the resource version, so the write that it tells of would meet a conflict.
//
// The package must not know rules or reviews.
package trail
