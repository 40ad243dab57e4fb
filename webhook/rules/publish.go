// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package rules

import (
	"context"
	"fmt"
	"time"

	"github.com/go-logr/logr"
	corev1 "k8s.io/client-go/applyconfigurations/core/v1"
	"k8s.io/utils/clock"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/nautes-labs/kubectl-nautes/pkg/api/v1alpha1"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
)

const (
	// publisher is the field manager that the ConfigMap is applied under.
	publisher = v1alpha1.Prefix + "policy"
	// refresh is how often it is applied without a change: while replicas of two versions run, the last one to start
	// wrote it, and not the last one to stay.
	refresh = 10 * time.Minute
	// retry is the pause after a write that failed.
	retry = 5 * time.Second
)

// Publisher tells everybody which rules are in force, in the ConfigMap v1alpha1.PolicyConfigMap. Each replica does: they
// all have the same to say, and saying it twice changes nothing.
type Publisher struct {
	client  client.Client
	engine  func() *policy.Engine
	version string
	clock   clock.Clock
	log     logr.Logger
	wake    chan struct{}
}

// NewPublisher returns one that publishes what a loader has loaded, as the rules of a webhook of that version.
func NewPublisher(c client.Client, l *Loader, version string) *Publisher {
	p := &Publisher{client: c, engine: l.Engine, version: version, clock: l.options.Clock, log: l.options.Log, wake: make(chan struct{}, 1)}
	l.Subscribe(func() {
		select {
		case p.wake <- struct{}{}:
		default:
		}
	})
	return p
}

// NeedLeaderElection is false.
func (*Publisher) NeedLeaderElection() bool { return false }

// Start publishes from the first load on, until ctx is done.
func (p *Publisher) Start(ctx context.Context) error {
	select {
	case <-ctx.Done():
	case <-p.wake:
	}
	for ctx.Err() == nil {
		pause := refresh
		if err := p.publish(ctx); err != nil && ctx.Err() == nil {
			p.log.Error(err, "rules in force not published")
			pause = retry
		}
		timer := p.clock.NewTimer(pause)
		select {
		case <-ctx.Done():
		case <-p.wake:
		case <-timer.C():
		}
		timer.Stop()
	}
	return nil
}

func (p *Publisher) publish(ctx context.Context) error {
	data, err := p.engine().Published(p.version).Data()
	if err != nil {
		return err
	}
	configMap := corev1.ConfigMap(v1alpha1.PolicyConfigMap, v1alpha1.SystemNamespace).WithData(data)
	if err := p.client.Apply(ctx, configMap, client.FieldOwner(publisher), client.ForceOwnership); err != nil {
		return fmt.Errorf("apply ConfigMap %s: %w", v1alpha1.PolicyConfigMap, err)
	}
	return nil
}
