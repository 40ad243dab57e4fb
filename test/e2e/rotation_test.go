// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/dynamic"
)

var projects = schema.GroupVersionResource{Group: "nautes.resource.nautes.io", Version: "v1alpha1", Resource: "projects"}

// The serving certificate and its CA are exchanged while clients write: no request fails. Two replicas share the CA;
// the second one's certificate is proved by its readiness.
func TestRotationUnderLoad(t *testing.T) {
	lifetimes := []string{"--ca-lifetime=18s", "--certificate-lifetime=4s", "--ca-overlap=1s"}
	e := own(t, lifetimes...)
	replica, err := e.startWebhook(lifetimes...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(replica.kill)
	p := e.product(t, "demo")
	client := e.client(t).Resource(projects).Namespace(p)

	load, stop := context.WithCancel(t.Context())
	defer stop()
	var requests atomic.Int64
	var clients sync.WaitGroup
	for n := range 4 {
		clients.Go(func() { writeUntilDone(load, t, client, fmt.Sprintf("load-%d", n), &requests) })
	}
	certificates := map[string]bool{}
	for len(certificates) < 3 {
		certificates[e.currentCA(t)] = true
		time.Sleep(500 * time.Millisecond)
	}
	stop()
	clients.Wait()
	t.Logf("%d requests while the CA was exchanged %d times", requests.Load(), len(certificates)-1)
	if requests.Load() == 0 {
		t.Error("no request was made")
	}
	if err := replica.waitUntilReady(t.Context()); err != nil {
		t.Error(err)
	}
}

// writeUntilDone changes a project's spec again and again.
func writeUntilDone(ctx context.Context, t *testing.T, client dynamic.ResourceInterface, name string, requests *atomic.Int64) {
	for i := 0; ctx.Err() == nil; i++ {
		object := &unstructured.Unstructured{Object: map[string]any{
			"apiVersion": "nautes.resource.nautes.io/v1alpha1", "kind": "Project",
			"metadata": map[string]any{"name": name},
			"spec":     map[string]any{"language": fmt.Sprintf("language-%d", i)},
		}}
		_, err := client.Apply(ctx, name, object, metav1.ApplyOptions{FieldManager: "load"})
		if ctx.Err() != nil {
			return
		}
		if err != nil {
			t.Errorf("request %d of %s: %v", i, name, err)
			return
		}
		requests.Add(1)
	}
}

// currentCA is the certificate of the CA that signs now.
func (e *environment) currentCA(t *testing.T) string {
	t.Helper()
	secret := e.kubectl(t.Context(), "get", "secret", "nautes-webhook-ca", "-n", "nautes-system", "-o", `jsonpath={.data.current\.crt}`).want(t, 0)
	if strings.TrimSpace(secret.stdout) == "" {
		t.Fatal("the secret holds no current CA")
	}
	return secret.stdout
}
