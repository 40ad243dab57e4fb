// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package trail

import (
	"context"
	"sync"
	"time"

	"github.com/go-logr/logr"
	"github.com/prometheus/client_golang/prometheus"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/utils/clock"

	"github.com/nautes-labs/kubectl-nautes/pkg/api/v1alpha1"
	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
)

// FieldManager owns status.bypass. Whoever clears it applies an empty status under this name.
const FieldManager = v1alpha1.Prefix + "bypass"

const (
	// interval is how often it is looked whether writes are stored.
	interval = 200 * time.Millisecond
	// patience is how long a write may take to be stored. Longer than any request lives; what is not stored by then
	// was refused by somebody else.
	patience = 30 * time.Second
	// mostPending bounds the memory that many writes can take (CWE-770), at about 1 KiB a record.
	mostPending = 4096
	// callTimeout bounds one request to the API server, so that none holds up the others for long.
	callTimeout = 5 * time.Second
)

// Trail keeps records until the writes that they tell of are stored, and writes them then. Every field has to be set.
// Any number of goroutines may use it.
type Trail struct {
	// Catalog is watched, and so a moment behind.
	Catalog *catalog.Catalog
	// Get reads an object from the API server itself; nil and no error when there is none.
	Get func(ctx context.Context, id catalog.ID) (*catalog.Object, error)
	// Apply makes these the fields of the status that a field manager owns, if the object has that UID.
	Apply    func(ctx context.Context, id catalog.ID, uid types.UID, manager string, status map[string]any) error
	Outcomes *prometheus.CounterVec
	Clock    clock.WithTicker
	Log      logr.Logger

	mutex   sync.Mutex
	pending []pending
}

// pending is a record and when to give it up.
type pending struct {
	Record
	until time.Time
}

// NewOutcomes makes the metric of what becomes of records and registers it.
func NewOutcomes(registry prometheus.Registerer) *prometheus.CounterVec {
	outcomes := prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "nautes_webhook_bypass_records_total",
		Help: "Bypasses to be written into the status of their objects, by outcome (written, overtaken, not_stored, failed, dropped).",
	}, []string{"outcome"})
	registry.MustRegister(outcomes)
	return outcomes
}

// Keep takes a record over. It never waits: with too many records under way this one is dropped, and counted.
func (t *Trail) Keep(r Record) {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	if len(t.pending) >= mostPending {
		t.end(r, "dropped", nil)
		return
	}
	t.pending = append(t.pending, pending{r, t.Clock.Now().Add(patience)})
}

// Start writes records until ctx is done.
func (t *Trail) Start(ctx context.Context) error {
	ticker := t.Clock.NewTicker(interval)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C():
			t.round(ctx, t.watched)
		}
	}
}

// NeedLeaderElection is false: the replica that answered a write is the one that knows of it.
func (t *Trail) NeedLeaderElection() bool { return false }

// Drain writes what is left when nothing more is answered, until ctx is done. What it does not come to is counted as
// failed. It asks the API server alone: by now nobody watches.
func (t *Trail) Drain(ctx context.Context) {
	for t.round(ctx, t.live); t.waiting() && ctx.Err() == nil; t.round(ctx, t.live) {
		select {
		case <-ctx.Done():
		case <-t.Clock.After(interval):
		}
	}
	for _, p := range t.take() {
		t.end(p.Record, "failed", context.Cause(ctx))
	}
}

// look reads an object.
type look func(ctx context.Context, p pending) (*catalog.Object, error)

// watched asks the watched catalog, and for the last time the API server.
func (t *Trail) watched(ctx context.Context, p pending) (*catalog.Object, error) {
	if t.late(p) {
		return t.live(ctx, p)
	}
	return t.Catalog.Snapshot().Get(p.ID), nil
}

func (t *Trail) live(ctx context.Context, p pending) (*catalog.Object, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	return t.Get(ctx, p.ID)
}

func (t *Trail) late(p pending) bool { return t.Clock.Now().After(p.until) }

// round looks after each record once and keeps those that have to wait.
func (t *Trail) round(ctx context.Context, look look) {
	var waiting []pending
	for _, p := range t.take() {
		if !t.settled(ctx, p, look) {
			waiting = append(waiting, p)
		}
	}
	t.mutex.Lock()
	defer t.mutex.Unlock()
	t.pending = append(waiting, t.pending...)
}

func (t *Trail) take() []pending {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	taken := t.pending
	t.pending = nil
	return taken
}

func (t *Trail) waiting() bool {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	return len(t.pending) > 0
}

// settled tells whether nothing is left to do for a record.
func (t *Trail) settled(ctx context.Context, p pending, look look) bool {
	seen, err := look(ctx, p)
	switch p.fate(seen) {
	case overtaken:
		t.end(p.Record, "overtaken", nil)
		return true
	case stored:
		if err = t.write(ctx, p.Record); err == nil {
			t.end(p.Record, "written", nil)
			return true
		}
	}
	if !t.late(p) {
		return false // also after an error: there is time to try again
	}
	outcome := "not_stored"
	if err != nil {
		outcome = "failed"
	}
	t.end(p.Record, outcome, err)
	return true
}

func (t *Trail) write(ctx context.Context, r Record) error {
	status, err := r.status()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	return t.Apply(ctx, r.ID, r.mark.uid, FieldManager, status)
}

// end counts what became of a record, and says it where somebody may look for the record in vain.
func (t *Trail) end(r Record, outcome string, err error) {
	t.Outcomes.WithLabelValues(outcome).Inc()
	fields := []any{"object", r.String(), "outcome", outcome, "user", r.Bypass.By, "rules", r.Bypass.Rules}
	if outcome == "failed" || outcome == "dropped" {
		t.Log.Error(err, "bypass not written into the status", fields...)
		return
	}
	t.Log.V(1).Info("bypass followed up", fields...)
}
