// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"net/http"

	"k8s.io/utils/clock"
	"sigs.k8s.io/controller-runtime/pkg/manager"
	"sigs.k8s.io/controller-runtime/pkg/metrics"

	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/policies"
	"github.com/nautes-labs/kubectl-nautes/webhook/rules"
)

// newLoader compiles the rules that we carry, and has a manager keep them together with the operator's and publish what
// is in force.
func newLoader(ctx context.Context, mgr manager.Manager) (*rules.Loader, error) {
	carried, err := policy.New(ctx, policies.FS())
	if err != nil {
		return nil, err
	}
	samples, err := rules.Samples()
	if err != nil {
		return nil, err
	}
	loader := rules.New(rules.Options{
		Carried: carried, Samples: samples, Events: mgr.GetEventRecorder("nautes-webhook"),
		Metrics: rules.NewMetrics(metrics.Registry), Clock: clock.RealClock{}, Log: mgr.GetLogger().WithName("rules"),
	})
	if err := loader.Watch(ctx, mgr.GetCache()); err != nil {
		return nil, err
	}
	for _, runnable := range []manager.Runnable{loader, rules.NewPublisher(mgr.GetClient(), loader, version)} {
		if err := mgr.Add(runnable); err != nil {
			return nil, fmt.Errorf("add %T: %w", runnable, err)
		}
	}
	if err := mgr.AddReadyzCheck("rules", func(*http.Request) error { return loader.Loaded() }); err != nil {
		return nil, fmt.Errorf("add readiness check %q: %w", "rules", err)
	}
	return loader, nil
}
