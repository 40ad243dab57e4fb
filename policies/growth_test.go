// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package policies_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/policies"
	"github.com/nautes-labs/kubectl-nautes/test/world"
)

type spec = map[string]any

// An environment that 1000 runtimes waited for took seconds to judge: each namespace was looked for among all of
// them. Four times the runtimes may cost four times as much, and a little. Allocations are counted, which do not depend
// on the machine.
func TestEnvironmentIsJudgedInTimeLinearInWaitingRuntimes(t *testing.T) {
	late := policy.Review{
		Operation: policy.Create, Now: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC),
		Object: world.Object(catalog.Environment, "product-1", "late", spec{"cluster": "late-0", "envType": "test"}).Content(),
	}
	for name, namespace := range map[string]func(i int) string{
		"a namespace each":     func(i int) string { return fmt.Sprintf("product-1-w%d", i) },
		"one namespace shared": func(int) string { return "product-1-w" },
	} {
		t.Run(name, func(t *testing.T) {
			grows(t, late, func(i int) *catalog.Object { return deploying(i, "late", namespace(i)) }, 4.5)
		})
	}
}

// A runtime was held against all runtimes on its repo, whatever they deploy.
func TestRuntimeIsJudgedInTimeThatDoesNotGrowWithThoseOnItsRepo(t *testing.T) {
	added := policy.Review{
		Operation: policy.Create, Now: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC),
		Object: world.Runtime("product-1", "new", "test", "charts").Content(),
	}
	grows(t, added, func(i int) *catalog.Object { return deploying(i, "test", fmt.Sprintf("product-1-w%d", i)) }, 1.5)
}

// grows judges one write among 50 and among 200 runtimes, and wants the second to cost at most so many times the first.
func grows(t *testing.T, review policy.Review, runtime func(i int) *catalog.Object, most float64) {
	t.Helper()
	engine, err := policy.New(t.Context(), policies.FS())
	if err != nil {
		t.Fatal(err)
	}
	cost := func(runtimes int) float64 {
		objects := append(world.Objects(100), world.Cluster("late-0", "deployment"))
		for i := range runtimes {
			objects = append(objects, runtime(i))
		}
		review.Catalog = catalog.New(objects...)
		return testing.AllocsPerRun(3, func() {
			if verdict, err := engine.Judge(t.Context(), review); err != nil || len(verdict.Findings) > 0 {
				t.Fatalf("judge among %d runtimes: %v, %v", runtimes, verdict, err)
			}
		})
	}
	few, many := cost(50), cost(200)
	if ratio := many / few; ratio > most {
		t.Errorf("%.0f allocations among 50 runtimes, %.0f among 200: %.1f times as many, not at most %.1f", few, many, ratio, most)
	} else {
		t.Logf("%.0f allocations among 50 runtimes, %.0f among 200: %.1f times", few, many, ratio)
	}
}

func deploying(i int, environment, namespace string) *catalog.Object {
	return world.Object(catalog.DeploymentRuntime, "product-1", fmt.Sprintf("w%d", i), spec{
		"manifestSource": spec{"codeRepo": "charts", "path": fmt.Sprintf("deploy/w%d", i), "targetRevision": "main"},
		"projectsRef":    []any{"api"},
		"destination":    spec{"environment": environment, "namespaces": []any{namespace}},
		"account":        "product-1",
	})
}
