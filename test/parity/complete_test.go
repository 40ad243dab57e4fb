// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package parity_test

import (
	"fmt"
	"regexp"
	"testing"
)

// lastRule is the last number of the rules that Nautes holds manifests to when they are written, in its schemas (S), its
// webhooks (W) and its API server (A, A*). Those from there on are what its operators find out when it is too late.
const lastRule = 121

func TestEveryRuleOfNautesIsInTheTable(t *testing.T) {
	there := map[string]bool{}
	for _, row := range rows(t) {
		there[row.Number] = true
	}
	for number := range lastRule {
		if rule := fmt.Sprintf("R%d", number+1); !there[rule] {
			t.Errorf("no row for %s", rule)
		}
	}
}

// Each rule names the numbers that it comes from. For each there is a row that the rule refuses: what is said about the
// origin of a rule is shown, and no hole that a rule is said to close is left out.
func TestEveryOriginOfARuleIsShown(t *testing.T) {
	shown, known := map[string]bool{}, map[string]bool{}
	for _, row := range rows(t) {
		shown[row.Rule+" "+row.Number] = true
	}
	for _, rule := range newJudge(t).engine.Rules() {
		known[rule.ID] = true
		for _, number := range regexp.MustCompile(`\b[RW]\d+\b`).FindAllString(rule.Origin, -1) {
			if !shown[rule.ID+" "+number] {
				t.Errorf("%s comes from %s, and no row shows that", rule.ID, number)
			}
		}
	}
	for _, row := range rows(t) {
		if row.Rule != "" && !known[row.Rule] {
			t.Errorf("%s: there is no rule %q", &row, row.Rule)
		}
	}
}
