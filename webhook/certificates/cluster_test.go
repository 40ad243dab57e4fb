// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package certificates

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"sync"
	"testing"
	"time"

	"github.com/go-logr/logr"
	"github.com/go-logr/logr/funcr"
	admissionv1 "k8s.io/api/admissionregistration/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes/scheme"
	"k8s.io/utils/clock"
	testingclock "k8s.io/utils/clock/testing"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/fake"
	"sigs.k8s.io/controller-runtime/pkg/client/interceptor"
)

// Lifetimes that give a rotation in two hundred steps of an hour.
const (
	testCALifetime = 8 * 24 * time.Hour
	testLeaf       = 24 * time.Hour
	testOverlap    = 4 * time.Hour
)

// cluster is an apiserver with the webhook's configuration, and a memory of every bundle that it held.
type cluster struct {
	t     *testing.T
	clock *testingclock.FakeClock
	api   client.WithWatch
	// before is called ahead of each request of a replica; an error that it returns is the answer.
	before  func(verb string, obj client.Object) error
	mu      sync.Mutex
	bundles []bundleAt // guarded by mu
	shaken  map[handshake]time.Time
}

type bundleAt struct {
	at    time.Time
	certs certificates
}

// newCluster has a configuration of two webhooks without caBundle, as our manifest is, and no Secret.
func newCluster(t *testing.T) *cluster {
	t.Helper()
	c := &cluster{t: t, shaken: map[handshake]time.Time{}, clock: testingclock.NewFakeClock(time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC))}
	c.api = fake.NewClientBuilder().WithScheme(scheme.Scheme).WithGlobalResourceVersionCounter().
		WithObjects(configuration()).Build()
	return c
}

func configuration() *admissionv1.ValidatingWebhookConfiguration {
	return &admissionv1.ValidatingWebhookConfiguration{
		ObjectMeta: metav1.ObjectMeta{Name: ConfigurationName},
		Webhooks: []admissionv1.ValidatingWebhook{
			{Name: "cluster-scoped.nautes.resource.nautes.io"},
			{Name: "product-scoped.nautes.resource.nautes.io"},
		},
	}
}

// replica is one process of the webhook whose clock differs by skew.
func (c *cluster) replica(skew time.Duration, log logr.Logger) *Authority {
	c.t.Helper()
	a, err := New(c.intercepted(), Options{
		CALifetime: testCALifetime, LeafLifetime: testLeaf, Overlap: testOverlap,
		Clock: skewedClock{c.clock, skew}, Log: log,
	})
	if err != nil {
		c.t.Fatal(err)
	}
	return a
}

func (c *cluster) replicas(n int) []*Authority {
	var out []*Authority
	for range n {
		out = append(out, c.replica(0, testLog(c.t)))
	}
	return out
}

type skewedClock struct {
	clock.Clock
	by time.Duration
}

func (s skewedClock) Now() time.Time { return s.Clock.Now().Add(s.by) }

func testLog(t *testing.T) logr.Logger {
	return funcr.New(func(prefix, args string) { t.Log(prefix, args) }, funcr.Options{})
}

func (c *cluster) intercepted() client.WithWatch {
	ask := func(verb string, obj client.Object) error {
		if c.before == nil {
			return nil
		}
		return c.before(verb, obj)
	}
	return interceptor.NewClient(c.api, interceptor.Funcs{
		Get: func(ctx context.Context, api client.WithWatch, key client.ObjectKey, obj client.Object, opts ...client.GetOption) error {
			if err := ask("get", obj); err != nil {
				return err
			}
			return api.Get(ctx, key, obj, opts...)
		},
		Create: func(ctx context.Context, api client.WithWatch, obj client.Object, opts ...client.CreateOption) error {
			if err := ask("create", obj); err != nil {
				return err
			}
			return api.Create(ctx, obj, opts...)
		},
		Update: func(ctx context.Context, api client.WithWatch, obj client.Object, opts ...client.UpdateOption) error {
			if err := ask("update", obj); err != nil {
				return err
			}
			return api.Update(ctx, obj, opts...)
		},
		Patch: func(ctx context.Context, api client.WithWatch, obj client.Object, patch client.Patch, opts ...client.PatchOption) error {
			if err := ask("patch", obj); err != nil {
				return err
			}
			err := api.Patch(ctx, obj, patch, opts...)
			if hook, ok := obj.(*admissionv1.ValidatingWebhookConfiguration); ok && err == nil {
				c.remember(hook)
			}
			return err
		},
	})
}

