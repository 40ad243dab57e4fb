// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package release

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
)

// Check makes the release twice, each time in other folders, the second time with nothing compiled beforehand, and
// fails unless both are the same to the byte.
func (r Release) Check(ctx context.Context) error {
	work, err := os.MkdirTemp("", "release-check-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	first, second := filepath.Join(work, "first"), filepath.Join(work, "second")
	if err := r.Make(ctx, first); err != nil {
		return err
	}
	r.Cache = filepath.Join(work, "cache")
	if err := r.Make(ctx, second); err != nil {
		return err
	}
	return same(first, second)
}

// same compares the checksums of two releases, which tell of all their files.
func same(first, second string) error {
	one, err := os.ReadFile(filepath.Join(first, sumsFile))
	if err != nil {
		return err
	}
	other, err := os.ReadFile(filepath.Join(second, sumsFile))
	if err != nil {
		return err
	}
	if !bytes.Equal(one, other) {
		return fmt.Errorf("made twice, the release is not the same; at first:\n%sthen:\n%s", one, other)
	}
	return nil
}
