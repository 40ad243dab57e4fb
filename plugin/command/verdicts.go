// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"context"
	"fmt"
	"slices"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/plugin/judge"
	"github.com/nautes-labs/kubectl-nautes/plugin/live"
)

// verdicts are what the rules say about each object.
type verdicts struct {
	results map[catalog.ID]judge.Result
	who     user
	bypass  bypass
}

func verdictsOf(results []judge.Result, who user, b bypass) verdicts {
	v := verdicts{map[catalog.ID]judge.Result{}, who, b}
	for _, result := range results {
		v.results[result.Member.ID] = result
	}
	return v
}

// verdict says whether the rules let an object pass; if not, the error says what they found.
func (v *verdicts) verdict(ctx context.Context, id catalog.ID) (entry, error) {
	result, judged := v.results[id]
	if !judged {
		return entry{id: id}, nil
	}
	if result.Err != nil {
		return entry{}, fmt.Errorf("could not be judged: %w", result.Err)
	}
	denials := result.Verdict.Denials()
	if len(denials) == 0 {
		return entry{id: id, findings: result.Verdict.Warnings()}, nil
	}
	forced, err := v.forces(ctx, id, denials)
	if err != nil {
		return entry{}, err
	}
	if !forced {
		return entry{}, &live.Error{Reason: live.Denied, Message: "denied by the rules", Findings: denials}
	}
	findings, rules := slices.Clone(result.Verdict.Findings), map[string]bool{}
	for i, finding := range findings {
		if finding.Action == policy.Deny {
			findings[i].Action, findings[i].Skipped = policy.Warn, true
			rules[finding.Rule] = true
		}
	}
	return entry{id: id, note: rulesSkipped(len(rules)), findings: findings}, nil
}

// forces tells whether the bypass that was asked for would help against denials.
func (v *verdicts) forces(ctx context.Context, id catalog.ID, denials []policy.Finding) (bool, error) {
	firm := func(finding policy.Finding) bool { return !finding.Bypassable }
	if !v.bypass.insecure || slices.ContainsFunc(denials, firm) {
		return false, nil
	}
	return v.who.MaySkipCheck(ctx, id)
}
