// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package certificates

import (
	"errors"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

func TestSecretDeletedKeepsOldLeafUntilBundleHoldsNewCA(t *testing.T) {
	c := newCluster(t)
	replicas := c.replicas(2)
	look(t, replicas...)
	old := c.state().current.cert
	c.clock.Step(testOverlap)
	c.deleteSecret()
	look(t, replicas...)

	fresh := c.state()
	if fresh.current.cert.Equal(old) || !fresh.previous.has(old) || !c.bundle().held.hasAll(fresh.trusted()) {
		t.Fatal("want a new CA, and the old one kept as previous")
	}
	for step := time.Duration(0); step <= testLeaf+2*testOverlap; step += testOverlap / 2 {
		for i, a := range replicas {
			if wait := step < testOverlap; signer(a).Equal(old) != wait {
				t.Fatalf("%s after the deletion, replica %d serves a leaf of the old CA: %v, want %v", step, i, !wait, wait)
			}
			if err := a.Ready(nil); err != nil {
				t.Fatalf("%s after the deletion, replica %d is not ready: %v", step, i, err)
			}
		}
		c.checkTrusted(testOverlap, replicas...)
		c.clock.Step(testOverlap / 2)
		look(t, replicas...)
	}
	if c.bundle().seen.has(old) {
		t.Error("the old CA is still trusted although all its leaves have expired")
	}
}

func TestBrokenSecretIsMendedWithoutLosingTrust(t *testing.T) {
	otherCA, err := newCA(time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), testCALifetime)
	if err != nil {
		t.Fatal(err)
	}
	otherCert, otherKey, err := otherCA.encode()
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]struct {
		change     func(*corev1.Secret)
		keepsCA    bool
		inRotation bool // break it while a next CA is in the bundle
	}{
		"no data":                  {func(s *corev1.Secret) { s.Data = nil }, false, false},
		"certificate is garbage":   {func(s *corev1.Secret) { s.Data[currentCert] = []byte("garbage") }, false, false},
		"certificate is cut short": {func(s *corev1.Secret) { s.Data[currentCert] = s.Data[currentCert][:100] }, false, false},
		"two certificates":         {func(s *corev1.Secret) { s.Data[currentCert] = append(s.Data[currentCert], otherCert...) }, false, false},
		"key is gone":              {func(s *corev1.Secret) { delete(s.Data, currentKey) }, false, false},
		"key is not PKCS #8": {func(s *corev1.Secret) {
			s.Data[currentKey] = []byte("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")
		}, false, false},
		"key is another's":             {func(s *corev1.Secret) { s.Data[currentKey] = otherKey }, false, false},
		"certificate is a leaf's":      {setLeafAsCA, false, false},
		"another CA, as from a backup": {func(s *corev1.Secret) { s.Data[currentCert], s.Data[currentKey] = otherCert, otherKey }, false, false},
		"garbage in previous":          {func(s *corev1.Secret) { s.Data[previousCert] = []byte("garbage") }, true, false},
		"garbage in retired":           {func(s *corev1.Secret) { s.Data[retiredCert] = otherKey }, true, false},
		"previous without an end":      {func(s *corev1.Secret) { s.Data[previousCert] = otherCert }, true, false},
		"end is no time": {func(s *corev1.Secret) {
			s.Data[previousCert] = otherCert
			s.Annotations = map[string]string{PreviousUntilAnnotation: "tomorrow"}
		}, true, false},
		"next is broken in a rotation":    {func(s *corev1.Secret) { s.Data[nextKey] = otherKey }, true, true},
		"next is gone in a rotation":      {func(s *corev1.Secret) { delete(s.Data, nextKey); delete(s.Data, nextCert) }, true, true},
		"current is broken in a rotation": {func(s *corev1.Secret) { s.Data[currentKey] = nil }, false, true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			c := newCluster(t)
			replicas := c.replicas(2)
			look(t, replicas...)
			c.clock.Step(testOverlap)
			if test.inRotation {
				for c.state().next == nil {
					c.clock.Step(testLeaf / 4)
					look(t, replicas...)
				}
			}
			before := c.state().current.cert
			c.updateSecret(test.change)
			for range 4 * testLeaf / testOverlap {
				look(t, replicas...)
				c.checkTrusted(testOverlap, replicas...)
				c.clock.Step(testOverlap / 2)
			}
			s := c.state() // fails if it is still broken
			if kept := s.current.cert.Equal(before); !test.inRotation && kept != test.keepsCA {
				t.Errorf("current CA kept: %v, want %v", kept, test.keepsCA)
			}
			for i, a := range replicas {
				if !signer(a).Equal(s.current.cert) {
					t.Errorf("replica %d does not serve a leaf of the current CA in the end", i)
				}
			}
			if len(s.previous) != 0 || len(c.bundle().seen) != len(s.trusted()) {
				t.Errorf("bundle of %d and %d previous in the end, want %d and none", len(c.bundle().seen), len(s.previous), len(s.trusted()))
			}
		})
	}
}

