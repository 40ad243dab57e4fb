// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package audit

import (
	"context"
	"hash/maphash"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"k8s.io/client-go/util/workqueue"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
)

const (
	// gather is how long changes are gathered after the first of some: who applies a product applies much at once, and
	// each of its objects touches those before it.
	gather = 200 * time.Millisecond
	// tick is how often the slow pass goes on.
	tick = 10 * time.Second
)

// term is what the audit knows while it leads. Only the goroutine of run touches roll, readers and agenda.
type term struct {
	*Audit
	roll    *roll
	readers *readers
	agenda  *agenda
	seed    maphash.Seed
	// sight is that of the engine which all objects are or will be judged by.
	sight atomic.Pointer[policy.Sight]

	inbox  *inbox
	ledger *ledger
	scribe *scribe
	passes passes
	// later holds objects that are judged again at a time: a bypass ends, or judging failed.
	later   workqueue.TypedDelayingInterface[catalog.ID]
	retries workqueue.TypedRateLimiter[catalog.ID]
}

func newTerm(a *Audit) *term {
	t := &term{
		Audit: a, readers: newReaders(), agenda: &agenda{}, seed: maphash.MakeSeed(), inbox: newInbox(), ledger: newLedger(),
		later:   workqueue.NewTypedDelayingQueueWithConfig(workqueue.TypedDelayingQueueConfig[catalog.ID]{Clock: a.Clock}),
		retries: workqueue.NewTypedItemExponentialFailureRateLimiter[catalog.ID](soonest, latest),
	}
	t.scribe = newScribe(a, t.ledger)
	return t
}

// run audits until ctx is done.
func (t *term) run(ctx context.Context) {
	stop := t.begin()
	var beside sync.WaitGroup
	defer beside.Wait()
	defer stop()
	beside.Go(t.remind)
	beside.Go(func() { t.scribe.run(ctx) })
	ticker := t.Clock.NewTicker(tick)
	defer ticker.Stop()
	for ctx.Err() == nil {
		if t.work(ctx) {
			continue
		}
		select {
		case <-ctx.Done():
		case <-ticker.C():
		case <-t.rejudge:
			t.judgeAll()
		case <-t.inbox.wake:
			select {
			case <-ctx.Done():
			case <-t.Clock.After(gather):
			}
		}
	}
}

// begin takes over what there is and hears of all that changes from then on, until stop is called.
func (t *term) begin() (stop func()) {
	t.look()
	from, unobserve := t.Catalog.Observe(t.observe)
	t.roll = newRoll(from.Len())
	from.Each(func(o *catalog.Object) bool {
		t.enter(o.ID)
		return true
	})
	t.agenda.begin(t.Clock.Now())
	return func() {
		unobserve()
		t.later.ShutDown()
		t.scribe.queue.ShutDown()
	}
}

// judgeAll starts over, by rules that may look at more than those before.
func (t *term) judgeAll() {
	t.look()
	t.agenda.begin(t.Clock.Now())
}

func (t *term) look() {
	sight := t.Engine().Sight()
	t.sight.Store(&sight)
}

// observe is called for each change of the catalog.
func (t *term) observe(step catalog.Step) {
	var touched []uint32
	step.Touched(t.sight.Load().Differ, func(q catalog.Question) { touched = append(touched, t.hash(q)) })
	t.inbox.put(func(n *news) {
		for _, question := range touched {
			n.touched[question] = true
		}
		for _, id := range step.Changed {
			n.changed[id] = true
		}
	})
}

// remind puts into the inbox whose time has come.
func (t *term) remind() {
	for {
		id, over := t.later.Get()
		if over {
			return
		}
		t.inbox.put(func(n *news) { n.due[id] = true })
		t.later.Done(id)
	}
}

// work does a little of what there is to do, and tells whether there was anything. What was touched while objects were
// judged is looked at after their questions are known, so nothing falls in between.
func (t *term) work(ctx context.Context) bool {
	select {
	case <-t.rejudge:
		t.judgeAll()
	default:
	}
	t.read(t.inbox.take())
	now := t.Clock.Now()
	some := t.agenda.takeDirty(t.roll)
	if len(some) == 0 {
		if t.agenda.passed(len(t.roll.entries), now) {
			t.passed(now)
		}
		some = t.agenda.takeNext(t.roll, now)
	}
	t.ledger.state(len(t.roll.numbers), t.agenda.waiting(t.roll))
	t.judge(ctx, some)
	return len(some) > 0
}

// passed notes that every object has been judged, and starts the next pass.
func (t *term) passed(now time.Time) {
	t.passes.ended.Store(now.UnixNano())
	if !t.agenda.slow {
		took := now.Sub(t.agenda.began)
		t.passes.took.Store(int64(took))
		t.Log.Info("every stored object is judged", "objects", len(t.roll.numbers), "took", took.String())
	}
	t.agenda.again(now)
}

// read finds out what the news make necessary to judge again.
func (t *term) read(n news) {
	for question := range n.touched {
		t.readers.each(question, t.soil)
	}
	for id := range n.due {
		if number, known := t.roll.numbers[id]; known {
			t.soil(number)
		}
	}
	snapshot := t.Catalog.Snapshot()
	for id := range n.changed {
		o := snapshot.Get(id)
		number, known := t.roll.numbers[id]
		switch {
		case id.Kind == catalog.Namespace: // see enter
		case o == nil && known:
			t.leave(number)
		case o != nil && !known:
			t.enter(id)
			t.soil(t.roll.numbers[id])
		case o != nil && t.roll.entries[number].judged && !t.roll.entries[number].dirty:
			// The rules see no difference, but what was written about it may be gone, or be there by now.
			t.settle(o, t.ledger.of(o))
		}
	}
}

func (t *term) soil(number uint32) {
	if e := &t.roll.entries[number]; !e.dirty {
		e.dirty = true
		t.agenda.dirty = append(t.agenda.dirty, number)
	}
}

// enter begins to look after an object. Namespaces are looked up by rules and not judged themselves.
func (t *term) enter(id catalog.ID) {
	if id.Kind == catalog.Namespace {
		return
	}
	number := t.roll.enter(id)
	t.asked(number, id, policy.Reads{})
}

func (t *term) leave(number uint32) {
	id := t.roll.entries[number].id
	t.readers.replace(number, t.roll.entries[number].places, nil)
	t.roll.leave(number)
	t.ledger.drop(id)
	t.retries.Forget(id)
}

// asked notes the questions that a judgement asked. What it is about counts as one of them.
func (t *term) asked(number uint32, id catalog.ID, reads policy.Reads) {
	questions := []uint32{t.hash(catalog.AskGet(id))}
	for _, read := range reads.Objects {
		questions = append(questions, t.hash(catalog.AskGet(read)))
	}
	for _, read := range reads.Lists {
		questions = append(questions, t.hash(catalog.AskList(read.Kind, read.Namespace)))
	}
	for _, read := range reads.Referrers {
		questions = append(questions, t.hash(catalog.AskReferrers(read)))
	}
	for _, read := range reads.Lookups {
		questions = append(questions, t.hash(catalog.AskLookup(read.Index, read.Key)))
	}
	slices.Sort(questions)
	e := &t.roll.entries[number]
	e.places = t.readers.replace(number, e.places, slices.Compact(questions))
}

func (t *term) hash(q catalog.Question) uint32 {
	return uint32(maphash.Comparable(t.seed, q)) //nolint:gosec // the lower half will do
}
