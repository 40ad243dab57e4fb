// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

// Referencedoc writes docs/reference, one page a command of the plugin, from the commands themselves. It runs in the
// root of the repository; `make generate` calls it.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/nautes-labs/kubectl-nautes/plugin/command"
)

const folder = "docs/reference"

func main() {
	if err := run(folder); err != nil {
		fmt.Fprintln(os.Stderr, "referencedoc:", err)
		os.Exit(1)
	}
}

// run makes the folder anew, so that no page stays of a command that has gone.
func run(folder string) error {
	if err := os.RemoveAll(folder); err != nil {
		return err
	}
	if err := os.MkdirAll(folder, 0o755); err != nil { //nolint:gosec // files of the repository are for all to read
		return err
	}
	for name, content := range pages(command.Reference()) {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o644); err != nil { //nolint:gosec // as above
			return err
		}
	}
	return nil
}
