// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"os"
	"testing"

	"github.com/nautes-labs/kubectl-nautes/test/cluster"
)

// soaking chooses between what a test does on every change and what it does in a soak test (make soak sets the
// variable), which takes half an hour.
func soaking[T any](always, soak T) T {
	if os.Getenv("NAUTES_SOAK") != "" {
		return soak
	}
	return always
}

// startOwn starts a control plane and a webhook for one test alone.
func startOwn(t *testing.T, flags ...string) *environment {
	t.Helper()
	e, err := start(t.Context(), t.TempDir(), cluster.Options{}, flags...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(e.stop)
	return e
}
