// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package policy_test

import (
	"strings"
	"testing"
	"time"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/policies"
	"github.com/nautes-labs/kubectl-nautes/test/world"
)

func TestSourceIsTheTextOfAllBodies(t *testing.T) {
	engine, err := policy.New(t.Context(), policies.FS())
	if err != nil {
		t.Fatal(err)
	}
	text := engine.Source("environment-keeps-runtimes-apart")
	if n := strings.Count(text, "environment_keeps_runtimes_apart contains violation if {"); n != 4 {
		t.Errorf("%d bodies, want 4:\n%s", n, text)
	}
	if strings.Contains(text, "METADATA") || !strings.HasSuffix(text, "}") {
		t.Errorf("not the bodies alone:\n%s", text)
	}
	for _, rule := range engine.Rules() {
		if engine.Source(rule.ID) == "" {
			t.Errorf("%s: no text", rule.ID)
		}
	}
	if text := engine.Source("nope"); text != "" {
		t.Errorf("text of a rule that is not there:\n%s", text)
	}
}

func TestAskAsksOneRule(t *testing.T) {
	engine, err := policy.New(t.Context(), policies.FS())
	if err != nil {
		t.Fatal(err)
	}
	review := policy.Review{
		Operation: policy.Create, Catalog: catalog.New(), Now: time.Now(),
		Object: world.Runtime("demo", "web", "nowhere", "charts").Content(),
	}
	for rule, want := range map[string]int{"deploymentruntime-environment-exists": 1, "runtime-namespace-free": 0, "nope": 0} {
		found, err := engine.Ask(t.Context(), rule, review)
		if err != nil || len(found) != want {
			t.Errorf("%s: %v, error %v, want %d findings", rule, found, err, want)
		}
	}
}