func (c *cluster) remember(configuration *admissionv1.ValidatingWebhookConfiguration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.bundles = append(c.bundles, bundleAt{c.clock.Now(), readBundle(configuration).held})
}

func (c *cluster) configuration() *admissionv1.ValidatingWebhookConfiguration {
	c.t.Helper()
	out := &admissionv1.ValidatingWebhookConfiguration{}
	if err := c.api.Get(c.t.Context(), client.ObjectKey{Name: ConfigurationName}, out); err != nil {
		c.t.Fatal(err)
	}
	return out
}

func (c *cluster) bundle() bundle { return readBundle(c.configuration()) }

// setBundle is what somebody else does to the caBundle of every webhook.
func (c *cluster) setBundle(pem []byte) {
	c.t.Helper()
	changed := c.configuration()
	for i := range changed.Webhooks {
		changed.Webhooks[i].ClientConfig.CABundle = pem
	}
	if err := c.api.Update(c.t.Context(), changed); err != nil {
		c.t.Fatal(err)
	}
	c.remember(changed)
}

func (c *cluster) secret() *corev1.Secret {
	c.t.Helper()
	out := &corev1.Secret{}
	if err := c.api.Get(c.t.Context(), client.ObjectKey{Namespace: SecretNamespace, Name: SecretName}, out); err != nil {
		c.t.Fatal(err)
	}
	return out
}

// state is the Secret's, which must be whole.
func (c *cluster) state() state {
	c.t.Helper()
	s, err := decode(c.secret())
	if err != nil {
		c.t.Fatal(err)
	}
	return s
}

func (c *cluster) deleteSecret() {
	c.t.Helper()
	if err := c.api.Delete(c.t.Context(), c.secret()); err != nil {
		c.t.Fatal(err)
	}
}

func (c *cluster) updateSecret(change func(*corev1.Secret)) {
	c.t.Helper()
	secret := c.secret()
	change(secret)
	if err := c.api.Update(c.t.Context(), secret); err != nil {
		c.t.Fatal(err)
	}
}

func look(t *testing.T, replicas ...*Authority) {
	t.Helper()
	for _, a := range replicas {
		if err := a.look(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

// checkTrusted calls each replica as apiservers do that see the configuration as it is, and as it was at any time
// up to lag ago.
func (c *cluster) checkTrusted(lag time.Duration, replicas ...*Authority) {
	c.t.Helper()
	now := c.clock.Now()
	for i, b := range c.bundles {
		if replacedBefore := i+1 < len(c.bundles) && !c.bundles[i+1].at.After(now.Add(-lag)); replacedBefore {
			continue
		}
		for n, a := range replicas {
			served, err := a.GetCertificate(nil)
			if err != nil {
				c.t.Fatalf("at %s replica %d: %v", now, n, err)
			}
			// Signatures are slow and do not change; dates are looked at each time.
			known := handshake{served, i}
			if now.Before(c.shaken[known]) {
				continue
			}
			if c.shaken[known], err = known.verify(b.certs, now); err != nil {
				c.t.Fatalf("at %s replica %d, with the bundle of %s: %v", now, n, b.at, err)
			}
		}
	}
}

// handshake is of a serving certificate with a client that has the bundle of that index.
type handshake struct {
	served *tls.Certificate
	bundle int
}

// verify does what a TLS client does, and returns until when the result holds.
func (h handshake) verify(trusted certificates, now time.Time) (time.Time, error) {
	roots := x509.NewCertPool()
	for _, cert := range trusted {
		roots.AddCert(cert)
	}
	chains, err := h.served.Leaf.Verify(x509.VerifyOptions{DNSName: ServiceHost, Roots: roots, CurrentTime: now})
	if err != nil {
		return time.Time{}, err
	}
	return earlier(h.served.Leaf.NotAfter, chains[0][1].NotAfter), nil
}

func signer(a *Authority) *x509.Certificate { return a.view.Load().leaf.signer }
