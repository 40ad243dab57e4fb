// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package policy

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/topdown"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
)

const (
	// mostSteps is what a rule may take to judge a sample. Steps are counted and not the time, so that the same rule is
	// refused on every machine, or on none; so many take about a tenth of what all own rules have for a decision.
	mostSteps = 50_000
	// trialBudget is for all that is tried of one source. It only ends what steps do not count.
	trialBudget = 20 * time.Second
)

// try asks each rule of a source about each sample of its kinds, as created, changed and deleted. Where the source
// replaces data, our rules have to be able to judge by it too.
func (e *Engine) try(ctx context.Context, own *Own, samples *catalog.Snapshot) error {
	ctx, cancel := context.WithTimeout(ctx, trialBudget)
	defer cancel()
	with := *e
	with.ours, with.own, with.data = e.carried, nil, documentsWith(e.bundle.data, own.data)
	var failed error
	samples.Each(func(sample *catalog.Object) bool {
		for _, review := range reviewsOf(sample, samples) {
			if failed = with.tryOn(ctx, own, review, string(sample.Kind)); failed != nil {
				return false
			}
		}
		return true
	})
	return failed
}

// tryOn tries what a source adds on one review of an object of a kind.
func (e *Engine) tryOn(ctx context.Context, own *Own, review Review, kind string) error {
	if len(own.data) > 0 {
		if err := e.tryOurs(ctx, review); err != nil {
			return err
		}
	}
	for _, rule := range own.book.rules {
		if slices.Contains(rule.Kinds, kind) && slices.Contains(rule.Operations, review.Operation) {
			if err := e.tryRule(ctx, own.book, rule, review); err != nil {
				return err
			}
		}
	}
	return nil
}

// reviewsOf are the writes of a sample: it comes, it is changed in some way, it goes.
func reviewsOf(sample *catalog.Object, samples *catalog.Snapshot) []Review {
	object := sample.Content()
	reviews := []Review{{Operation: Create, Object: object}, {Operation: Update, Object: object, OldObject: object}, {Operation: Delete, OldObject: object}}
	for i := range reviews {
		reviews[i].Catalog, reviews[i].Now = samples, time.Now()
		reviews[i].Permitted = func(context.Context) (bool, error) { return true, nil }
	}
	return reviews
}

func (e *Engine) tryOurs(ctx context.Context, review Review) error {
	if _, err := e.Judge(ctx, review); err != nil {
		return fmt.Errorf("with this data our rules can not judge the sample %s: %w", sampleOf(review), err)
	}
	return nil
}

func (e *Engine) tryRule(ctx context.Context, b *book, rule *Rule, review Review) error {
	q, err := b.alone(ctx, rule)
	if err != nil {
		return err
	}
	id, err := review.ID()
	if err != nil {
		return err
	}
	input, err := review.input(id)
	if err != nil {
		return err
	}
	steps := &stepLimit{left: mostSteps, cancel: topdown.NewCancel()}
	defer context.AfterFunc(ctx, steps.cancel.Cancel)()
	d := &decision{review: &review, input: input, verdict: &Verdict{}, tx: e.transaction(review.Catalog, review.Permitted)}
	switch err = d.eval(ctx, q, rego.EvalQueryTracer(steps), rego.EvalExternalCancel(steps.cancel)); {
	case steps.left <= 0:
		return fmt.Errorf("%s takes more than %d steps to judge the sample %s (it may go through the same things again and again: "+
			"look things up by name, and do not combine long lists)", rule, mostSteps, sampleOf(review))
	case err != nil:
		return fmt.Errorf("%s fails on the sample %s: %w", rule, sampleOf(review), err)
	}
	return nil
}

func sampleOf(review Review) string {
	id, err := review.ID()
	if err != nil {
		return err.Error()
	}
	return fmt.Sprintf("%s (%s)", id, review.Operation)
}

// stepLimit ends an evaluation that takes too many steps.
type stepLimit struct {
	left   int
	cancel topdown.Cancel
}

// Enabled makes OPA tell of every step.
func (*stepLimit) Enabled() bool { return true }

// Config asks for nothing besides.
func (*stepLimit) Config() topdown.TraceConfig { return topdown.TraceConfig{} }

// TraceEvent counts one step.
func (s *stepLimit) TraceEvent(topdown.Event) {
	s.left--
	if s.left == 0 {
		s.cancel.Cancel()
	}
}
