// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"context"
	"fmt"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/pkg/report"
	"github.com/nautes-labs/kubectl-nautes/plugin/judge"
	"github.com/nautes-labs/kubectl-nautes/plugin/live"
)

// audit holds what is stored against the rules.
type audit struct {
	judge   *judge.Judge
	view    *live.View
	product string // empty for all
	foot    *foot
}

func (a *audit) run(ctx context.Context) (*report.Report, error) {
	objects := a.objects()
	if len(objects) == 0 && a.product != "" {
		return nil, fmt.Errorf("product %q has no objects that you may read (to see products: kubectl get products)", a.product)
	}
	r := &report.Report{Findings: []report.Finding{}, Rules: a.judge.Engine.Rules()}
	unanswered := newUnanswered(a.judge)
	err := a.judge.Stored(ctx, objects, a.view.Snapshot, func(s judge.Stored) error {
		r.Judged++
		r.Objects = append(r.Objects, report.Object{ID: s.Object.ID})
		r.Findings = append(r.Findings, storedFindings(s)...)
		unanswered.add(s.Verdict, s.Missed)
		a.foot.show(r.Judged, "judging: %d of %d objects", r.Judged, len(objects))
		return nil
	})
	a.foot.clear()
	r.NotJudged = unanswered.told(askForRights)
	return r, err
}

// objects are those to judge, in the order of kinds, then of products, then of names.
func (a *audit) objects() []*catalog.Object {
	var objects []*catalog.Object
	for _, resource := range catalog.Resources() {
		switch {
		case a.product == "":
			objects = append(objects, a.view.List(resource.Kind, "")...)
		case resource.Namespaced:
			objects = append(objects, a.view.List(resource.Kind, a.product)...)
		case resource.Kind == catalog.Product:
			if product := a.view.Get(catalog.ID{Kind: catalog.Product, Name: a.product}); product != nil {
				objects = append(objects, product)
			}
		}
	}
	return objects
}

func storedFindings(s judge.Stored) []report.Finding {
	if s.Err != nil {
		return []report.Finding{{ID: s.Object.ID, Finding: policy.Finding{
			Action: report.Failed, Message: "could not be judged: " + s.Err.Error(),
		}}}
	}
	var findings []report.Finding
	for _, finding := range s.Verdict.Findings {
		findings = append(findings, report.Finding{ID: s.Object.ID, Finding: finding})
	}
	return findings
}
