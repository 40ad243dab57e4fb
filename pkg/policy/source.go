// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package policy

import (
	"bytes"
	"context"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// Source is the Rego text of a rule, all its bodies in the order in which they stand, without its METADATA; empty for
// a rule that the engine does not have.
func (e *Engine) Source(id string) string {
	b, rule := e.rule(id)
	if rule == nil {
		return ""
	}
	var bodies []*ast.Rule
	for _, module := range b.compiler.Modules {
		for _, r := range module.Rules {
			if r.Ref().GroundPrefix().String() == rule.ref {
				bodies = append(bodies, r)
			}
		}
	}
	slices.SortFunc(bodies, func(a, b *ast.Rule) int { return a.Location.Compare(b.Location) })
	texts := make([]string, len(bodies))
	for i, body := range bodies {
		texts[i] = string(bytes.TrimSpace(body.Location.Text))
	}
	return strings.Join(texts, "\n\n")
}

// Ask asks one rule about a review, as if there were no other; a bypass is not looked at. It is for measuring and
// explaining; the error, if any, is a [*Failure].
func (e *Engine) Ask(ctx context.Context, id string, review Review) ([]Finding, error) {
	b, rule := e.rule(id)
	if rule == nil {
		return nil, nil
	}
	object, err := review.ID()
	if err != nil {
		return nil, &Failure{ReasonInput, err}
	}
	input, err := review.input(object)
	if err != nil {
		return nil, &Failure{ReasonInput, err}
	}
	d := &decision{review: &review, input: input, verdict: &Verdict{}, tx: e.transaction(review.Catalog, review.Permitted)}
	if err := d.runAlone(ctx, b, rule); err != nil {
		return nil, err
	}
	return d.verdict.Findings, nil
}

// rule is a rule and the book that it stands in; nil where there is none of that id.
func (e *Engine) rule(id string) (*book, *Rule) {
	for _, b := range append([]*book{e.ours}, e.own...) {
		for _, rule := range b.rules {
			if rule.ID == id {
				return b, rule
			}
		}
	}
	return nil, nil
}
