// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package legacy_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/nautes-labs/kubectl-nautes/pkg/manifest"
	"github.com/nautes-labs/kubectl-nautes/pkg/manifest/legacy"
)

// FuzzConvert takes anything: it must not panic, point at lines that exist, and write what reads again.
func FuzzConvert(f *testing.F) {
	files, err := filepath.Glob("testdata/*/*.yaml")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range append(files, "testdata/tenant.yaml") {
		text, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text))
	}
	f.Add(old("Cluster", host+"kubeconfig: \"a: &a [*a]\"\n"))
	f.Add(old("Product", "name: $a-b${c}$-$\n"))
	f.Add(old("Cluster", cluster+"componentsList: {gateway: {additions: null}, deployment: x, pipeline: {name: 8}}\ntraefik: 8\n"))
	all, known, kinds := known(f), places(f), schemas(f)
	f.Fuzz(func(t *testing.T, text string) {
		c := &legacy.Converter{Components: all, Tenant: true, Values: map[string]string{"suffix": "q", "a": "$suffix"}}
		reader := &manifest.Reader{Schemas: kinds, Namespace: "product-7", Converter: c, Stdin: strings.NewReader(text)}
		documents, err := reader.Read(t.Context(), manifest.Source{Filenames: []string{"-"}})
		for _, line := range lines(t, err) {
			if line == "" {
				t.Error("an empty error")
			}
		}
		for _, note := range c.Notes {
			if note.Line < 1 || note.Text == "" {
				t.Errorf("note %+v", note)
			}
		}
		notes, errs := (&legacy.Numbers{Names: map[string]string{"product-7": "shop"}}).Resolve(documents)
		if err != nil || len(errs) > 0 {
			return
		}
		if _, err := legacy.NewFolder(known, written(documents, notes), c.Kubeconfigs); err != nil {
			t.Errorf("what was read can not be written: %v", err)
		}
		var out strings.Builder
		if err := legacy.YAML(&out, written(documents, append(c.Notes, notes...))...); err != nil || out.Len() == 0 {
			return
		}
		again := &manifest.Reader{Schemas: kinds, IdentityOnly: true, Stdin: strings.NewReader(out.String())}
		if read, err := again.Read(t.Context(), manifest.Source{Filenames: []string{"-"}}); err != nil || len(read) != len(documents) {
			t.Errorf("%d objects were written, %d read, error %v:\n%s", len(documents), len(read), err, out.String())
		}
	})
}
