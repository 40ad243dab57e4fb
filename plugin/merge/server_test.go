// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package merge_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/client-go/dynamic"
	"sigs.k8s.io/yaml"

	"github.com/nautes-labs/kubectl-nautes/manifests"
	"github.com/nautes-labs/kubectl-nautes/pkg/api/v1alpha1"
	"github.com/nautes-labs/kubectl-nautes/test/cluster"
)

// server is an API server that has our kinds and the namespace shop.
type server struct{ dynamic.Interface }

func newServer(t *testing.T) server {
	t.Helper()
	c, err := cluster.Start(t.Context(), cluster.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Stop(); err != nil {
			t.Error(err)
		}
	})
	config, err := c.Config()
	if err != nil {
		t.Fatal(err)
	}
	client, err := dynamic.NewForConfig(config)
	if err != nil {
		t.Fatal(err)
	}
	crds, err := manifests.CRDs()
	if err != nil {
		t.Fatal(err)
	}
	s := server{client}
	for _, text := range crds {
		o := &unstructured.Unstructured{}
		if err := yaml.Unmarshal(text, &o.Object); err != nil {
			t.Fatal(err)
		}
		s.create(t, schema.GroupVersionResource{Group: "apiextensions.k8s.io", Version: "v1", Resource: "customresourcedefinitions"}, o)
	}
	s.create(t, schema.GroupVersionResource{Version: "v1", Resource: "namespaces"}, object(t, "{apiVersion: v1, kind: Namespace, metadata: {name: shop}}"))
	return s
}

func (s server) create(t *testing.T, resource schema.GroupVersionResource, o *unstructured.Unstructured) {
	t.Helper()
	if _, err := s.Resource(resource).Create(t.Context(), o, metav1.CreateOptions{}); err != nil {
		t.Fatal(err)
	}
}

func runtimes() schema.GroupVersionResource {
	return schema.GroupVersionResource{Group: v1alpha1.Group, Version: "v1alpha1", Resource: "deploymentruntimes"}
}

// apply sends an object; the kinds are served a moment after their CRDs are there.
func (s server) apply(t *testing.T, manager, text string, dryRun ...string) *unstructured.Unstructured {
	t.Helper()
	o := object(t, text)
	var answer *unstructured.Unstructured
	var last error
	err := wait.PollUntilContextCancel(t.Context(), 50*time.Millisecond, true, func(ctx context.Context) (bool, error) {
		answer, last = s.Resource(runtimes()).Namespace("shop").Apply(ctx, o.GetName(), o,
			metav1.ApplyOptions{FieldManager: manager, Force: true, DryRun: dryRun})
		if apierrors.IsNotFound(last) {
			return false, nil
		}
		return true, last
	})
	if err != nil {
		t.Fatal(err)
	}
	return answer
}

const ours = `
apiVersion: nautes.resource.nautes.io/v1alpha1
kind: DeploymentRuntime
metadata:
  name: cart
  namespace: shop
  labels: {team: cart, tier: one}
  annotations: {note: first}
  finalizers: [example.com/ours]
spec:
  projectsRef: [cart, till]
  manifestSource: {codeRepo: deploy, targetRevision: main, path: overlays/test}
  destination: {environment: test, namespaces: [cart, cart-jobs]}
  account: cart
`

// theirs is what somebody else makes of it: members of sets, some of which are ours too, a label, an account.
const theirs = `
apiVersion: nautes.resource.nautes.io/v1alpha1
kind: DeploymentRuntime
metadata: {name: cart, namespace: shop, labels: {owner: them}, finalizers: [example.com/theirs]}
spec:
  projectsRef: [stock]
  destination: {namespaces: [cart-jobs, theirs]}
  account: theirs
`

func TestMergesAsTheServerDoes(t *testing.T) {
	s, m := newServer(t), merger(t)
	s.apply(t, v1alpha1.FieldManager, ours)
	before := s.apply(t, "somebody-else", theirs)
	for name, applied := range map[string]string{
		"the same again": ours,
		"less of everything": `
apiVersion: nautes.resource.nautes.io/v1alpha1
kind: DeploymentRuntime
metadata: {name: cart, namespace: shop, labels: {team: till}}
spec:
  projectsRef: [till]
  manifestSource: {codeRepo: deploy, targetRevision: main, path: overlays/test}
  destination: {environment: test}
`,
		"what is somebody else's": `
apiVersion: nautes.resource.nautes.io/v1alpha1
kind: DeploymentRuntime
metadata: {name: cart, namespace: shop, labels: {owner: us}, finalizers: [example.com/new]}
spec:
  projectsRef: [stock, more]
  manifestSource: {codeRepo: other, targetRevision: main, path: overlays/test}
  destination: {environment: production, namespaces: [theirs]}
  account: ours
`,
	} {
		t.Run(name, func(t *testing.T) {
			want := s.apply(t, v1alpha1.FieldManager, applied, metav1.DryRunAll)
			got, err := m.Apply(before, object(t, applied))
			if err != nil {
				t.Fatal(err)
			}
			// Who manages what since when is not looked at here, and only the server counts generations.
			for _, o := range []*unstructured.Unstructured{want, got} {
				o.SetManagedFields(nil)
				o.SetGeneration(0)
			}
			if diff := cmp.Diff(want.Object, got.Object); diff != "" {
				t.Errorf("-server +here:\n%s", diff)
			}
		})
	}
}
