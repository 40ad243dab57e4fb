// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package admission

import (
	"testing"

	admissionv1 "k8s.io/api/admission/v1"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/test/world"
)

// The rules are exchanged at any time, also between the two judgements of one denial.
func TestOneDecisionSeesOneSetOfRules(t *testing.T) {
	f := newFixture(t)
	engine, asked := f.Engine(), 0
	f.Engine = func() *policy.Engine {
		asked++
		return engine
	}
	f.Catalog = catalog.Watched(catalog.New())
	allowed(t, f.Handle(t.Context(), request(admissionv1.Create, world.Runtime("demo", "shop", "test", "charts"), nil)), "")
	if asked != 1 {
		t.Errorf("the rules in force were asked for %d times for one write", asked)
	}
}
