// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package policy

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/topdown"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
)

// decision is one review on its way to a verdict.
type decision struct {
	review  *Review
	input   ast.Value
	tx      *transaction
	verdict *Verdict
}

// run asks all rules in one query. Only when that fails, or when each rule has to answer for itself because the
// source can not hold every kind, are they asked one by one.
func (d *decision) run(ctx context.Context, b *book, s subject) error {
	all, ok := b.queries[s]
	if !ok {
		return nil // no rule speaks of it
	}
	if len(d.review.Unheld) > 0 {
		return d.runOneByOne(ctx, b, all.rules)
	}
	together, cancel := halfOf(ctx)
	defer cancel()
	before := len(d.verdict.Findings)
	err := d.eval(together, all)
	d.verdict.Reads = d.tx.reads
	if err != nil && reasonOf(err) != ReasonAccessReview {
		d.verdict.Findings = d.verdict.Findings[:before]
		return d.runOneByOne(ctx, b, all.rules)
	}
	return err
}

// runOneByOne gives each rule a query of its own. So a rule that fails is named, one that only warns refuses
// nothing by failing, and one that asked for what the source can not hold is told from the rest.
func (d *decision) runOneByOne(ctx context.Context, b *book, rules []*Rule) error {
	reads := d.tx.reads
	for _, rule := range rules {
		before := len(d.verdict.Findings)
		d.tx.reads = Reads{}
		if err := d.runAlone(ctx, b, rule); err != nil {
			if !rule.onlyWarns() || reasonOf(err) == ReasonAccessReview {
				return err
			}
			d.verdict.Findings = append(d.verdict.Findings, notJudged(rule, err))
		}
		read := d.tx.reads.kinds()
		if slices.ContainsFunc(d.review.Unheld, func(k catalog.Kind) bool { return read[k] }) {
			d.verdict.Findings = d.verdict.Findings[:before]
			d.verdict.NotJudged = append(d.verdict.NotJudged, rule.ID)
		}
		reads.add(d.tx.reads)
	}
	d.verdict.Reads, d.tx.reads = reads, reads
	return nil
}

func (d *decision) runAlone(ctx context.Context, b *book, rule *Rule) error {
	q, err := b.alone(ctx, rule)
	if err != nil {
		return &Failure{ReasonUndefined, err}
	}
	started := time.Now()
	share, cancel := halfOf(ctx)
	defer cancel()
	err = d.eval(share, q)
	switch reason := reasonOf(err); {
	case err == nil || reason == ReasonAccessReview:
		return err
	case reason == ReasonTimeout:
		return &Failure{reason, fmt.Errorf("deadline exceeded after %d ms in %s", time.Since(started).Milliseconds(), rule)}
	default:
		return &Failure{reason, fmt.Errorf("%s: %w", rule, err)}
	}
}

// ownBudget is the time that all rules of the operator's own have for a decision. By half of it they must have
// answered; the other half is for finding out which of them did not.
const ownBudget = time.Second

// runOwn asks the operator's own rules, after ours and in a time of their own.
func (d *decision) runOwn(ctx context.Context, own []*book, s subject) error {
	if len(own) == 0 {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, ownBudget)
	defer cancel()
	for _, b := range own {
		if err := d.run(ctx, b, s); err != nil {
			return err
		}
	}
	return nil
}

// halfOf leaves half of the time that is left for what comes after.
func halfOf(ctx context.Context) (context.Context, context.CancelFunc) {
	deadline, ok := ctx.Deadline()
	if !ok {
		return ctx, func() {}
	}
	return context.WithTimeout(ctx, time.Until(deadline)/2)
}

func reasonOf(err error) Reason {
	var failure *Failure
	if errors.As(err, &failure) {
		return failure.Reason
	}
	return ""
}

func notJudged(rule *Rule, err error) Finding {
	return Finding{
		Rule: rule.ID, Action: Warn, Field: "metadata.name", Message: "could not be judged: " + err.Error(),
		Mend: rule.Mend, Bypassable: rule.Bypassable, Location: rule.Location,
	}
}

