// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package graph

import (
	"fmt"
	"io"
	"testing"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/test/world"
)

// BenchmarkFormats writes a product that holds 10,000 objects, which is more than anyone has, in every format.
func BenchmarkFormats(b *testing.B) {
	objects := world.Product("demo", 0)
	for i := range 5_000 {
		name := fmt.Sprintf("more-%d", i)
		objects = append(objects,
			world.Object(catalog.CodeRepo, "demo", name, fields{"codeRepoProvider": "gitlab", "project": "api"}),
			world.Runtime("demo", name, "test", name))
	}
	g := (&Source{State: catalog.New(objects...)}).Product("demo", nil)
	for _, format := range Status(Style{Width: 80}) {
		b.Run(format.Name, func(b *testing.B) {
			for b.Loop() {
				if err := format.Write(io.Discard, g); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
