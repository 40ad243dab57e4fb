// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package audit

import (
	"maps"
	"sync"
	"time"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
)

// ledger keeps the outcomes that something is to be said about, and adds them up. It is shared by who judges, who
// writes, and who reads metrics.
type ledger struct {
	mutex   sync.Mutex
	records map[catalog.ID]record
	sums    sums
}

type record struct {
	outcome
	last written
}

// sums is what the metrics show.
type sums struct {
	findings map[counted]int
	bypassed int
	// objects are looked after, and waiting are judgements that are due.
	objects, waiting int
}

func newLedger() *ledger {
	return &ledger{records: map[catalog.ID]record{}, sums: sums{findings: map[counted]int{}}}
}

// of is the last outcome for an object.
func (l *ledger) of(o *catalog.Object) outcome {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if r, kept := l.records[o.ID]; kept {
		return r.outcome
	}
	return compliant(o)
}

// set keeps an outcome and returns what it makes necessary to write.
func (l *ledger) set(o *catalog.Object, found outcome, now time.Time) plan {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	r := l.records[o.ID]
	l.add(r.outcome, -1)
	l.add(found, 1)
	r.outcome = found
	l.records[o.ID] = r
	return planFor(o, found, r.last, now)
}

// drop forgets an object.
func (l *ledger) drop(id catalog.ID) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if r, kept := l.records[id]; kept {
		l.add(r.outcome, -1)
		delete(l.records, id)
	}
}

// plan is what there is to write about an object now.
func (l *ledger) plan(o *catalog.Object, now time.Time) plan {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	r, kept := l.records[o.ID]
	if !kept {
		return plan{}
	}
	return planFor(o, r.outcome, r.last, now)
}

// wrote notes what has been written about an object in this state.
func (l *ledger) wrote(o *catalog.Object, p plan) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	r, kept := l.records[o.ID]
	if !kept {
		return
	}
	if version := o.String("metadata.resourceVersion"); r.last.version != version {
		r.last = written{version: version}
	}
	if p.condition != nil {
		r.last.condition = p.condition
	}
	r.last.cleared = r.last.cleared || p.clear
	l.records[o.ID] = r
}

func (l *ledger) add(found outcome, sign int) {
	if found.bypassed {
		l.sums.bypassed += sign
	}
	for labels, n := range found.counts {
		if l.sums.findings[labels] += sign * n; l.sums.findings[labels] == 0 {
			delete(l.sums.findings, labels)
		}
	}
}

func (l *ledger) state(objects, waiting int) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	l.sums.objects, l.sums.waiting = objects, waiting
}

func (l *ledger) total() sums {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	total := l.sums
	total.findings = maps.Clone(total.findings)
	return total
}
