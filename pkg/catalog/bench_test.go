// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package catalog_test

import (
	"testing"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/test/world"
)

// BenchmarkLoad makes the catalog of 100,000 objects at once.
func BenchmarkLoad(b *testing.B) {
	objects := world.Objects(100_000)
	for b.Loop() {
		catalog.New(objects...)
	}
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N)*1000, "catalog_load_100000_ms")
}

// BenchmarkChange replaces one object among 100,000: an environment that two runtimes are indexed through.
func BenchmarkChange(b *testing.B) {
	s := catalog.New(world.Objects(100_000)...)
	environment := s.Get(id(catalog.Environment, "product-7", "test"))
	for b.Loop() {
		s = s.With(catalog.Put(environment))
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N), "catalog_change_us")
}
