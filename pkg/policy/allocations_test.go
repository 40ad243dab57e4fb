// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

//go:build !race

// The race detector allocates too, so `make test` runs this file once more without it.

package policy_test

import (
	"testing"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/test/world"
)

// allocations are what one decision takes, recorded when it was last made cheaper or dearer on purpose. A tenth more
// fails: allocations do not depend on how busy the machine is, as times do.
var allocations = map[string]float64{"runtime": 2523, "environment": 965, "binding": 1050, "delete": 420}

func TestDecisionAllocations(t *testing.T) {
	e := rules(t)
	few, many := catalog.New(world.Objects(100)...), catalog.New(world.Objects(20_000)...)
	for name, review := range decisions() {
		review.Now = noon
		small := testing.AllocsPerRun(50, func() { passes(t, e, review, few) })
		large := testing.AllocsPerRun(50, func() { passes(t, e, review, many) })
		t.Logf("%s: %.0f allocations among 100 objects, %.0f among 20,000", name, small, large)
		if large > 1.2*small {
			t.Errorf("%s: allocations grow with the catalog: %.0f among 100 objects, %.0f among 20,000", name, small, large)
		}
		if recorded := allocations[name]; large > 1.1*recorded {
			t.Errorf("%s: %.0f allocations, more than a tenth above the recorded %.0f", name, large, recorded)
		}
	}
}
