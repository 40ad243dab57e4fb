// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

// Package audit judges stored objects in the background: what was forced in, what was there before a rule, what two
// writers made wrong together, and what came right again by itself.
//
// It learns from the decisions themselves what each of them looked up, and judges again who looked up what a change
// touches; nothing states a second time what affects what. What it finds is written into the condition Compliant,
// told by Events when it changes, and counted by metrics.
//
// One replica does so at a time (webhook/leader), and stands back while requests are being answered. The package must
// not know where the catalog comes from, nor a rule by its name.
package audit
