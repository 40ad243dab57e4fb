// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

// Package status writes what the webhook finds out into the status of objects, by server-side apply, so that it takes
// nothing from the controller and the controller nothing from it. It must not know why something is written.
package status
