// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"sigs.k8s.io/yaml"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/test/world"
)

// A tenant of 301 objects, hosts and virtual clusters, products that share repos, runtimes of both kinds, comes by one
// plain kubectl apply, each object as soon as the one before it is there, to a webhook that has just been started.
// What it judges by is never older than the last write, so nothing is denied that is right.
func TestFirstRunOfATenantPasses(t *testing.T) {
	const products = 14
	e := startOwn(t)
	var took []float64
	for repetition := range soaking(3, 50) {
		objects := world.Tenant(fmt.Sprintf("first-%d", repetition), products)
		if ours := len(objects) - products; ours != world.PerTenant+products*world.PerTenantProduct || ours < 300 {
			t.Fatalf("%d objects", ours)
		}
		manifest := manifestsOf(t, inOrder(objects))
		e.restartWebhook(t)
		started := time.Now()
		applied := e.apply(t, manifest)
		took = append(took, time.Since(started).Seconds())
		if created := strings.Count(applied.stdout, " created\n"); applied.code != 0 || created != len(objects) {
			t.Errorf("repetition %d: %d of %d created, exit code %d\n%s", repetition, created, len(objects), applied.code, applied.stderr)
		}
	}
	t.Logf("%d repetitions, %.1f s each (median)", len(took), middle(took))
}

// restartWebhook ends the webhook as a crash would, and starts it anew on the ports that the API server knows.
func (e *environment) restartWebhook(t *testing.T) {
	t.Helper()
	e.webhook.kill()
	var err error
	if e.webhook, err = e.startWebhookOn(e.webhook.ports()); err != nil {
		t.Fatal(err)
	}
	if err := e.webhook.waitUntilReady(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// inOrder puts objects into an order that they can be applied in.
func inOrder(objects []*catalog.Object) []*catalog.Object {
	all := catalog.New(objects...)
	var ids []catalog.ID
	var ordered []*catalog.Object
	for _, object := range objects {
		if object.Kind == catalog.Namespace {
			ordered = append(ordered, object)
			continue
		}
		ids = append(ids, object.ID)
	}
	for _, wave := range all.Order(ids).Waves {
		for _, id := range wave {
			ordered = append(ordered, all.Get(id))
		}
	}
	return ordered
}

func manifestsOf(t testing.TB, objects []*catalog.Object) string {
	t.Helper()
	var b strings.Builder
	for _, object := range objects {
		text, err := yaml.Marshal(object.Content())
		if err != nil {
			t.Fatal(err)
		}
		b.WriteString("---\n")
		b.Write(text)
	}
	return b.String()
}
