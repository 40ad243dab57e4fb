// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"

	"k8s.io/client-go/rest"
	"k8s.io/utils/clock"
	"sigs.k8s.io/controller-runtime/pkg/manager"
	"sigs.k8s.io/controller-runtime/pkg/metrics"

	"github.com/nautes-labs/kubectl-nautes/pkg/api/v1alpha1"
	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/webhook/audit"
	"github.com/nautes-labs/kubectl-nautes/webhook/leader"
	"github.com/nautes-labs/kubectl-nautes/webhook/rules"
	"github.com/nautes-labs/kubectl-nautes/webhook/status"
)

// leaseName is the Lease in our namespace whose holder audits; manifests/rbac permits that one and no other.
const leaseName = "nautes-webhook"

// addAudit has a manager judge what is stored, on the replica that holds the lease, by the rules in force.
func addAudit(mgr manager.Manager, config *rest.Config, loader *rules.Loader, watched *catalog.Catalog, ready func() error, traffic *audit.Traffic) error {
	background := audit.New(audit.Options{
		Engine: loader.Engine, Catalog: watched, Ready: ready,
		Apply: status.Writer{Client: mgr.GetClient()}.Apply, Events: mgr.GetEventRecorder("nautes-webhook"),
		Traffic: traffic, Clock: clock.RealClock{}, Log: mgr.GetLogger().WithName("audit"),
	}, metrics.Registry)
	loader.Subscribe(background.Rejudge)
	elected, err := leader.New(config, v1alpha1.SystemNamespace, leaseName, background.Run)
	if err != nil {
		return err
	}
	if err := mgr.Add(elected); err != nil {
		return fmt.Errorf("add %T: %w", elected, err)
	}
	return nil
}
