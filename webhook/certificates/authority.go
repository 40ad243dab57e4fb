// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package certificates

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net/http"
	"sync/atomic"

	"sigs.k8s.io/controller-runtime/pkg/client"
)

// Authority makes and renews this replica's serving certificate and does its share of what the replicas do together:
// keeping the CA in the Secret and the bundle in the webhook's configuration. It is a manager.Runnable.
type Authority struct {
	client  client.WithWatch
	options Options
	// view is what the last look found. Looks replace it whole; handshakes and probes only load it.
	view atomic.Pointer[view]
}

// view is immutable.
type view struct {
	leaf   *leaf // nil before the first one is made
	bundle bundle
}

// New returns an Authority that does nothing before [Authority.Start].
//
// The client must read from the apiserver, not from a cache (client.NewWithWatch does): the protocol rests on that.
// It needs get, create, update and watch on the Secret, and get, patch and watch on the
// ValidatingWebhookConfiguration; all but create can be limited to their names, as the watches select by name.
// The error names every option that does not fit.
func New(c client.WithWatch, o Options) (*Authority, error) {
	o = o.withDefaults()
	if err := o.validate(); err != nil {
		return nil, fmt.Errorf("check certificate options: %w", err)
	}
	a := &Authority{client: c, options: o}
	a.view.Store(&view{})
	return a, nil
}

// NeedLeaderElection is false: every replica has a leaf of its own to keep.
func (a *Authority) NeedLeaderElection() bool { return false }

// GetCertificate is for tls.Config.GetCertificate. It returns an error until the first leaf is made. An expired leaf
// is still served: by the client's clock it may be valid, and if not the client's error says what is wrong.
func (a *Authority) GetCertificate(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	v := a.view.Load()
	if v.leaf == nil {
		return nil, errNoLeaf()
	}
	return v.leaf.tls, nil
}

// Ready is a healthz.Checker. It returns nil when, as of the last look, every webhook of the configuration trusted
// the CA that signed our leaf, and the leaf is valid now. Losing the apiserver does not make a replica unready.
func (a *Authority) Ready(*http.Request) error {
	v := a.view.Load()
	switch {
	case v.leaf == nil:
		return errNoLeaf()
	case !v.bundle.exists:
		return fmt.Errorf("validating webhook configuration %q does not exist or has no webhooks (apply it)", ConfigurationName)
	case !v.bundle.held.has(v.leaf.signer):
		return fmt.Errorf("validating webhook configuration %q does not hold the CA of our serving certificate in each caBundle yet", ConfigurationName)
	default:
		return v.leaf.check(a.options.Clock.Now())
	}
}

func errNoLeaf() error {
	return errors.New("no serving certificate yet (the log says why the CA's secret cannot be read or made)")
}
