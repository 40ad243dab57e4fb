// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"context"
	"io"
	"slices"
	"time"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/pkg/report"
	"github.com/nautes-labs/kubectl-nautes/plugin/judge"
	"github.com/nautes-labs/kubectl-nautes/plugin/live"
	"github.com/nautes-labs/kubectl-nautes/plugin/set"
)

// newJudge reads the rules. As it stands it lets nobody bypass any.
func newJudge() (*judge.Judge, error) {
	engine, err := builtInEngine()
	if err != nil {
		return nil, err
	}
	return &judge.Judge{Engine: engine, Now: time.Now()}, nil
}

// judgeOn judges the set on top of what is live. The cluster is asked about the user, as the webhook will ask it, but
// not where no manifest asks for a bypass.
func judgeOn(ctx context.Context, c authority, members *set.Set, base *live.View, errOut io.Writer) (*report.Report, error) {
	j, err := judgeFor(ctx, c, members, base, errOut)
	if err != nil {
		return nil, err
	}
	return judgeWith(ctx, j, members, base.Snapshot, askForRights)
}

// judgeFor is a judge who knows what of the cluster was seen and which actions are in force there, and asks it about
// the user.
func judgeFor(ctx context.Context, c authority, members *set.Set, base *live.View, errOut io.Writer) (*judge.Judge, error) {
	engine, err := engineInForce(ctx, c, errOut)
	if err != nil {
		return nil, err
	}
	j := &judge.Judge{Engine: engine, Now: time.Now(), Permitted: c.MaySkipCheck, Holds: base.Sees}
	if asksForBypass(members) {
		if j.User, err = c.User(ctx); err != nil {
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
	r.NotJudged, r.Rules = notJudged(j, results, mend), j.Engine.Rules()
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
		origin := result.Member.Document.Origin
		r.Objects = append(r.Objects, report.Object{ID: result.Member.ID, File: origin.File, Line: origin.Line})
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
	u := newUnanswered(j)
	for _, result := range results {
		u.add(result.Verdict, result.Missed)
	}
	return u.told(mend)
}
