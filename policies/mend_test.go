// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package policies_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/policies"
)

// A mend is printed after "; mend: ", with its first letter lower-cased and without its last period. A second
// sentence went on after that with a capital letter, and lost its period alone.
func TestMendsAreOneSentence(t *testing.T) {
	sentence := regexp.MustCompile(`^[A-Z][a-z]+ .*[^.]\.$`)
	for _, rule := range rules(t) {
		if !sentence.MatchString(rule.Mend) {
			t.Errorf("%s: the mend %q does not begin with a word in upper case and end with one period", rule.ID, rule.Mend)
		}
		if strings.Contains(rule.Mend, ". ") {
			t.Errorf("%s: the mend %q is more than one sentence (join them by a semicolon)", rule.ID, rule.Mend)
		}
		if strings.Contains(rule.Mend, "\n") {
			t.Errorf("%s: the mend %q is more than one line", rule.ID, rule.Mend)
		}
	}
}

// Who administers a product can not hand out the verb: RBAC lets nobody grant what they do not have.
func TestMendOfTheBypassNamesWhoCanGrantIt(t *testing.T) {
	for _, rule := range rules(t) {
		if rule.ID != "bypass-permitted" {
			continue
		}
		if want := "a cluster administrator can grant the verb skip-check by the cluster role nautes-bypasser."; !strings.HasSuffix(rule.Mend, want) {
			t.Errorf("the mend is %q, which does not end with %q", rule.Mend, want)
		}
		return
	}
	t.Error("there is no rule bypass-permitted")
}

func rules(t *testing.T) []policy.Rule {
	t.Helper()
	engine, err := policy.New(t.Context(), policies.FS())
	if err != nil {
		t.Fatal(err)
	}
	return engine.Rules()
}
