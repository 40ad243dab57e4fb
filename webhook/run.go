// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net/http"

	"github.com/go-logr/logr"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/utils/clock"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/cache"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/healthz"
	"sigs.k8s.io/controller-runtime/pkg/manager"
	"sigs.k8s.io/controller-runtime/pkg/metrics"
	metricsserver "sigs.k8s.io/controller-runtime/pkg/metrics/server"
	"sigs.k8s.io/controller-runtime/pkg/webhook"
	ctrladmission "sigs.k8s.io/controller-runtime/pkg/webhook/admission"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/policies"
	"github.com/nautes-labs/kubectl-nautes/webhook/access"
	"github.com/nautes-labs/kubectl-nautes/webhook/admission"
	"github.com/nautes-labs/kubectl-nautes/webhook/certificates"
	"github.com/nautes-labs/kubectl-nautes/webhook/source"
)

// path is where the webhook configuration sends reviews to.
const path = "/validate"

// version is set by the linker.
var version = "unknown"

// run serves until ctx is done, then lets what is under way finish.
func run(ctx context.Context, o options) error {
	engine, err := policy.New(ctx, policies.FS())
	if err != nil {
		return err
	}
	config, err := connect(o)
	if err != nil {
		return err
	}
	authority, err := newAuthority(config, o)
	if err != nil {
		return err
	}
	mgr, err := newManager(config, o, authority)
	if err != nil {
		return err
	}
	watch, err := source.Start(ctx, mgr.GetCache(), mgr.GetLogger().WithName("catalog"))
	if err != nil {
		return err
	}
	live := source.Live{Reader: mgr.GetAPIReader()}
	heartbeat := &source.Heartbeat{Get: live.Get, Clock: clock.RealClock{}}
	ready := func() error { return errors.Join(watch.Synced(), heartbeat.Alive()) }
	if err := serve(mgr, config, engine, watch.Catalog(), live, ready); err != nil {
		return err
	}
	if err := register(mgr, authority, heartbeat, ready); err != nil {
		return err
	}
	mgr.GetLogger().Info("starting", "version", version, "rules", len(engine.Rules()))
	return mgr.Start(ctx)
}

// connect finds the API server. Client-side throttling is off: live reads before a denial must not wait for each
// other, and the API server looks after its own fairness.
func connect(o options) (*rest.Config, error) {
	rules := clientcmd.NewDefaultClientConfigLoadingRules()
	rules.ExplicitPath = o.kubeconfig
	config, err := clientcmd.NewNonInteractiveDeferredLoadingClientConfig(rules, nil).ClientConfig()
	if err != nil {
		return nil, fmt.Errorf("find the API server: %w (give --kubeconfig, or run in a pod)", err)
	}
	config.QPS = -1
	return rest.AddUserAgent(config, "nautes-webhook/"+version), nil
}

func newAuthority(config *rest.Config, o options) (*certificates.Authority, error) {
	c, err := client.NewWithWatch(config, client.Options{})
	if err != nil {
		return nil, fmt.Errorf("connect to the API server: %w", err)
	}
	return certificates.New(c, certificates.Options{
		CALifetime: o.caLifetime, LeafLifetime: o.leafLifetime, Overlap: o.overlap, Hosts: o.hosts,
		Log: ctrl.Log.WithName("certificates"),
	})
}

func newManager(config *rest.Config, o options, authority *certificates.Authority) (manager.Manager, error) {
	mgr, err := ctrl.NewManager(config, ctrl.Options{
		Cache:                  cache.Options{DefaultTransform: source.Lean, ReaderFailOnMissingInformer: true},
		Metrics:                metricsserver.Options{BindAddress: o.metricsAddress},
		HealthProbeBindAddress: o.healthAddress,
		WebhookServer: webhook.NewServer(webhook.Options{
			Host: o.bindAddress, Port: o.port,
			TLSOpts: []func(*tls.Config){func(c *tls.Config) {
				c.GetCertificate = authority.GetCertificate
				c.MinVersion = tls.VersionTLS13
			}},
		}),
	})
	if err != nil {
		return nil, fmt.Errorf("connect to the API server: %w", err)
	}
	return mgr, nil
}

func serve(mgr manager.Manager, config *rest.Config, engine *policy.Engine, watched *catalog.Catalog, live source.Live, ready func() error) error {
	clients, err := kubernetes.NewForConfig(config)
	if err != nil {
		return fmt.Errorf("connect to the API server: %w", err)
	}
	handler := &admission.Handler{
		Engine:    engine,
		Catalog:   watched,
		Live:      live,
		Permitted: access.New(clients.AuthorizationV1().SubjectAccessReviews()).MaySkipCheck,
		Ready:     ready,
		Events:    mgr.GetEventRecorder("nautes-webhook"),
		Metrics:   admission.NewMetrics(metrics.Registry),
		Clock:     clock.RealClock{},
	}
	mgr.GetWebhookServer().Register(path, &ctrladmission.Webhook{
		Handler: handler,
		// The handler names what it logs; controller-runtime would say it twice.
		LogConstructor: func(base logr.Logger, _ *ctrladmission.Request) logr.Logger { return base },
	})
	return nil
}

// register adds what runs beside the server and what readiness waits for: the rules are compiled before anything
// starts, so the catalog and the certificates are left.
func register(mgr manager.Manager, authority *certificates.Authority, heartbeat *source.Heartbeat, ready func() error) error {
	for _, runnable := range []manager.Runnable{authority, heartbeat} {
		if err := mgr.Add(runnable); err != nil {
			return fmt.Errorf("add %T: %w", runnable, err)
		}
	}
	checks := map[string]healthz.Checker{
		"certificates": authority.Ready,
		"catalog":      func(*http.Request) error { return ready() },
		"serving":      mgr.GetWebhookServer().StartedChecker(),
	}
	for name, check := range checks {
		if err := mgr.AddReadyzCheck(name, check); err != nil {
			return fmt.Errorf("add readiness check %q: %w", name, err)
		}
	}
	return mgr.AddHealthzCheck("ping", healthz.Ping)
}
