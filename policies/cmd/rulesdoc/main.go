// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

// Rulesdoc writes what people read about the rules: docs/rules.md, from their METADATA, and policies/examples, from
// their tests. It runs in the root of the repository; `make generate` calls it.
package main

import (
	"bytes"
	"context"
	"fmt"
	"os"

	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/policies"
	"github.com/nautes-labs/kubectl-nautes/policies/examples"
)

func main() {
	if err := run(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, "rulesdoc:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	engine, err := policy.New(ctx, policies.FS())
	if err != nil {
		return err
	}
	pairs, err := pairsOf(ctx, policies.FS(), engine.Rules())
	if err != nil {
		return err
	}
	var lines, page bytes.Buffer
	if err := writePairs(&lines, pairs); err != nil {
		return err
	}
	if err := writePage(&page, engine.Rules(), pairs); err != nil {
		return err
	}
	for name, content := range map[string]*bytes.Buffer{"policies/examples/" + examples.File: &lines, "docs/rules.md": &page} {
		if err := os.WriteFile(name, content.Bytes(), 0o644); err != nil { //nolint:gosec // files of the repository are for all to read
			return err
		}
	}
	return nil
}
