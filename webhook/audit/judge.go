// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package audit

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
)

const (
	// budget bounds one judgement, as it does in admission.
	budget = 4 * time.Second
	// soonest and latest bound when an object that could not be judged is judged again; the time doubles.
	soonest = time.Second
	latest  = time.Hour
)

// judgement is what became of judging one object. It has no object where there is none to be judged.
type judgement struct {
	object  *catalog.Object
	verdict *policy.Verdict
	err     error
}

// judge judges objects by one snapshot and notes what comes out. Each goroutine takes one object after the other:
// evaluating rules goes deep, and a new goroutine would grow its stack anew for each.
func (t *term) judge(ctx context.Context, numbers []uint32) {
	snapshot, engine, now := t.Catalog.Snapshot(), t.Engine(), t.Clock.Now()
	judgements := make([]judgement, len(numbers))
	var taken atomic.Int64
	take := func() {
		for i := taken.Add(1) - 1; i < int64(len(numbers)); i = taken.Add(1) - 1 {
			o := snapshot.Get(t.roll.entries[numbers[i]].id)
			if o == nil || o.Terminating() {
				continue
			}
			t.Traffic.giveWay(ctx)
			verdict, err := judgeOne(ctx, engine, policy.Stored(o, snapshot, now))
			judgements[i] = judgement{o, verdict, err}
			// A request that came meanwhile is next, and not after another ten milliseconds.
			runtime.Gosched()
		}
	}
	var others sync.WaitGroup
	for range t.agenda.workers() - 1 {
		others.Go(take)
	}
	take()
	others.Wait()
	if ctx.Err() != nil {
		return // and that may be why they failed
	}
	for i, number := range numbers {
		t.note(number, judgements[i], now)
	}
}

func judgeOne(ctx context.Context, engine *policy.Engine, review policy.Review) (*policy.Verdict, error) {
	ctx, cancel := context.WithTimeout(ctx, budget)
	defer cancel()
	return engine.Judge(ctx, review)
}

func (t *term) note(number uint32, j judgement, now time.Time) {
	e := &t.roll.entries[number]
	switch {
	case j.object == nil:
		// It is gone, or going. What it looked up makes no difference any more.
		t.asked(number, e.id, policy.Reads{})
		t.ledger.drop(e.id)
	case j.err != nil:
		t.failed(e.id, j.err)
	default:
		t.metrics.judged.Inc()
		t.retries.Forget(e.id)
		e.judged = true
		t.asked(number, e.id, j.verdict.Reads)
		outcome := outcomeOf(j.object, j.verdict, now)
		if outcome.until.After(now) {
			t.later.AddAfter(e.id, outcome.until.Sub(now))
		}
		t.settle(j.object, outcome)
	}
}

// failed leaves everything as it was and tries again later: what could not be judged is neither right nor wrong.
func (t *term) failed(id catalog.ID, err error) {
	var failure *policy.Failure
	reason := "unknown"
	if errors.As(err, &failure) {
		reason = string(failure.Reason)
	}
	t.metrics.failures.WithLabelValues(reason).Inc()
	again := t.retries.When(id)
	t.later.AddAfter(id, again)
	// A rule that fails may do so for every object.
	if t.metrics.complaints.TryAccept() {
		t.Log.Error(err, "could not judge a stored object", "object", id.String(), "again", again.String())
	}
}

// settle keeps what was found about an object, and has it written where something else stands there. Most objects are
// as they should be and say nothing about it; nothing is kept of them.
func (t *term) settle(o *catalog.Object, found outcome) {
	if found.isNothing() && !saysAnything(o) {
		t.ledger.drop(o.ID)
		return
	}
	if !t.ledger.set(o, found, t.Clock.Now()).isNothing() {
		t.scribe.queue.Add(o.ID)
	}
}