// eval runs a query and adds its findings.
func (d *decision) eval(ctx context.Context, q *query, options ...rego.EvalOption) error {
	violations, err := q.ask(ctx, d.input, d.tx, d.review.Now, options...)
	if err != nil {
		return err
	}
	for _, rule := range q.rules {
		found, _ := violations[rule.ID].([]any)
		for _, violation := range found {
			finding, err := findingOf(rule, violation)
			if err != nil {
				return &Failure{ReasonUndefined, err}
			}
			if finding.Action == Off {
				continue
			}
			d.verdict.Findings = append(d.verdict.Findings, finding)
		}
	}
	return nil
}

// ask runs a query and returns the violations of each rule by its id. The query is cancelled from outside when the
// context ends, so that OPA starts no goroutine of its own for that.
func (q *query) ask(ctx context.Context, input ast.Value, tx *transaction, now time.Time, options ...rego.EvalOption) (map[string]any, error) {
	cancel := topdown.NewCancel()
	stop := context.AfterFunc(ctx, cancel.Cancel)
	defer stop()
	results, err := q.prepared.Eval(ctx, append([]rego.EvalOption{
		rego.EvalParsedInput(input),
		rego.EvalTransaction(tx),
		rego.EvalTime(now),
		rego.EvalExternalCancel(cancel),
	}, options...)...)
	if err != nil {
		return nil, failureOf(ctx, err)
	}
	violations, ok := violationsOf(results)
	if !ok {
		return nil, &Failure{ReasonUndefined, fmt.Errorf("judge %s: the rules gave no answer", q.rules[0].Kinds)}
	}
	return violations, nil
}

func violationsOf(results rego.ResultSet) (map[string]any, bool) {
	if len(results) != 1 {
		return nil, false
	}
	violations, ok := results[0].Bindings["violations"].(map[string]any)
	return violations, ok
}

// findingOf checks what a rule yields. The finding's action is Off where the operator turned the rule off.
func findingOf(rule *Rule, violation any) (Finding, error) {
	fields, _ := violation.(map[string]any)
	finding := Finding{
		Rule: rule.ID, Field: textOf(fields["field"]), Message: textOf(fields["message"]),
		Mend: rule.Mend, Bypassable: rule.Bypassable && fields["bypassable"] != false, Location: rule.Location,
	}
	stated := Action(textOf(fields["action"]))
	_, states := fields["action"]
	if finding.Field == "" || finding.Message == "" || states && stated != Deny && stated != Warn {
		return finding, fmt.Errorf("rule %q yields %v (a violation has a field and a message, and may have the action deny or warn, and bypassable: false)", rule.ID, violation)
	}
	finding.Action = rule.actionOf(stated, finding.Bypassable)
	return finding, nil
}

// failureOf tells the reasons apart: the access review failed, time ran out, or a built-in of a rule failed.
func failureOf(ctx context.Context, err error) error {
	var failure *Failure
	switch {
	case errors.As(err, &failure):
		return failure
	case topdown.IsCancel(err) || ctx.Err() != nil:
		return &Failure{ReasonTimeout, fmt.Errorf("judge object: %w", context.Cause(ctx))}
	default:
		return &Failure{ReasonBuiltin, fmt.Errorf("judge object: %w", err)}
	}
}

// bypass turns denials of skippable rules into warnings where the object carries a bypass that is in force and the
// user may use it. A bypass that is not in force, or not the user's to use, is as if it were not there; whether it
// may be set at all is for the rule bypass-permitted.
func (d *decision) bypass(ctx context.Context) error {
	v := d.verdict
	if !slices.ContainsFunc(v.Findings, func(f Finding) bool { return f.Action == Deny && f.Bypassable }) {
		return nil
	}
	asked := bypassOf(d.review.subject())
	term, ok := asked.term()
	if !ok {
		return nil
	}
	v.Reason, v.Endless, v.Until = asked.reason, term.endless, term.end
	if !term.holds(d.review.Now) {
		v.Bypass = BypassExpired
		return nil
	}
	permitted, err := d.tx.permitted(ctx)
	if err != nil {
		return failureOf(ctx, err)
	}
	if !permitted {
		v.Bypass = BypassNotPermitted
		return nil
	}
	v.Bypass = BypassApplied
	for i := range v.Findings {
		if f := &v.Findings[i]; f.Action == Deny && f.Bypassable {
			f.Action, f.Skipped = Warn, true
		}
	}
	return nil
}
