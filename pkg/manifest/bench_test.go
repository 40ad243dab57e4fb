// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package manifest_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/nautes-labs/kubectl-nautes/pkg/manifest"
)

// BenchmarkRead1000 reads and validates 1,000 runtimes from one file.
func BenchmarkRead1000(b *testing.B) {
	var text strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&text, `---
apiVersion: nautes.resource.nautes.io/v1alpha1
kind: DeploymentRuntime
metadata:
  name: cart-%d
  namespace: shop
spec:
  projectsRef: [cart]
  manifestSource:
    codeRepo: cart
    targetRevision: main
    path: deploy/test
  destination:
    environment: test
    namespaces: [cart-%d]
`, i, i)
	}
	path := file(b, "runtimes.yaml", text.String())
	reader := &manifest.Reader{Schemas: crds(b)}
	b.ReportAllocs()
	for b.Loop() {
		documents, err := reader.Read(b.Context(), manifest.Source{Filenames: []string{path}})
		if err != nil || len(documents) != 1000 {
			b.Fatalf("read = %d documents, error %v", len(documents), err)
		}
	}
}

// BenchmarkFirstRead is what a command pays for its first object: the index of
// the CRDs, one of them compiled, its rules too.
func BenchmarkFirstRead(b *testing.B) {
	text := projects("cart")
	for b.Loop() {
		reader := &manifest.Reader{Schemas: crds(b), Stdin: strings.NewReader(text)}
		if _, err := reader.Read(b.Context(), manifest.Source{Filenames: []string{"-"}}); err != nil {
			b.Fatal(err)
		}
	}
}
