// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net/http"
	"time"

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
	"github.com/nautes-labs/kubectl-nautes/webhook/access"
	"github.com/nautes-labs/kubectl-nautes/webhook/admission"
	"github.com/nautes-labs/kubectl-nautes/webhook/audit"
	"github.com/nautes-labs/kubectl-nautes/webhook/certificates"
	"github.com/nautes-labs/kubectl-nautes/webhook/rules"
	"github.com/nautes-labs/kubectl-nautes/webhook/source"
	"github.com/nautes-labs/kubectl-nautes/webhook/status"
	"github.com/nautes-labs/kubectl-nautes/webhook/trail"
)

// path is where the webhook configuration sends reviews to.
const path = "/validate"

// version is set by the linker.
var version = "unknown"

// run serves until ctx is done, then lets what is under way finish.
func run(ctx context.Context, o options) error {
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
	loader, err := newLoader(ctx, mgr)
	if err != nil {
		return err
	}
	watch, err := source.Start(ctx, mgr.GetCache(), mgr.GetLogger().WithName("catalog"))
	if err != nil {
		return err
	}
	live := source.Live{Reader: mgr.GetAPIReader()}
	heartbeat := &source.Heartbeat{Get: live.Get, Clock: clock.RealClock{}}
	ready := func() error { return errors.Join(watch.Synced(), heartbeat.Alive(), loader.Loaded()) }
	bypasses := newTrail(mgr, watch.Catalog(), live)
	traffic := &audit.Traffic{}
	if err := serve(mgr, config, loader.Engine, watch.Catalog(), live, ready, bypasses, traffic); err != nil {
		return err
	}
	if err := addAudit(mgr, config, loader, watch.Catalog(), ready, traffic); err != nil {
		return err
	}
	if err := register(mgr, authority, heartbeat, bypasses, ready); err != nil {
		return err
	}
	mgr.GetLogger().Info("starting", "version", version, "rules", len(loader.Engine().Rules()), "hash", loader.Engine().Hash())
	err = mgr.Start(ctx)
	// Nothing is answered any more, so nothing is added.
	drained, cancel := context.WithTimeout(context.WithoutCancel(ctx), drainTime)
	defer cancel()
	bypasses.Drain(drained)
	return err
}

// drainTime is what is left of the pod's grace period (manifests/webhook) after all else has had its time.
const drainTime = 3 * time.Second

func newTrail(mgr manager.Manager, watched *catalog.Catalog, live source.Live) *trail.Trail {
	return &trail.Trail{
		Catalog: watched, Get: live.Get, Apply: status.Writer{Client: mgr.GetClient()}.Apply,
		Outcomes: trail.NewOutcomes(metrics.Registry), Clock: clock.RealClock{}, Log: mgr.GetLogger().WithName("trail"),
	}
}

// connect finds the API server. Client-side throttling is off: live reads before a denial must not wait for each
// other, and the API server looks after its own fairness.
func connect(o options) (*rest.Config, error) {
	loading := clientcmd.NewDefaultClientConfigLoadingRules()
	loading.ExplicitPath = o.kubeconfig
	config, err := clientcmd.NewNonInteractiveDeferredLoadingClientConfig(loading, nil).ClientConfig()
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
		Cache:                  cache.Options{DefaultTransform: source.Lean, ReaderFailOnMissingInformer: true, ByObject: rules.Cached()},
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

func serve(mgr manager.Manager, config *rest.Config, engine func() *policy.Engine, watched *catalog.Catalog, live source.Live, ready func() error, bypasses *trail.Trail, traffic *audit.Traffic) error {
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
		Keep:      bypasses.Keep,
		Metrics:   admission.NewMetrics(metrics.Registry),
		Clock:     clock.RealClock{},
	}
	mgr.GetWebhookServer().Register(path, &ctrladmission.Webhook{
		Handler: traffic.Around(handler),
		// The handler names what it logs; controller-runtime would say it twice.
		LogConstructor: func(base logr.Logger, _ *ctrladmission.Request) logr.Logger { return base },
	})
	return nil
}

// register adds what runs beside the server, and what readiness waits for besides the rules.
func register(mgr manager.Manager, authority *certificates.Authority, heartbeat *source.Heartbeat, bypasses *trail.Trail, ready func() error) error {
	for _, runnable := range []manager.Runnable{authority, heartbeat, bypasses} {
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
