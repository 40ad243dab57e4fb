// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

// Package trigger tells which pipelines an event of a code repo starts, why others do not start, and when calendars
// fire.
//
// What is wrong with a runtime (a repo that its project may not use, an event that the webhook does not send, a revision
// that is no pattern) is what the rules found; here it is only put to the triggers that it concerns. The package must
// not know the cluster, nor judge.
package trigger
