// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package policies_test

import (
	"testing"
	"time"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/policies"
	"github.com/nautes-labs/kubectl-nautes/test/world"
)

// What tests and benchmarks take for right is right.
func TestATenantBreaksNoRule(t *testing.T) {
	engine, err := policy.New(t.Context(), policies.FS())
	if err != nil {
		t.Fatal(err)
	}
	tenant := catalog.New(world.Tenant("t", 3)...)
	tenant.Each(func(object *catalog.Object) bool {
		if object.Kind == catalog.Namespace {
			return true
		}
		verdict, err := engine.Judge(t.Context(), policy.Stored(object, tenant, time.Now()))
		if err != nil {
			t.Fatal(err)
		}
		for _, finding := range verdict.Findings {
			t.Errorf("%s: %s", object.ID, finding)
		}
		return true
	})
}
