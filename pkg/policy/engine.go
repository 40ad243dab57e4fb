// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package policy

import (
	"context"
	"fmt"
	"io/fs"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
)

// Engine judges reviews. It is made once, never changes, and is shared by all goroutines; [Engine.With] makes another
// one out of it.
type Engine struct {
	// bundle is what the engine was made of, and carried its rules as their METADATA states them.
	bundle  *bundle
	carried *book

	// ours are those rules with the actions that the operator set, own are the operator's, one book for each source.
	ours *book
	own  []*book
	data ast.Object
	hash string
	// ownHash is empty without anything of the operator's.
	ownHash string

	rules []*Rule
	place map[string]int
	// layout asks the rules about a layout; nil when there is none.
	layout *query
}

// New reads the rules and data files of a folder of policies and prepares a query for each kind and operation. It
// fails on anything that would make a rule silently not fire.
func New(ctx context.Context, files fs.FS) (*Engine, error) {
	b, err := load(files)
	if err != nil {
		return nil, err
	}
	carried, err := newBook(ctx, b.compiler, b.rules, nil)
	if err != nil {
		return nil, err
	}
	return newEngine(b, carried, carried, nil, b.data)
}

// newEngine puts the parts together and numbers the rules.
func newEngine(b *bundle, carried, ours *book, own []*book, data ast.Object) (*Engine, error) {
	e := &Engine{bundle: b, carried: carried, ours: ours, own: own, data: data, hash: b.hash, place: map[string]int{}, layout: ours.layout}
	for _, book := range append([]*book{ours}, own...) {
		for _, rule := range book.rules {
			if _, twice := e.place[rule.ID]; twice {
				return nil, fmt.Errorf("load policies: two rules have the id %q", rule.ID)
			}
			e.place[rule.ID] = len(e.rules)
			e.rules = append(e.rules, rule)
		}
	}
	return e, nil
}

// Rules are all rules in the order of findings, each with the action in force.
func (e *Engine) Rules() []Rule {
	rules := make([]Rule, len(e.rules))
	for i, rule := range e.rules {
		rules[i] = *rule
	}
	return rules
}

// Hash is a short fingerprint of the files that the rules consist of, and OwnHash of what the operator added to them;
// that is empty without anything. Engines of equal hashes judge by the same rules.
func (e *Engine) Hash() string { return e.hash }

// OwnHash is described at [Engine.Hash].
func (e *Engine) OwnHash() string { return e.ownHash }

// Published is what a webhook of a version tells about the rules of the engine.
func (e *Engine) Published(version string) Published {
	p := Published{Version: version, Hash: e.hash, OwnHash: e.ownHash, Rules: make([]PublishedRule, len(e.rules))}
	for i, rule := range e.rules {
		p.Rules[i] = PublishedRule{*rule, rule.own}
	}
	return p
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
	d := &decision{review: &review, input: input, verdict: verdict, tx: e.transaction(review.Catalog, review.Permitted)}
	s := subject{string(id.Kind), review.Operation}
	if err := d.run(ctx, e.ours, s); err != nil {
		return nil, err
	}
	if err := d.runOwn(ctx, e.own, s); err != nil {
		return nil, err
	}
	sortFindings(verdict.Findings, e.place)
	return verdict, d.bypass(ctx)
}

// transaction is what one decision reads from.
func (e *Engine) transaction(snapshot *catalog.Snapshot, permitted func(context.Context) (bool, error)) *transaction {
	return &transaction{catalog: snapshot, data: e.data, permitted: once(permitted)}
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
