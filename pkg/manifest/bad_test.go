// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package manifest_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/nautes-labs/kubectl-nautes/pkg/manifest"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestBadInput reads every file of testdata/bad and compares all that is said of
// it: the places, the words and the order, and how many documents were taken.
func TestBadInput(t *testing.T) {
	const golden = "testdata/bad.golden"
	files, err := filepath.Glob("testdata/bad/*")
	if err != nil || len(files) == 0 {
		t.Fatalf("list testdata/bad: %d files, error %v", len(files), err)
	}
	var got strings.Builder
	for _, file := range files {
		reader := &manifest.Reader{Schemas: crds(t)}
		documents, err := reader.Read(t.Context(), manifest.Source{Filenames: []string{file}})
		said := lines(t, err)
		if len(said) == 0 {
			t.Errorf("%s: read without an error", file)
		}
		fmt.Fprintf(&got, "# %s: %d taken\n%s\n", filepath.Base(file), len(documents), strings.Join(said, "\n"))
	}
	if *update {
		if err := os.WriteFile(golden, []byte(got.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got.String() != string(want) {
		t.Errorf("errors differ from %s (run with -update and read the difference)\ngot:\n%s", golden, got.String())
	}
}

func TestErrorsAreReportedOfEveryInput(t *testing.T) {
	reader := &manifest.Reader{Schemas: crds(t), Namespace: "shop"}
	documents, err := reader.Read(t.Context(), manifest.Source{Filenames: []string{
		"testdata/bad/broken-yaml.yaml", "no-such-file.yaml", "testdata/bad/unknown-kind.yaml", "testdata/good/list.yaml",
	}})
	said := lines(t, err)
	want := []string{
		"no-such-file.yaml: no such file or folder",
		"testdata/bad/broken-yaml.yaml:11: ",
		"testdata/bad/unknown-kind.yaml:2: kind: ",
		"testdata/good/list.yaml:6: metadata.name: Project shop/cart is given twice (first at testdata/bad/broken-yaml.yaml:2)",
	}
	if len(said) != len(want) {
		t.Fatalf("errors = %q, want %d", said, len(want))
	}
	for i := range want {
		if !strings.HasPrefix(said[i], want[i]) {
			t.Errorf("error %d = %q, want %q…", i, said[i], want[i])
		}
	}
	if len(documents) != 3 {
		t.Errorf("%d documents taken, want the 3 good ones", len(documents))
	}
}

func TestErrorFormat(t *testing.T) {
	for _, test := range []struct {
		err  manifest.Error
		want string
	}{
		{manifest.Error{File: "a.yaml", Line: 3, Field: "spec.x", Message: "is wrong", Hint: "mend it"}, "a.yaml:3: spec.x: is wrong (mend it)"},
		{manifest.Error{File: "a.yaml", Message: "is a binary file"}, "a.yaml: is a binary file"},
		{manifest.Error{Message: "no manifests named"}, "no manifests named"},
	} {
		if got := test.err.Error(); got != test.want {
			t.Errorf("Error() = %q, want %q", got, test.want)
		}
	}
}
