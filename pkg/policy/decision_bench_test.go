// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package policy_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/policies"
	"github.com/nautes-labs/kubectl-nautes/test/world"
)

// decisions are writes that look up much, one for each kind of rule; all of them pass.
func decisions() map[string]policy.Review {
	moved := world.Object(catalog.Environment, "product-1", "test", spec{"cluster": "test-0", "envType": "integration"})
	return map[string]policy.Review{
		// The rules across products: namespace, account and name on the cluster, duplicates, grants.
		"runtime": {Operation: policy.Create, Object: world.Runtime("product-1", "new", "test", "charts").Content()},
		// Every runtime that targets the environment is held against its neighbours on the cluster.
		"environment": {Operation: policy.Update, Object: moved.Content(), OldObject: world.Object(catalog.Environment, "product-1", "test", spec{"cluster": "test-0", "envType": "test"}).Content()},
		"binding":     {Operation: policy.Create, Object: world.Object(catalog.CodeRepoBinding, "product-1", "new", spec{"codeRepo": "library", "product": "product-1", "projects": []any{"api"}, "permissions": "readonly"}).Content()},
		"delete":      {Operation: policy.Delete, OldObject: world.Object(catalog.Project, "product-1", "unused", spec{"language": "golang"}).Content()},
	}
}

func rules(tb testing.TB) *policy.Engine {
	tb.Helper()
	e, err := policy.New(tb.Context(), policies.FS())
	if err != nil {
		tb.Fatal(err)
	}
	return e
}

// BenchmarkDecision judges the same writes among 100 and among 100,000 objects, in turn, so that the machine's noise
// meets both alike. Figures are medians over all decisions; the ratio is that of the decision that grows most.
func BenchmarkDecision(b *testing.B) {
	e := rules(b)
	few, many := catalog.New(world.Objects(100)...), catalog.New(world.Objects(100_000)...)
	var all []float64
	worst := 0.0
	for _, review := range decisions() {
		review.Now = noon
		var small, large []float64
		for range 1000 {
			small = append(small, timed(b, e, review, few))
			large = append(large, timed(b, e, review, many))
		}
		worst = max(worst, median(large)/median(small))
		all = append(all, large...)
	}
	for b.Loop() {
		passes(b, e, decisions()["runtime"], many)
	}
	b.ReportMetric(worst, "decision_scale_ratio")
	b.ReportMetric(median(all), "decision_ns")
	b.ReportMetric(percentile(all, 99), "decision_p99_ns")
	b.ReportMetric(testing.AllocsPerRun(100, func() { passes(b, e, decisions()["runtime"], many) }), "decision_allocs")
}

func timed(tb testing.TB, e *policy.Engine, review policy.Review, snapshot *catalog.Snapshot) float64 {
	started := time.Now()
	passes(tb, e, review, snapshot)
	return float64(time.Since(started).Nanoseconds())
}

func median(values []float64) float64 { return percentile(values, 50) }

func percentile(values []float64, p int) float64 {
	values = slices.Sorted(slices.Values(values))
	return values[len(values)*p/100]
}

func passes(tb testing.TB, e *policy.Engine, review policy.Review, snapshot *catalog.Snapshot) {
	review.Catalog = snapshot
	verdict, err := e.Judge(context.Background(), review)
	if err != nil {
		tb.Fatal(err)
	}
	if len(verdict.Findings) > 0 {
		tb.Fatalf("findings in a world where all is right: %v", verdict.Findings)
	}
}
