// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package audit

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/go-logr/logr"
	"github.com/prometheus/client_golang/prometheus"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/client-go/tools/events"
	"k8s.io/utils/clock"

	"github.com/nautes-labs/kubectl-nautes/pkg/api/v1alpha1"
	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
)

// FieldManager owns the condition Compliant.
const FieldManager = v1alpha1.Prefix + "audit"

// Options are what an audit works with. Every field has to be set.
type Options struct {
	// Engine returns the rules in force. When it returns others than before, Rejudge has to be called.
	Engine  func() *policy.Engine
	Catalog *catalog.Catalog
	// Ready tells why the catalog does not hold everything yet; nil when it does.
	Ready func() error
	// Apply makes these the fields of the status that a field manager owns, if the object has that UID.
	Apply   func(ctx context.Context, id catalog.ID, uid types.UID, manager string, status map[string]any) error
	Events  events.EventRecorder
	Traffic *Traffic
	Clock   clock.WithTicker
	Log     logr.Logger
}

// Audit judges stored objects, a term at a time.
type Audit struct {
	Options
	metrics *metrics
	// rejudge holds an element when every object has to be judged again.
	rejudge chan struct{}
	// current is the term that is under way, nil when there is none: another replica leads.
	current atomic.Pointer[term]
}

// New makes an audit and registers its metrics.
func New(o Options, registry prometheus.Registerer) *Audit {
	a := &Audit{Options: o, metrics: newMetrics(), rejudge: make(chan struct{}, 1)}
	registry.MustRegister(a)
	return a
}

// Rejudge has every object judged again: the rules are others.
func (a *Audit) Rejudge() {
	select {
	case a.rejudge <- struct{}{}:
	default: // it will be, by those rules
	}
}

// untilReady is how often it is looked whether the catalog is complete.
const untilReady = 200 * time.Millisecond

// Run audits until ctx is done. What it knows is gone after that; the conditions on the objects tell the next term
// what this one wrote.
func (a *Audit) Run(ctx context.Context) {
	complete := func(context.Context) (bool, error) { return a.Ready() == nil, nil }
	if wait.PollUntilContextCancel(ctx, untilReady, true, complete) != nil {
		return
	}
	t := newTerm(a)
	a.current.Store(t)
	defer a.current.Store(nil)
	a.Log.Info("audit begins")
	t.run(ctx)
	a.Log.Info("audit ends")
}
