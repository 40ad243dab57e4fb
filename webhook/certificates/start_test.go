// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package certificates

import (
	"context"
	"errors"
	"runtime"
	"testing"

	admissionv1 "k8s.io/api/admissionregistration/v1"
	"k8s.io/apimachinery/pkg/watch"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/interceptor"
)

// start runs a until the test ends, and fails it unless Start returns nil when told to stop.
func start(t *testing.T, a *Authority) {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	stopped := make(chan error)
	go func() { stopped <- a.Start(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-stopped; err != nil {
			t.Errorf("Start returned %v", err)
		}
	})
}

// With the default resync of half a minute on a clock that stands still, only the watches can be what wakes it.
func TestWatchPutsBundleBackAtOnce(t *testing.T) {
	c := newCluster(t)
	watching := make(chan struct{}, 2)
	a, err := New(interceptor.NewClient(c.api, interceptor.Funcs{
		Watch: func(ctx context.Context, api client.WithWatch, list client.ObjectList, opts ...client.ListOption) (watch.Interface, error) {
			w, err := api.Watch(ctx, list, opts...)
			watching <- struct{}{}
			return w, err
		},
	}), Options{Log: testLog(t)})
	if err != nil {
		t.Fatal(err)
	}
	changes, err := c.api.Watch(t.Context(), &admissionv1.ValidatingWebhookConfigurationList{})
	if err != nil {
		t.Fatal(err)
	}
	defer changes.Stop()
	untilTrusted := func() {
		for event := range changes.ResultChan() {
			if readBundle(event.Object.(*admissionv1.ValidatingWebhookConfiguration)).held != nil {
				return
			}
		}
	}
	start(t, a)
	<-watching
	<-watching
	untilTrusted()
	old := c.state().current.cert
	c.setBundle(nil)
	untilTrusted()
	c.deleteSecret()
	for event := range changes.ResultChan() {
		if held := readBundle(event.Object.(*admissionv1.ValidatingWebhookConfiguration)).held; len(held) == 2 && held.has(old) {
			return
		}
	}
}

func TestTimerFindsWhatNoWatchReports(t *testing.T) {
	c := newCluster(t)
	a, err := New(interceptor.NewClient(c.api, interceptor.Funcs{
		Watch: func(context.Context, client.WithWatch, client.ObjectList, ...client.ListOption) (watch.Interface, error) {
			return nil, errors.New("forbidden")
		},
	}), Options{Clock: c.clock})
	if err != nil {
		t.Fatal(err)
	}
	start(t, a)
	untilReady := func() {
		for !c.bundle().exists || len(c.bundle().held) == 0 {
			c.clock.Step(DefaultResync)
			runtime.Gosched()
		}
	}
	untilReady()
	c.setBundle(nil)
	untilReady()
}
