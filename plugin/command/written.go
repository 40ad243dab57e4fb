// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"fmt"
	"io"
	"path/filepath"
)

// sayWritten says that manifests were written into a folder; what to do with them follows.
func sayWritten(errOut io.Writer, n int, folder string) {
	fmt.Fprintf(errOut, "%s written to %s. Next:\n", objects(n), folder)
}

// sayNext prints a command on paths in a folder that was written.
func sayNext(errOut io.Writer, command, folder string, paths []string) {
	fmt.Fprintf(errOut, "  kubectl nautes %s", command)
	for _, path := range paths {
		fmt.Fprintf(errOut, " \\\n    -f %s", filepath.Join(folder, filepath.FromSlash(path)))
	}
	fmt.Fprintln(errOut)
}
