// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package leader

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/kubernetes/fake"
	clienttesting "k8s.io/client-go/testing"
	"k8s.io/client-go/tools/leaderelection/resourcelock"
)

// candidate competes for the same lease of an API server with others, a hundred times faster than in earnest.
func candidate(server *fake.Clientset, identity string, run func(context.Context)) *Elected {
	lock := &resourcelock.LeaseLock{
		LeaseMeta: metav1.ObjectMeta{Namespace: "nautes-system", Name: "test"}, Client: server.CoordinationV1(),
		LockConfig: resourcelock.ResourceLockConfig{Identity: identity},
	}
	return &Elected{lock: lock, run: run, lease: time.Second, deadline: 500 * time.Millisecond, retry: 20 * time.Millisecond}
}

func TestOneLeadsAndTheOtherFollows(t *testing.T) {
	server := fake.NewClientset()
	var leading atomic.Int32
	led := make(chan string)
	run := func(name string) func(context.Context) {
		return func(ctx context.Context) {
			if leading.Add(1) > 1 {
				t.Error("two lead at once")
			}
			led <- name
			<-ctx.Done()
			leading.Add(-1)
		}
	}
	stops := map[string]context.CancelFunc{}
	var running sync.WaitGroup
	for _, name := range []string{"a", "b"} {
		ctx, stop := context.WithCancel(t.Context())
		stops[name] = stop
		running.Go(func() {
			if err := candidate(server, name, run(name)).Start(ctx); err != nil {
				t.Error(err)
			}
		})
	}
	first := <-led
	stops[first]() // it gives the lease back, so nobody has to wait for its end
	if second := <-led; second == first {
		t.Errorf("%s leads again after it has ended", second)
	}
	for _, stop := range stops {
		stop()
	}
	running.Wait()
}

// What runs beside the elected must not notice that the API server did not answer for a while.
func TestLostLeaseEndsTheTermAndNothingElse(t *testing.T) {
	server := fake.NewClientset()
	var away atomic.Bool
	server.PrependReactor("*", "leases", func(clienttesting.Action) (bool, runtime.Object, error) {
		if away.Load() {
			return true, nil, errors.New("connection refused")
		}
		return false, nil, nil
	})
	ctx, stop := context.WithCancel(t.Context())
	began, ended := make(chan struct{}), make(chan struct{})
	e := candidate(server, "a", func(term context.Context) {
		began <- struct{}{}
		<-term.Done()
		ended <- struct{}{}
	})
	finished := make(chan error)
	go func() { finished <- e.Start(ctx) }()

	<-began
	away.Store(true)
	<-ended
	select {
	case err := <-finished:
		t.Fatalf("ended with its lease: %v", err)
	default:
	}
	away.Store(false)
	<-began // the next term
	stop()
	<-ended
	if err := <-finished; err != nil {
		t.Error(err)
	}
}
