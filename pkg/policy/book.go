// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package policy

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
)

// book is rules that are compiled together, with the queries that ask them. It is never changed once it is made.
type book struct {
	compiler *ast.Compiler
	rules    []*Rule
	// queries holds a prepared query per kind and operation.
	queries map[subject]*query
	// layout asks the rules about a layout; nil when there is none.
	layout *query
	// single holds prepared queries of one rule each, made when each rule has to answer for itself.
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

// newBook prepares the queries. What an earlier book of the same compiler has prepared already is taken from there.
func newBook(ctx context.Context, compiler *ast.Compiler, rules []*Rule, earlier *book) (*book, error) {
	b := &book{compiler: compiler, rules: rules, queries: map[subject]*query{}}
	bySubject, layout := map[subject][]*Rule{}, []*Rule(nil)
	for _, rule := range rules {
		if !rule.asked() {
			continue
		}
		if rule.Layout {
			layout = append(layout, rule)
		}
		for _, kind := range rule.Kinds {
			for _, operation := range rule.Operations {
				s := subject{kind, operation}
				bySubject[s] = append(bySubject[s], rule)
			}
		}
	}
	if earlier == nil {
		earlier = &book{}
	}
	var err error
	for s, rules := range bySubject {
		if b.queries[s], err = b.prepareUnless(ctx, earlier.queries[s], rules); err != nil {
			return nil, fmt.Errorf("prepare rules for %s of %s: %w", s.operation, s.kind, err)
		}
	}
	if len(layout) > 0 {
		if b.layout, err = b.prepareUnless(ctx, earlier.layout, layout); err != nil {
			return nil, fmt.Errorf("prepare rules for a layout: %w", err)
		}
	}
	return b, nil
}

// ordered is the same rules with the operator's actions, by id.
func (b *book) ordered(ctx context.Context, actions map[string]Action) (*book, error) {
	rules := slices.Clone(b.rules)
	changed := false
	for i, rule := range rules {
		if action, ok := actions[rule.ID]; ok {
			changed, rules[i] = true, rule.ordered(action)
		}
	}
	if !changed {
		return b, nil
	}
	return newBook(ctx, b.compiler, rules, b)
}

// prepareUnless takes over what is prepared for the very same rules: their actions are no part of a query.
func (b *book) prepareUnless(ctx context.Context, earlier *query, rules []*Rule) (*query, error) {
	same := func(x, y *Rule) bool { return x.ref == y.ref }
	if earlier != nil && slices.EqualFunc(earlier.rules, rules, same) {
		return &query{rules, earlier.prepared}, nil
	}
	return b.prepare(ctx, rules)
}

// prepare builds one query that yields an object from rule id to violations. It has no value at all when one of the
// rules has none, which is an error and not a silence.
func (b *book) prepare(ctx context.Context, rules []*Rule) (*query, error) {
	var entries []string
	for _, rule := range rules {
		entries = append(entries, fmt.Sprintf("%q: %s", rule.ID, rule.ref))
	}
	prepared, err := rego.New(
		rego.Query("violations = {"+strings.Join(entries, ", ")+"}"),
		rego.Compiler(b.compiler),
		rego.Capabilities(capabilities()),
		rego.Store(store{}),
		rego.StrictBuiltinErrors(true),
	).PrepareForEval(ctx)
	if err != nil {
		return nil, err
	}
	return &query{rules, prepared}, nil
}

// alone is the query that asks one rule.
func (b *book) alone(ctx context.Context, rule *Rule) (*query, error) {
	if q, ok := b.single.Load(rule.ID); ok {
		return q.(*query), nil
	}
	q, err := b.prepare(ctx, []*Rule{rule})
	if err != nil {
		return nil, fmt.Errorf("prepare rule %q: %w", rule.ID, err)
	}
	b.single.Store(rule.ID, q)
	return q, nil
}
