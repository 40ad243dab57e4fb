// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package merge_test

import (
	"io/fs"
	"testing"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"

	"github.com/nautes-labs/kubectl-nautes/manifests"
	"github.com/nautes-labs/kubectl-nautes/pkg/manifest"
	"github.com/nautes-labs/kubectl-nautes/plugin/merge"
)

func merger(t *testing.T) *merge.Merger {
	t.Helper()
	crds, err := fs.Sub(manifests.Files(), "crds")
	if err != nil {
		t.Fatal(err)
	}
	return merge.New(crds, manifest.NewSchemas(crds).Default)
}

func object(t *testing.T, text string) *unstructured.Unstructured {
	t.Helper()
	o := &unstructured.Unstructured{}
	if err := yaml.Unmarshal([]byte(text), &o.Object); err != nil {
		t.Fatal(err)
	}
	return o
}

// live is a runtime that the plugin applied, that somebody else added to, and whose status a controller wrote.
const live = `
apiVersion: nautes.resource.nautes.io/v1alpha1
kind: DeploymentRuntime
metadata:
  name: web
  namespace: demo
  uid: 3c5ff1a2-0000-0000-0000-000000000000
  resourceVersion: "7"
  generation: 2
  creationTimestamp: "2026-11-23T12:00:00Z"
  annotations: {mine: "1", theirs: "1"}
  finalizers: [nautes.resource.nautes.io/runtime]
  managedFields:
  - manager: kubectl-nautes
    operation: Apply
    apiVersion: nautes.resource.nautes.io/v1alpha1
    fieldsType: FieldsV1
    time: "2026-11-23T12:00:00Z"
    fieldsV1:
      f:metadata: {"f:annotations": {"f:mine": {}}}
      f:spec:
        f:account: {}
        f:destination: {"f:environment": {}}
        f:manifestSource: {"f:codeRepo": {}, "f:path": {}, "f:targetRevision": {}}
  - manager: someone
    operation: Update
    apiVersion: nautes.resource.nautes.io/v1alpha1
    fieldsType: FieldsV1
    time: "2026-11-23T12:00:00Z"
    fieldsV1:
      f:metadata: {"f:annotations": {"f:theirs": {}}, "f:finalizers": {".": {}, "v:\"nautes.resource.nautes.io/runtime\"": {}}}
spec:
  account: web
  destination: {environment: test}
  manifestSource: {codeRepo: deploy, path: overlays/test, targetRevision: main}
status:
  deployed: {environment: test, cluster: c1, namespaces: [web]}
`

func TestAppliedFieldsGoAndThoseOfOthersStay(t *testing.T) {
	applied := object(t, `
apiVersion: nautes.resource.nautes.io/v1alpha1
kind: DeploymentRuntime
metadata: {name: web, namespace: demo}
spec:
  destination: {environment: production}
  manifestSource: {codeRepo: deploy, path: overlays/test, targetRevision: main}
status: {deployed: {environment: invented}}
`)
	got, err := merger(t).Apply(object(t, live), applied)
	if err != nil {
		t.Fatal(err)
	}
	want := object(t, `
metadata:
  annotations: {theirs: "1"}
  finalizers: [nautes.resource.nautes.io/runtime]
  uid: 3c5ff1a2-0000-0000-0000-000000000000
spec:
  destination: {environment: production}
  manifestSource: {codeRepo: deploy, path: overlays/test, targetRevision: main}
status:
  deployed: {environment: test, cluster: c1, namespaces: [web]}
`)
	metadata := map[string]any{
		"annotations": field(got, "metadata", "annotations"), "finalizers": field(got, "metadata", "finalizers"),
		"uid": field(got, "metadata", "uid"),
	}
	if diff := cmp.Diff(want.Object, map[string]any{
		"metadata": metadata, "spec": field(got, "spec"), "status": field(got, "status"),
	}); diff != "" {
		t.Error(diff)
	}
}

func TestWithoutManagedFieldsNothingIsTakenOut(t *testing.T) {
	unmanaged := object(t, live)
	unmanaged.SetManagedFields(nil)
	applied := object(t, `
apiVersion: nautes.resource.nautes.io/v1alpha1
kind: DeploymentRuntime
metadata: {name: web, namespace: demo}
spec:
  destination: {environment: production}
`)
	got, err := merger(t).Apply(unmanaged, applied)
	if err != nil {
		t.Fatal(err)
	}
	if account := field(got, "spec", "account"); account != "web" {
		t.Errorf("spec.account = %v, want it to stay", account)
	}
	if environment := field(got, "spec", "destination", "environment"); environment != "production" {
		t.Errorf("spec.destination.environment = %v, want production", environment)
	}
}

func TestLiveIsLeftAsItWas(t *testing.T) {
	before, kept := object(t, live), object(t, live)
	applied := object(t, `
apiVersion: nautes.resource.nautes.io/v1alpha1
kind: DeploymentRuntime
metadata: {name: web, namespace: demo}
spec: {destination: {environment: production}}
`)
	if _, err := merger(t).Apply(before, applied); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(kept.Object, before.Object); diff != "" {
		t.Error(diff)
	}
}

func field(o *unstructured.Unstructured, path ...string) any {
	value, _, _ := unstructured.NestedFieldNoCopy(o.Object, path...)
	return value
}