// setLeafAsCA puts a certificate with its right key there that is not allowed to sign.
func setLeafAsCA(s *corev1.Secret) {
	now := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	signer, _ := newCA(now, testCALifetime)
	l, _ := newLeaf(signer, Options{LeafLifetime: testLeaf}, now)
	notCA := &ca{cert: l.tls.Leaf, key: signer.key}
	s.Data[currentCert], _, _ = notCA.encode()
}

func TestOverwrittenBundleIsPutBack(t *testing.T) {
	stranger := []byte("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
	for name, pem := range map[string][]byte{"empty": nil, "garbage": []byte("garbage"), "broken certificate": stranger} {
		t.Run(name, func(t *testing.T) {
			c := newCluster(t)
			a := c.replica(0, testLog(t))
			look(t, a)
			c.setBundle(pem)
			look(t, a)
			if held := c.bundle().held; !held.has(signer(a)) || len(held) != 1 {
				t.Errorf("bundle of %d does not hold our CA", len(held))
			}
			if err := a.Ready(nil); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestBundleOfOneWebhookIsPutBack(t *testing.T) {
	c := newCluster(t)
	a := c.replica(0, testLog(t))
	look(t, a)
	changed := c.configuration()
	changed.Webhooks[1].ClientConfig.CABundle = nil
	if err := c.api.Update(t.Context(), changed); err != nil {
		t.Fatal(err)
	}
	look(t, a)
	if !c.bundle().held.has(signer(a)) {
		t.Error("one webhook does not trust us")
	}
}

// Whoever overwrites the bundle in a rotation makes the overlap begin anew: apiservers may have seen it without next.
func TestOverwrittenBundleRestartsTheOverlap(t *testing.T) {
	overwrite := map[string]func(*cluster){
		"by an apply": func(c *cluster) { c.setBundle(nil) },
		"by a replace": func(c *cluster) {
			replaced := configuration()
			replaced.ResourceVersion = c.configuration().ResourceVersion
			if err := c.api.Update(c.t.Context(), replaced); err != nil {
				c.t.Fatal(err)
			}
		},
		"of the time only": func(c *cluster) {
			changed := c.configuration()
			changed.Annotations[BundleSinceAnnotation] = "2099-01-01T00:00:00Z"
			if err := c.api.Update(c.t.Context(), changed); err != nil {
				c.t.Fatal(err)
			}
		},
	}
	for name, overwrite := range overwrite {
		t.Run(name, func(t *testing.T) {
			c := newCluster(t)
			a := c.replica(0, testLog(t))
			look(t, a)
			c.clock.Step(2 * testCALifetime / 3)
			look(t, a)
			next := c.state().next.cert
			c.clock.Step(testOverlap - time.Minute)
			overwrite(c)
			look(t, a)
			c.clock.Step(testOverlap - time.Minute)
			look(t, a)
			if c.state().next == nil {
				t.Fatal("promoted before the bundle held the next CA for the overlap")
			}
			c.clock.Step(time.Minute)
			look(t, a)
			if !c.state().current.cert.Equal(next) {
				t.Fatal("not promoted after the overlap")
			}
		})
	}
}

// What an operator does who does not trust the old CA any more: both at once.
func TestSecretDeletedAndBundleEmptiedTrustsTheOldCANoMore(t *testing.T) {
	c := newCluster(t)
	replicas := c.replicas(2)
	look(t, replicas...)
	old := c.state().current.cert
	c.deleteSecret()
	c.setBundle(nil)
	look(t, replicas...)
	look(t, replicas...)
	if c.bundle().seen.has(old) {
		t.Error("the old CA came back")
	}
	c.checkTrusted(0, replicas...)
}

func TestRetiredCAPutBackByHandIsTakenOff(t *testing.T) {
	c := newCluster(t)
	a := c.replica(0, testLog(t))
	look(t, a)
	old := c.state().current.cert
	c.deleteSecret()
	for range 2 * testLeaf / testOverlap {
		look(t, a)
		c.clock.Step(testOverlap)
	}
	if !c.state().retired.has(old) {
		t.Fatal("the old CA is not retired")
	}
	c.setBundle(encodeCertificates(c.state().trusted().with(old)))
	look(t, a)
	if c.bundle().seen.has(old) || c.state().previous.has(old) {
		t.Error("a retired CA is trusted again")
	}
}

func TestAllReplicasDownUntilTheCAExpired(t *testing.T) {
	c := newCluster(t)
	look(t, c.replica(0, testLog(t)))
	c.clock.Step(2 * testCALifetime)
	a := c.replica(0, testLog(t))
	look(t, a)
	c.checkTrusted(0, a)
	if err := a.Ready(nil); err != nil || len(c.bundle().seen) != 1 {
		t.Errorf("ready: %v, bundle of %d, want one new CA", err, len(c.bundle().seen))
	}
}

func TestConfigurationAppliedAfterTheWebhookStarted(t *testing.T) {
	c := newCluster(t)
	if err := c.api.Delete(t.Context(), c.configuration()); err != nil {
		t.Fatal(err)
	}
	a := c.replica(0, testLog(t))
	look(t, a)
	if _, err := a.GetCertificate(nil); err != nil {
		t.Error(err)
	}
	if err := a.Ready(nil); err == nil {
		t.Error("ready without a configuration")
	}
	if err := c.api.Create(t.Context(), configuration()); err != nil {
		t.Fatal(err)
	}
	look(t, a)
	if err := a.Ready(nil); err != nil {
		t.Error(err)
	}
}

func TestLeafIsRenewedWhenNothingMayBeWritten(t *testing.T) {
	c := newCluster(t)
	a := c.replica(0, testLog(t))
	look(t, a)
	forbidden := errors.New("forbidden")
	c.before = func(verb string, _ client.Object) error {
		if verb != "get" {
			return forbidden
		}
		return nil
	}
	for c.clock.Now().Before(c.state().current.cert.NotAfter.Add(-time.Hour)) {
		if err := a.look(t.Context()); err != nil && !errors.Is(err, forbidden) {
			t.Fatal(err)
		}
		c.checkTrusted(testOverlap, a)
		c.clock.Step(testOverlap)
	}
	if l := a.view.Load().leaf; !l.tls.Leaf.NotAfter.Equal(l.signer.NotAfter) {
		t.Errorf("the last leaf is valid until %s, its CA until %s", l.tls.Leaf.NotAfter, l.signer.NotAfter)
	}
}

func TestLeafIsServedWhenTheAPIServerIsAway(t *testing.T) {
	c := newCluster(t)
	a := c.replica(0, testLog(t))
	look(t, a)
	away := errors.New("connection refused")
	c.before = func(string, client.Object) error { return away }
	c.clock.Step(testLeaf / 2)
	if err := a.look(t.Context()); !errors.Is(err, away) {
		t.Errorf("got %v, want what the apiserver answered", err)
	}
	if err := a.Ready(nil); err != nil {
		t.Errorf("not ready because the apiserver is away: %v", err)
	}
	c.checkTrusted(testOverlap, a)
}
