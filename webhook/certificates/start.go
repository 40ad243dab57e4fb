// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package certificates

import (
	"context"
	"sync"
	"time"

	admissionv1 "k8s.io/api/admissionregistration/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/watch"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

const (
	// retryDelay is the pause after a look or a watch that failed.
	retryDelay = time.Second
	// breath is the least time between two looks: a tool that keeps taking our bundle off must not turn the two of
	// us into a load test of the apiserver.
	breath = 100 * time.Millisecond
)

// Start looks after the certificates until ctx is done, and then returns nil. Failures are logged and tried again;
// none of them ends it, as the served leaf outlives most of them.
func (a *Authority) Start(ctx context.Context) error {
	changed := make(chan struct{}, 1)
	var watches sync.WaitGroup
	defer watches.Wait()
	watches.Go(func() {
		a.watch(ctx, changed, corev1.SchemeGroupVersion.WithKind("SecretList"), SecretNamespace, SecretName)
	})
	watches.Go(func() {
		a.watch(ctx, changed, admissionv1.SchemeGroupVersion.WithKind("ValidatingWebhookConfigurationList"), "", ConfigurationName)
	})
	for ctx.Err() == nil {
		pause := a.options.Resync
		if err := a.look(ctx); err != nil && ctx.Err() == nil {
			a.options.Log.Error(err, "certificates cannot be kept up for now")
			pause = min(pause, retryDelay)
		}
		a.wait(ctx, nil, min(pause, breath))
		a.wait(ctx, changed, pause-min(pause, breath))
	}
	return nil
}

// wait returns after d, when something arrives on wake, or when ctx is done.
func (a *Authority) wait(ctx context.Context, wake <-chan struct{}, d time.Duration) {
	timer := a.options.Clock.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-wake:
	case <-timer.C():
	}
}

// watch tells changed about every event of one object. It asks for metadata only, so that no private key travels,
// and from no resourceVersion: what was missed between two watches is caught by the event that each begins with.
func (a *Authority) watch(ctx context.Context, changed chan<- struct{}, list schema.GroupVersionKind, namespace, name string) {
	for ctx.Err() == nil {
		kind := &metav1.PartialObjectMetadataList{}
		kind.SetGroupVersionKind(list)
		w, err := a.client.Watch(ctx, kind, client.InNamespace(namespace), client.MatchingFields{"metadata.name": name})
		if err != nil {
			if ctx.Err() == nil {
				a.options.Log.Error(err, "cannot watch, looking from time to time instead", "kind", list.Kind, "name", name)
			}
			a.wait(ctx, nil, max(retryDelay, a.options.Resync))
			continue
		}
		a.forward(ctx, w.ResultChan(), changed)
		w.Stop()
		a.wait(ctx, nil, retryDelay)
	}
}

// forward returns when the apiserver ends the watch, which it does from time to time, or when ctx is done.
func (a *Authority) forward(ctx context.Context, events <-chan watch.Event, changed chan<- struct{}) {
	for {
		select {
		case <-ctx.Done():
			return
		case _, open := <-events:
			if !open {
				return
			}
			select {
			case changed <- struct{}{}:
			default: // One look answers all events before it.
			}
		}
	}
}
