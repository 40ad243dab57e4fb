// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package leader

import (
	"context"
	"fmt"
	"os"
	"sync"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/uuid"
	coordinationv1 "k8s.io/client-go/kubernetes/typed/coordination/v1"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/leaderelection"
	"k8s.io/client-go/tools/leaderelection/resourcelock"
)

// The times are those that Kubernetes' own components use. After a crash, which gives nothing back, the next one leads
// within lease and retry.
const (
	lease    = 15 * time.Second
	deadline = 10 * time.Second
	retry    = 2 * time.Second
	// callTimeout bounds one request, so that one that hangs does not cost the lease.
	callTimeout = deadline / 2
)

// Elected runs something while it holds a Lease.
type Elected struct {
	lock resourcelock.Interface
	run  func(ctx context.Context)

	lease, deadline, retry time.Duration
}

// New returns an Elected that competes for the Lease of that namespace and name. The context that run gets ends with
// the lease; run has to return soon after that, and only then.
func New(config *rest.Config, namespace, name string, run func(ctx context.Context)) (*Elected, error) {
	config = rest.AddUserAgent(config, "leader-election")
	config.Timeout = callTimeout
	client, err := coordinationv1.NewForConfig(config)
	if err != nil {
		return nil, fmt.Errorf("connect to the API server: %w", err)
	}
	host, err := os.Hostname()
	if err != nil {
		return nil, fmt.Errorf("name this replica: %w", err)
	}
	lock := &resourcelock.LeaseLock{
		LeaseMeta: metav1.ObjectMeta{Namespace: namespace, Name: name}, Client: client,
		LockConfig: resourcelock.ResourceLockConfig{Identity: host + "_" + string(uuid.NewUUID())},
	}
	return &Elected{lock: lock, run: run, lease: lease, deadline: deadline, retry: retry}, nil
}

// NeedLeaderElection is false: the manager starts it on each replica, and it finds out by itself which one leads.
func (e *Elected) NeedLeaderElection() bool { return false }

// Start stands for election until ctx is done, again after each term, and gives the lease back in the end.
func (e *Elected) Start(ctx context.Context) error {
	terms := make(chan context.Context)
	var running sync.WaitGroup
	// Terms run one after the other, also when one is slow to end.
	running.Go(func() {
		for {
			select {
			case <-ctx.Done():
				return
			case term := <-terms:
				e.run(term)
			}
		}
	})
	defer running.Wait()
	for ctx.Err() == nil {
		elector, err := leaderelection.NewLeaderElector(leaderelection.LeaderElectionConfig{
			Lock: e.lock, Name: e.lock.Describe(), LeaseDuration: e.lease, RenewDeadline: e.deadline, RetryPeriod: e.retry, ReleaseOnCancel: true,
			Callbacks: leaderelection.LeaderCallbacks{
				OnStartedLeading: func(term context.Context) {
					select {
					case terms <- term:
					case <-term.Done():
					}
				},
				OnStoppedLeading: func() {},
			},
		})
		if err != nil {
			return fmt.Errorf("stand for election: %w", err)
		}
		elector.Run(ctx)
	}
	return nil
}
