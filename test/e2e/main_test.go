// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/nautes-labs/kubectl-nautes/test/cluster"
)

// The control plane and the webhook that all tests share, each in products of its own. Tests that kill or rotate
// start a control plane of their own.
var shared *environment

func TestMain(m *testing.M) {
	os.Exit(run(m))
}

func run(m *testing.M) int {
	folder, err := os.MkdirTemp("", "nautes-e2e-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(folder)
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Minute)
	defer cancel()
	shared, err = start(ctx, folder, cluster.Options{AuditLog: filepath.Join(folder, "audit.log"), Progress: os.Stderr})
	if err != nil {
		fmt.Fprintf(os.Stderr, "start the environment of the end-to-end tests: %v\n", err)
		return 1
	}
	defer shared.stop()
	return m.Run()
}
