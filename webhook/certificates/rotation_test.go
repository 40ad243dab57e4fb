// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package certificates

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"sigs.k8s.io/controller-runtime/pkg/client"
)

// The stations of one rotation, each a moment before and when it is due.
func TestRotationStepByStep(t *testing.T) {
	c := newCluster(t)
	a := c.replica(0, testLog(t))
	look(t, a)
	first := c.state().current
	at := func(when time.Time) {
		t.Helper()
		for testLeaf/4 < when.Sub(c.clock.Now()) { // Between the stations leaves go on being renewed.
			c.clock.Step(testLeaf / 4)
			look(t, a)
		}
		c.clock.SetTime(when)
		look(t, a)
		c.checkTrusted(testOverlap, a)
	}
	expect := func(next bool, trusted int, current, signedBy *ca) {
		t.Helper()
		s := c.state()
		if (s.next != nil) != next || len(c.bundle().held) != trusted || !s.current.cert.Equal(current.cert) || !signer(a).Equal(signedBy.cert) {
			t.Fatalf("next %v, bundle of %d, current is the expected %v, signer is %v; want next %v, bundle of %d",
				s.next != nil, len(c.bundle().held), s.current.cert.Equal(current.cert), signer(a).Equal(signedBy.cert), next, trusted)
		}
	}

	due := first.cert.NotAfter.Add(-testCALifetime / 3)
	at(due.Add(-time.Minute))
	expect(false, 1, first, first)
	at(due)
	expect(true, 2, first, first)
	second := c.state().next

	at(due.Add(testOverlap - time.Second))
	expect(true, 2, first, first)
	at(due.Add(testOverlap))
	expect(false, 2, second, second)

	over := due.Add(testOverlap + testLeaf + testOverlap)
	at(over.Add(-time.Second))
	expect(false, 2, second, second)
	at(over)
	expect(false, 1, second, second)
	if s := c.state(); len(s.previous) != 0 || !s.until.IsZero() || !s.retired.has(first.cert) {
		t.Fatalf("previous %d until %s, retired %d; want the first CA retired", len(s.previous), s.until, len(s.retired))
	}
	at(first.cert.NotAfter.Add(backdate))
	if s := c.state(); len(s.retired) != 0 {
		t.Fatal("an expired CA is still remembered")
	}
}

// Two lives of a CA, hour by hour. After every look, each replica's leaf is trusted by an apiserver that is up to
// lag behind.
func TestNoReplicaIsEverUntrusted(t *testing.T) {
	const awake, sleepy = 1.0, 0.1
	tests := map[string]struct {
		skews      []time.Duration
		wakes      float64 // chance of a replica to look in a given hour
		interleave float64 // chance that another replica looks between two requests of this one
		lag        time.Duration
		deleted    float64 // chance in a given hour that somebody deletes the Secret
	}{
		"two replicas":                            {[]time.Duration{0, 0}, awake, 0, testOverlap, 0},
		"clocks differ":                           {[]time.Duration{-15 * time.Minute, 15 * time.Minute}, awake, 0, testOverlap - 30*time.Minute, 0},
		"replicas seldom look":                    {[]time.Duration{0, 0}, sleepy, 0, testOverlap, 0},
		"looks interleave":                        {[]time.Duration{0, 0, 0}, awake, 0.2, testOverlap, 0},
		"looks interleave, clocks differ, seldom": {[]time.Duration{-15 * time.Minute, 0, 15 * time.Minute}, sleepy, 0.2, testOverlap - 30*time.Minute, 0},
		"secret deleted now and then":             {[]time.Duration{0, 0, 0}, awake, 0.2, testOverlap, 0.01},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			c := newCluster(t)
			random := rand.New(rand.NewPCG(1, 2))
			var replicas []*Authority
			for _, skew := range test.skews {
				replicas = append(replicas, c.replica(skew, testLog(t)))
			}
			busy := map[*Authority]bool{}
			lookOnce := func(a *Authority) {
				if busy[a] {
					return
				}
				busy[a] = true
				look(t, a)
				busy[a] = false
			}
			c.before = func(string, client.Object) error {
				if random.Float64() < test.interleave {
					lookOnce(replicas[random.IntN(len(replicas))])
				}
				return nil
			}
			for _, a := range replicas {
				lookOnce(a)
			}
			looked := make([]time.Time, len(replicas))
			var seen certificates
			for range 2 * testCALifetime / time.Hour {
				for i, a := range replicas {
					// A replica that does not look for a third of a leaf's life expires, and is right to.
					overdue := c.clock.Since(looked[i]) > testLeaf/4
					if random.Float64() < test.wakes || overdue {
						lookOnce(a)
						looked[i] = c.clock.Now()
					}
					c.checkTrusted(test.lag, replicas...)
				}
				seen = seen.with(c.state().current.cert)
				if random.Float64() < test.deleted {
					c.deleteSecret()
				}
				c.clock.Step(time.Hour)
			}
			if len(seen) < 3 {
				t.Errorf("%d CAs in two lives, want at least 3: rotations do not finish", len(seen))
			}
			if len(c.bundles) > 2*len(seen)+1 {
				t.Errorf("%d writes of the bundle for %d CAs: replicas disagree about it", len(c.bundles), len(seen))
			}
			if biggest := slices.MaxFunc(c.bundles, func(a, b bundleAt) int { return len(a.certs) - len(b.certs) }); test.deleted == 0 && len(biggest.certs) != 2 {
				t.Errorf("the bundle grew to %d CAs, want 2", len(biggest.certs))
			}
		})
	}
}

func TestLeafIsRenewedWhenAThirdIsLeft(t *testing.T) {
	c := newCluster(t)
	a := c.replica(0, testLog(t))
	look(t, a)
	first, _ := a.GetCertificate(nil)
	c.clock.Step(2*testLeaf/3 - time.Second)
	look(t, a)
	if same, _ := a.GetCertificate(nil); same != first {
		t.Fatal("the leaf was renewed before two thirds of its life")
	}
	c.clock.Step(time.Second)
	look(t, a)
	renewed, _ := a.GetCertificate(nil)
	if renewed == first {
		t.Fatal("the leaf was not renewed at two thirds of its life")
	}
	if want := c.clock.Now().Add(testLeaf); !renewed.Leaf.NotAfter.Equal(want) {
		t.Errorf("renewed until %s, want %s", renewed.Leaf.NotAfter, want)
	}
	if !signer(a).Equal(c.state().current.cert) || len(c.bundles) != 1 {
		t.Error("renewing a leaf touched the CA")
	}
}

func TestOldPrivateKeyIsNotKept(t *testing.T) {
	c := newCluster(t)
	a := c.replica(0, testLog(t))
	look(t, a)
	old := c.secret().Data[currentKey]
	c.clock.Step(2 * testCALifetime / 3)
	look(t, a)
	c.clock.Step(testOverlap)
	look(t, a)
	for key, value := range c.secret().Data {
		if bytes.Equal(value, old) {
			t.Errorf("%s still holds the private key of the previous CA", key)
		}
	}
	if len(c.state().previous) != 1 {
		t.Fatal("there was no rotation")
	}
}
