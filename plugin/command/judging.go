// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"context"
	"slices"
	"time"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/pkg/report"
	"github.com/nautes-labs/kubectl-nautes/plugin/judge"
	"github.com/nautes-labs/kubectl-nautes/plugin/live"
	"github.com/nautes-labs/kubectl-nautes/plugin/set"
	"github.com/nautes-labs/kubectl-nautes/policies"
)

// newJudge reads the rules. As it stands it lets nobody bypass any.
func newJudge(ctx context.Context) (*judge.Judge, error) {
	engine, err := policy.New(ctx, policies.FS())
	if err != nil {
		return nil, err
	}
	return &judge.Judge{Engine: engine, Now: time.Now()}, nil
}

// judgeOn judges the set on top of what is live. The cluster is asked about the user, as the webhook will ask it, but
// not where no manifest asks for a bypass.
func judgeOn(ctx context.Context, who user, members *set.Set, base *live.View) (*report.Report, error) {
	j, err := judgeFor(ctx, who, members, base)
	if err != nil {
		return nil, err
	}
	return judgeWith(ctx, j, members, base.Snapshot, askForRights)
}

// judgeFor is a judge who knows what of the cluster was seen, and asks it about the user.
func judgeFor(ctx context.Context, who user, members *set.Set, base *live.View) (*judge.Judge, error) {
	j, err := newJudge(ctx)
	if err != nil {
		return nil, err
	}
	j.Permitted, j.Holds = who.MaySkipCheck, base.Sees
	if asksForBypass(members) {
		if j.User, err = who.User(ctx); err != nil {
			return nil, err
		}
	}
	return j, nil
}

// judgeWith judges the set on a base. A set that can not be ordered is an error: it could never be applied. mend says
// how to have rules judged that look up kinds which are not known.
func judgeWith(ctx context.Context, j *judge.Judge, members *set.Set, base *catalog.Snapshot, mend func([]catalog.Kind) string) (*report.Report, error) {
	after, err := members.Applied(base)
	if err != nil {
		return nil, err
	}
	if _, err := members.Waves(after); err != nil {
		return nil, err
	}
	results, err := j.Apply(ctx, members, base, after)
	if err != nil {
		return nil, err
	}
	r := reportOf(results)
	r.NotJudged = notJudged(j, results, mend)
	return r, nil
}

// asksForBypass tells whether a manifest carries the annotation that skips rules.
func asksForBypass(members *set.Set) bool {
	return slices.ContainsFunc(members.Members(), func(m *set.Member) bool { return carriesBypass(m.Document.Object) })
}

// reportOf gathers results, each finding with the line of its field.
func reportOf(results []judge.Result) *report.Report {
	r := &report.Report{Judged: len(results), Findings: []report.Finding{}}
	for _, result := range results {
		r.Findings = append(r.Findings, findingsOf(result)...)
	}
	return r
}

func findingsOf(result judge.Result) []report.Finding {
	if result.Err != nil {
		return []report.Finding{findingOf(result, policy.Finding{
			Action: report.Failed, Message: "could not be judged: " + result.Err.Error(),
		})}
	}
	var findings []report.Finding
	for _, finding := range result.Verdict.Findings {
		findings = append(findings, findingOf(result, finding))
	}
	return findings
}

func findingOf(result judge.Result, finding policy.Finding) report.Finding {
	return report.Finding{
		ID: result.Member.ID, Operation: result.Operation, Finding: finding,
		File: result.Member.Document.Origin.File, Line: result.Line(finding.Field),
	}
}

// notJudged gathers the rules that gave no answer, in the order of the rules; nil when all did.
func notJudged(j *judge.Judge, results []judge.Result, mend func([]catalog.Kind) string) *report.NotJudged {
	objects, unknown := map[string]int{}, map[catalog.Kind]bool{}
	for _, result := range results {
		if result.Verdict == nil {
			continue
		}
		for _, rule := range result.Verdict.NotJudged {
			objects[rule]++
		}
		for _, kind := range unheld(j, result) {
			unknown[kind] = true
		}
	}
	if len(objects) == 0 {
		return nil
	}
	unanswered := &report.NotJudged{}
	for _, kind := range kinds() {
		if unknown[kind] {
			unanswered.Kinds = append(unanswered.Kinds, kind)
		}
	}
	unanswered.Mend = mend(unanswered.Kinds)
	for _, rule := range j.Engine.Rules() {
		if n := objects[rule.ID]; n > 0 {
			unanswered.Rules = append(unanswered.Rules, report.UnansweredRule{Rule: rule.ID, Objects: n})
		}
	}
	return unanswered
}

// unheld are the kinds that were looked up for one object and that the state does not hold.
func unheld(j *judge.Judge, result judge.Result) []catalog.Kind {
	kinds := slices.Clone(result.Missed)
	for _, id := range result.Verdict.Reads.Objects {
		kinds = append(kinds, id.Kind)
	}
	for _, list := range result.Verdict.Reads.Lists {
		kinds = append(kinds, list.Kind)
	}
	return slices.DeleteFunc(kinds, func(kind catalog.Kind) bool {
		return !slices.Contains(result.Missed, kind) && !slices.Contains(j.Unheld, kind)
	})
}

// kinds are all that a catalog holds, in their order.
func kinds() []catalog.Kind {
	var kinds []catalog.Kind
	for _, resource := range catalog.Resources() {
		kinds = append(kinds, resource.Kind)
	}
	return append(kinds, catalog.Namespace)
}
