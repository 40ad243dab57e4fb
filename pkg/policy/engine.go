// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package policy

import (
	"context"
	"fmt"
	"io/fs"
	"strings"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
)

// Engine judges reviews. It is made once and shared by all goroutines.
type Engine struct {
	compiler *ast.Compiler
	store    *store
	rules    []*Rule
	place    map[string]int

	// queries holds a prepared query per kind and operation.
	queries map[subject]*query
	// layout asks the rules about a layout; nil when there is none.
	layout *query
	// single holds prepared queries of one rule each, made when a source can not hold every kind and each rule
	// has to answer for itself.
	single sync.Map
}

type subject struct {
	kind      string
	operation Operation
}

// query asks several rules at once.
type query struct {
	rules    []*Rule
	prepared rego.PreparedEvalQuery
}

// New reads the rules and data files of a folder of policies and prepares a query for each kind and operation. It
// fails on anything that would make a rule silently not fire.
func New(ctx context.Context, files fs.FS) (*Engine, error) {
	b, err := load(files)
	if err != nil {
		return nil, err
	}
	e := &Engine{
		compiler: b.compiler, store: &store{data: b.data}, rules: b.rules,
		place: map[string]int{}, queries: map[subject]*query{},
	}
	byQuery, layout := map[subject][]*Rule{}, []*Rule(nil)
	for i, rule := range e.rules {
		if _, twice := e.place[rule.ID]; twice {
			return nil, fmt.Errorf("load policies: two rules have the id %q", rule.ID)
		}
		e.place[rule.ID] = i
		if rule.Layout {
			layout = append(layout, rule)
		}
		for _, kind := range rule.Kinds {
			for _, operation := range rule.Operations {
				s := subject{kind, operation}
				byQuery[s] = append(byQuery[s], rule)
			}
		}
	}
	for s, rules := range byQuery {
		if e.queries[s], err = e.prepare(ctx, rules); err != nil {
			return nil, fmt.Errorf("prepare rules for %s of %s: %w", s.operation, s.kind, err)
		}
	}
	if len(layout) > 0 {
		if e.layout, err = e.prepare(ctx, layout); err != nil {
			return nil, fmt.Errorf("prepare rules for a layout: %w", err)
		}
	}
	return e, nil
}

// Rules are all rules in the order of findings.
func (e *Engine) Rules() []Rule {
	rules := make([]Rule, len(e.rules))
	for i, rule := range e.rules {
		rules[i] = *rule
	}
	return rules
}

// prepare builds one query that yields an object from rule id to violations. It has no value at all when one of the
// rules has none, which is an error and not a silence.
func (e *Engine) prepare(ctx context.Context, rules []*Rule) (*query, error) {
	var entries []string
	for _, rule := range rules {
		entries = append(entries, fmt.Sprintf("%q: %s", rule.ID, rule.ref))
	}
	prepared, err := rego.New(
		rego.Query("violations = {"+strings.Join(entries, ", ")+"}"),
		rego.Compiler(e.compiler),
		rego.Capabilities(capabilities()),
		rego.Store(e.store),
		rego.StrictBuiltinErrors(true),
	).PrepareForEval(ctx)
	if err != nil {
		return nil, err
	}
	return &query{rules, prepared}, nil
}

// Judge holds a review against all rules for its kind and operation. The error, if any, is a [*Failure].
func (e *Engine) Judge(ctx context.Context, review Review) (*Verdict, error) {
	id, err := review.ID()
	if err != nil {
		return nil, &Failure{ReasonInput, err}
	}
	input, err := review.input(id)
	if err != nil {
		return nil, &Failure{ReasonInput, err}
	}
	verdict := &Verdict{}
	if review.Unchanged() {
		return verdict, nil
	}
	d := &decision{
		engine: e, review: &review, input: input, verdict: verdict,
		tx: &transaction{catalog: review.Catalog, permitted: once(review.Permitted)},
	}
	if err := d.run(ctx, subject{string(id.Kind), review.Operation}); err != nil {
		return nil, err
	}
	sortFindings(verdict.Findings, e.place)
	return verdict, d.bypass(ctx)
}

// once asks the question at most once.
func once(permitted func(context.Context) (bool, error)) func(context.Context) (bool, error) {
	var asked, answer bool
	var failure error
	return func(ctx context.Context) (bool, error) {
		if !asked && permitted != nil {
			if answer, failure = permitted(ctx); failure != nil {
				failure = &Failure{ReasonAccessReview, fmt.Errorf("ask whether the bypass is permitted: %w", failure)}
			}
		}
		asked = true
		return answer, failure
	}
}
