// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package manifest_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/nautes-labs/kubectl-nautes/manifests"
	"github.com/nautes-labs/kubectl-nautes/pkg/manifest"
)

// crds gives the schemas of the CRDs that are installed.
func crds(t testing.TB) *manifest.Schemas {
	t.Helper()
	folder, err := fs.Sub(manifests.Files(), "crds")
	if err != nil {
		t.Fatalf("open CRDs: %v", err)
	}
	return manifest.NewSchemas(folder)
}

// read reads text as standard input with a reader for namespace shop.
func read(t testing.TB, text string) ([]*manifest.Document, error) {
	t.Helper()
	reader := &manifest.Reader{Schemas: crds(t), Namespace: "shop", Stdin: strings.NewReader(text)}
	return reader.Read(t.Context(), manifest.Source{Filenames: []string{"-"}})
}

// lines splits the error of Read into what it says of each thing.
func lines(t testing.TB, err error) []string {
	t.Helper()
	if err == nil {
		return nil
	}
	var errs manifest.Errors
	if !errors.As(err, &errs) {
		t.Fatalf("error is %T (%v), want manifest.Errors", err, err)
	}
	said := make([]string, len(errs))
	for i, one := range errs {
		said[i] = one.Error()
	}
	return said
}

// file writes a file into a fresh folder and gives its path.
func file(t testing.TB, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

const project = `apiVersion: nautes.resource.nautes.io/v1alpha1
kind: Project
metadata: {name: NAME, namespace: shop}
spec: {language: golang}
`

// projects gives n documents.
func projects(names ...string) string {
	documents := make([]string, len(names))
	for i, name := range names {
		documents[i] = strings.ReplaceAll(project, "NAME", name)
	}
	return strings.Join(documents, "---\n")
}
