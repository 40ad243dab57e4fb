// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package policy

import (
	"testing"

	"github.com/nautes-labs/kubectl-nautes/policies"
)

// A violation that can not be bypassed is known for it only where the mark stands in the rule itself. In a helper of it,
// the rule could be turned off, and the violation with it.
func TestMarksOfViolationsStandInRules(t *testing.T) {
	b, err := load(policies.FS())
	if err != nil {
		t.Fatal(err)
	}
	partly := map[string]bool{}
	for _, rule := range b.rules {
		partly[rule.ref] = rule.partly || !rule.Bypassable
	}
	found := 0
	for _, module := range b.compiler.Modules {
		for _, r := range module.Rules {
			if !marksViolations(r) {
				continue
			}
			found++
			if ref := r.Ref().GroundPrefix().String(); !partly[ref] {
				t.Errorf("%s: %s marks violations as not to be bypassed, and is no rule", r.Location, ref)
			}
		}
	}
	if found == 0 {
		t.Error("no rule marks any violation; cluster-has-kubeconfig should")
	}
}
