// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// update makes the golden files say what the commands say now: go test ./plugin/command -update.
var update = flag.Bool("update", false, "write the golden files anew")

// golden holds text against a file of testdata. It is asked for before a test changes the working directory.
func golden(t *testing.T, name string) func(got string) {
	t.Helper()
	path, err := filepath.Abs(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return func(got string) {
		t.Helper()
		if *update {
			if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got); diff != "" {
			t.Errorf("%s (-want +got; go test ./plugin/command -update writes it anew):\n%s", name, diff)
		}
	}
}
