// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package manifest_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/nautes-labs/kubectl-nautes/pkg/manifest"
)

// FuzzRead reads anything: it must not panic, must say something of each input,
// and must point at lines that exist.
func FuzzRead(f *testing.F) {
	files, err := filepath.Glob("testdata/*/*")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		if text, err := os.ReadFile(file); err == nil {
			f.Add(string(text))
		}
	}
	f.Add("a: &a [*a]\n")
	f.Add("{\"a\": 1}{\"a\"")
	f.Add("--- \n...\n--- |\n x\r\n")
	schemas := crds(f)
	f.Fuzz(func(t *testing.T, text string) {
		reader := &manifest.Reader{Schemas: schemas, Namespace: "shop", Stdin: strings.NewReader(text)}
		documents, err := reader.Read(t.Context(), manifest.Source{Filenames: []string{"-"}})
		if err == nil && len(documents) == 0 {
			t.Error("nothing read and nothing said")
		}
		// UTF-16 has other bytes for its ends of lines; a lone \r ends one too.
		last := strings.Count(text, "\n") + strings.Count(text, "\r") + 1
		if strings.HasPrefix(text, "\xff\xfe") || strings.HasPrefix(text, "\xfe\xff") {
			last = len(text)
		}
		var errs manifest.Errors
		if err != nil && !errors.As(err, &errs) {
			t.Fatalf("error is %T: %v", err, err)
		}
		for _, one := range errs {
			if one.Line < 0 || one.Line > last {
				t.Errorf("error in line %d of %d: %v", one.Line, last, one)
			}
		}
		for _, d := range documents {
			if line := d.Line("spec.destination.namespaces[0]"); line < d.Origin.Line || line > last {
				t.Errorf("field in line %d of %d, its document in line %d", line, last, d.Origin.Line)
			}
		}
	})
}
