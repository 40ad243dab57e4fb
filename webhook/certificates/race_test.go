// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package certificates

import (
	"fmt"
	"sync"
	"testing"
	"time"

	admissionv1 "k8s.io/api/admissionregistration/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

func TestReplicasRacingOnFirstStartMakeOneCA(t *testing.T) {
	const n = 5
	c := newCluster(t)
	replicas := c.replicas(n)
	// Nobody creates before everybody has seen that there is no Secret.
	var allSawNone sync.WaitGroup
	allSawNone.Add(n)
	c.before = func(verb string, _ client.Object) error {
		if verb == "create" {
			allSawNone.Done()
			allSawNone.Wait()
		}
		return nil
	}
	errs := make(chan error, n)
	for _, a := range replicas {
		go func() {
			errs <- a.look(t.Context())
		}()
	}
	for range n {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
	look(t, replicas...)
	s, b := c.state(), c.bundle()
	if len(s.known()) != 1 || len(b.seen) != 1 || !b.held.has(s.current.cert) {
		t.Fatalf("secret knows %d CAs, bundle holds %d, want the same one", len(s.known()), len(b.seen))
	}
	for i, a := range replicas {
		if !signer(a).Equal(s.current.cert) {
			t.Errorf("replica %d serves a leaf of another CA", i)
		}
		if err := a.Ready(nil); err != nil {
			t.Errorf("replica %d is not ready: %v", i, err)
		}
	}
}

func TestConflictsAreTriedAgain(t *testing.T) {
	conflict := apierrors.NewConflict(schema.GroupResource{}, "x", fmt.Errorf("changed"))
	tests := map[string]struct {
		verb   string
		answer error
	}{
		"secret created by another":        {"create", apierrors.NewAlreadyExists(schema.GroupResource{}, "x")},
		"secret changed by another":        {"update", conflict},
		"secret deleted in between":        {"update", apierrors.NewNotFound(schema.GroupResource{}, "x")},
		"configuration changed by another": {"patch", conflict},
		"configuration deleted in between": {"patch", apierrors.NewNotFound(schema.GroupResource{}, "x")},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			c := newCluster(t)
			a := c.replica(0, testLog(t))
			var tries int
			c.before = func(verb string, _ client.Object) error {
				if verb != test.verb {
					return nil
				}
				tries++
				if tries == 1 {
					return test.answer
				}
				return nil
			}
			look(t, a)
			c.clock.Step(2 * testCALifetime / 3)
			look(t, a)
			if tries < 2 {
				t.Errorf("%d tries, want the conflict and another one", tries)
			}
			if err := a.Ready(nil); err != nil || c.state().next == nil || len(c.bundle().held) != 2 {
				t.Errorf("ready: %v, bundle of %d, want a rotation that has begun", err, len(c.bundle().held))
			}
		})
	}
}

// A replica that was asleep between reading and writing must not take off the bundle what others put on.
func TestSleepyReplicaCannotTakeNextCAOffTheBundle(t *testing.T) {
	for _, sleepBefore := range []string{"get secret", "patch configuration"} {
		t.Run(sleepBefore, func(t *testing.T) {
			c := newCluster(t)
			sleepy, other := c.replica(0, testLog(t)), c.replica(0, testLog(t))
			look(t, sleepy, other)
			c.setBundle(nil) // Gives the sleepy one a reason to write.
			var slept bool
			c.before = func(verb string, obj client.Object) error {
				request := verb + " " + map[bool]string{true: "secret", false: "configuration"}[isSecret(obj)]
				if !slept && request == sleepBefore {
					slept = true
					c.clock.Step(2 * testCALifetime / 3)
					look(t, other)
				}
				return nil
			}
			look(t, sleepy)
			if held, s := c.bundle().held, c.state(); !slept || s.next == nil || !held.hasAll(s.trusted()) {
				t.Errorf("the bundle lost a CA: it holds %d, the secret has %d", len(held), len(s.trusted()))
			}
		})
	}
}

// Its clock is behind, so by its own reckoning the CA that others have retired has some time left.
func TestReplicaWithAnOldSecretCannotTrustARetiredCAAgain(t *testing.T) {
	for _, sleepBefore := range []string{"get secret", "get configuration", "patch configuration"} {
		t.Run(sleepBefore, func(t *testing.T) {
			c := newCluster(t)
			sleepy, other := c.replica(-15*time.Minute, testLog(t)), c.replica(0, testLog(t))
			look(t, sleepy, other)
			old := c.state().current.cert
			c.deleteSecret()
			look(t, other)
			c.setBundle(nil) // Gives the sleepy one a reason to write.
			var requests int
			c.before = func(verb string, obj client.Object) error {
				if verb+" "+map[bool]string{true: "secret", false: "configuration"}[isSecret(obj)] != sleepBefore {
					return nil
				}
				requests++
				if requests == 1 {
					c.clock.Step(testLeaf + testOverlap)
					look(t, other)
					c.bundles = nil
				}
				return nil
			}
			look(t, sleepy)
			if !c.state().retired.has(old) {
				t.Fatal("the old CA is not retired")
			}
			for _, b := range c.bundles {
				if b.certs.has(old) {
					t.Error("a retired CA was put into the bundle")
				}
			}
		})
	}
}

func TestTwoWritersWithoutEndAreReported(t *testing.T) {
	c := newCluster(t)
	a := c.replica(0, testLog(t))
	c.before = func(verb string, obj client.Object) error {
		if _, ok := obj.(*admissionv1.ValidatingWebhookConfiguration); ok && verb == "get" {
			c.setBundle(nil)
		}
		return nil
	}
	if err := a.look(t.Context()); err == nil {
		t.Error("no error although the bundle is taken off after every write")
	}
	if err := a.Ready(nil); err == nil {
		t.Error("ready although the bundle is empty")
	}
}

func isSecret(obj client.Object) bool {
	_, ok := obj.(*corev1.Secret)
	return ok
}
