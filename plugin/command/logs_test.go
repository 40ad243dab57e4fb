// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"k8s.io/cli-runtime/pkg/genericiooptions"
	"k8s.io/klog/v2"
)

// What the libraries log is shown to those who ask for it, on the stderr of the process.
func TestLibrariesLogOnlyWhereTheyAreAskedTo(t *testing.T) {
	for _, test := range []struct {
		flag  string
		shown bool
	}{{"-v=0", false}, {"-v=1", true}, {"-v=0", false}} {
		path := filepath.Join(t.TempDir(), "stderr")
		file, err := os.Create(path)
		if err != nil {
			t.Fatal(err)
		}
		stderr := os.Stderr
		os.Stderr = file
		Run(t.Context(), genericiooptions.NewTestIOStreamsDiscard(), []string{"version", "--client", test.flag})
		klog.Errorf("broken off")
		klog.ErrorS(nil, "broken off")
		klog.V(1).Info("broken off")
		klog.Flush()
		os.Stderr = stderr
		file.Close()
		logged, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if lines := strings.Count(string(logged), "broken off"); lines != 0 && !test.shown || lines != 3 && test.shown {
			t.Errorf("%s: logged:\n%s", test.flag, logged)
		}
	}
}
