// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package audit

import (
	"context"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/util/flowcontrol"
	"k8s.io/client-go/util/workqueue"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/webhook/trail"
)

const (
	// WriteRate and writeBurst bound what is written to the API server, in writes a second and writes at once: a new
	// rule that 100,000 objects do not meet is a matter of 83 minutes, and of nobody else's requests.
	WriteRate  = 20
	writeBurst = 20
	// firstAgain and lastAgain bound when a write that failed is tried again; the time doubles.
	firstAgain = time.Second
	lastAgain  = 5 * time.Minute
	// callTimeout bounds one request to the API server.
	callTimeout = 5 * time.Second
)

// The reasons of Events.
const (
	reasonNotCompliant = "NotCompliant"
	reasonCompliant    = "Compliant"
)

// scribe writes conditions, one object after the other.
type scribe struct {
	*Audit
	ledger  *ledger
	queue   workqueue.TypedRateLimitingInterface[catalog.ID]
	limiter flowcontrol.RateLimiter
}

func newScribe(a *Audit, l *ledger) *scribe {
	again := workqueue.NewTypedItemExponentialFailureRateLimiter[catalog.ID](firstAgain, lastAgain)
	return &scribe{
		Audit: a, ledger: l, limiter: flowcontrol.NewTokenBucketRateLimiter(WriteRate, writeBurst),
		queue: workqueue.NewTypedRateLimitingQueueWithConfig(again, workqueue.TypedRateLimitingQueueConfig[catalog.ID]{Clock: a.Clock}),
	}
}

// run writes until the queue is shut down.
func (s *scribe) run(ctx context.Context) {
	for {
		id, over := s.queue.Get()
		if over {
			return
		}
		s.turn(ctx, id)
		s.queue.Done(id)
	}
}

func (s *scribe) turn(ctx context.Context, id catalog.ID) {
	err := s.write(ctx, id)
	switch {
	case ctx.Err() != nil:
	case err == nil:
		s.queue.Forget(id)
	default:
		s.metrics.writes.WithLabelValues("failed").Inc()
		s.Log.Error(err, "condition not written", "object", id.String())
		s.queue.AddRateLimited(id)
	}
}

// write brings what stands on an object up to what was found about it.
func (s *scribe) write(ctx context.Context, id catalog.ID) error {
	o := s.Catalog.Snapshot().Get(id)
	if o == nil || o.Terminating() {
		return nil
	}
	p := s.ledger.plan(o, s.Clock.Now())
	if p.condition != nil {
		condition, err := runtime.DefaultUnstructuredConverter.ToUnstructured(p.condition)
		if err != nil {
			return err
		}
		if err := s.apply(ctx, o, FieldManager, map[string]any{"conditions": []any{condition}}); err != nil {
			return err
		}
		s.ledger.wrote(o, plan{condition: p.condition})
		s.tell(o, p)
	}
	if p.clear {
		if err := s.apply(ctx, o, trail.FieldManager, map[string]any{}); err != nil {
			return err
		}
		s.ledger.wrote(o, plan{clear: true})
	}
	return nil
}

func (s *scribe) apply(ctx context.Context, o *catalog.Object, manager string, status map[string]any) error {
	if err := s.limiter.Wait(ctx); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	if err := s.Apply(ctx, o.ID, types.UID(o.String("metadata.uid")), manager, status); err != nil {
		return err
	}
	s.metrics.writes.WithLabelValues("written").Inc()
	return nil
}

// tell leaves an Event on the object where something has changed.
func (s *scribe) tell(o *catalog.Object, p plan) {
	if p.news == "" {
		return
	}
	kind, reason := corev1.EventTypeWarning, reasonNotCompliant
	if p.condition.Status == metav1.ConditionTrue {
		kind, reason = corev1.EventTypeNormal, reasonCompliant
	}
	regarding := &metav1.PartialObjectMetadata{
		TypeMeta:   metav1.TypeMeta{APIVersion: catalog.APIVersion, Kind: string(o.Kind)},
		ObjectMeta: metav1.ObjectMeta{Namespace: o.Namespace, Name: o.Name, UID: types.UID(o.String("metadata.uid"))},
	}
	s.Events.Eventf(regarding, nil, kind, reason, "Audit", "%s", strings.ReplaceAll(p.news, "\n", "; "))
}
