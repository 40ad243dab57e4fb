// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

// Dist makes the release of the commit that the repository is at into the folder dist; with -check it makes it twice
// and compares, and leaves nothing. It runs in the root of the repository; `make dist` and `make dist-check` call it.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"

	"github.com/nautes-labs/kubectl-nautes/release"
)

const folder = "dist"

func main() {
	check := flag.Bool("check", false, "make the release twice, and compare")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, *check)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "dist:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, check bool) error {
	r := release.Release{Repository: ".", Platforms: release.Platforms(), Log: os.Stderr}
	if check {
		return r.Check(ctx)
	}
	if err := os.RemoveAll(folder); err != nil { // so that nothing of another commit lies beside it
		return err
	}
	return r.Make(ctx, folder)
}
