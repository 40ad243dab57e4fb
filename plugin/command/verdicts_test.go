// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/plugin/judge"
	"github.com/nautes-labs/kubectl-nautes/plugin/live"
)

func TestForcedVerdictTellsWhichRulesAreSkipped(t *testing.T) {
	id := catalog.ID{Kind: catalog.Environment, Namespace: "demo", Name: "test"}
	judged := judge.Result{Verdict: &policy.Verdict{Findings: []policy.Finding{
		{Rule: "a", Action: policy.Deny, Field: "spec.x", Bypassable: true},
		{Rule: "a", Action: policy.Deny, Field: "spec.y", Bypassable: true},
		{Rule: "b", Action: policy.Warn},
	}}}
	v := verdicts{map[catalog.ID]judge.Result{id: judged}, &fakeCluster{mayskip: true}, bypass{insecure: true}}
	e, err := v.verdict(t.Context(), id)
	if err != nil || e.note != "1 rule skipped" {
		t.Errorf("note %q, error %v", e.note, err)
	}
	want := []policy.Finding{
		{Rule: "a", Action: policy.Warn, Field: "spec.x", Bypassable: true, Skipped: true},
		{Rule: "a", Action: policy.Warn, Field: "spec.y", Bypassable: true, Skipped: true},
		{Rule: "b", Action: policy.Warn},
	}
	if diff := cmp.Diff(want, e.findings); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
	if !judged.Verdict.Denied() {
		t.Error("the verdict itself was changed")
	}

	v.bypass.insecure = false
	if _, err := v.verdict(t.Context(), id); live.ReasonOf(err) != live.Denied {
		t.Errorf("without -i: %v", err)
	}
}
