// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package manifest_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/nautes-labs/kubectl-nautes/pkg/manifest"
)

// TestObjectIsWhatACreateTakes compares the objects that are given with what is to
// be sent: server-side apply neither prunes nulls nor lets the status pass.
func TestObjectIsWhatACreateTakes(t *testing.T) {
	const repo = "apiVersion: nautes.resource.nautes.io/v1alpha1\nkind: CodeRepo\n"
	for _, test := range []struct{ name, given, want string }{
		{
			"nulls that may be left out",
			repo + "metadata: {name: a, namespace: shop}\nspec: {codeRepoProvider: gitlab, git: null, repoName: ~}\n",
			repo + "metadata: {name: a, namespace: shop}\nspec: {codeRepoProvider: gitlab}\n",
		},
		{
			"nulls further down",
			repo + "metadata: {name: a, namespace: shop}\nspec: {git: {gitlab: {name: null, path: b}}}\n",
			repo + "metadata: {name: a, namespace: shop}\nspec: {git: {gitlab: {path: b}}}\n",
		},
		{
			"null where null is taken",
			repo + "metadata: {name: a, namespace: shop}\nspec: {webhook: null}\n",
			repo + "metadata: {name: a, namespace: shop}\nspec: {webhook: null}\n",
		},
		{
			"null for a spec that may be left out",
			"apiVersion: nautes.resource.nautes.io/v1alpha1\nkind: Product\nmetadata: {name: a, namespace: null}\nspec: null\n",
			"apiVersion: nautes.resource.nautes.io/v1alpha1\nkind: Product\nmetadata: {name: a}\n",
		},
		{
			"empty metadata",
			repo + "metadata: {name: a, namespace: shop, labels: {}, annotations: {}, finalizers: [], ownerReferences: null}\nspec: {}\n",
			repo + "metadata: {name: a, namespace: shop}\nspec: {}\n",
		},
		{
			"from kubectl get",
			repo + `metadata:
  name: a
  namespace: shop
  labels: {team: blue}
  annotations: {note: text}
  finalizers: [example.com/a]
  ownerReferences: [{apiVersion: v1, kind: Namespace, name: shop, uid: "1"}]
  creationTimestamp: "2026-01-02T03:04:05Z"
  deletionTimestamp: "2026-01-02T03:04:05Z"
  deletionGracePeriodSeconds: 0
  generation: 2
  managedFields: [{manager: kubectl, operation: Update, apiVersion: v1, fieldsType: FieldsV1, fieldsV1: {"f:spec": {}}}]
  resourceVersion: "77"
  selfLink: /apis
  uid: 0b9a3c5e-0000-4000-8000-000000000000
spec: {}
status: {conditions: []}
`,
			repo + `metadata:
  name: a
  namespace: shop
  labels: {team: blue}
  annotations: {note: text}
  finalizers: [example.com/a]
  ownerReferences: [{apiVersion: v1, kind: Namespace, name: shop, uid: "1"}]
spec: {}
`,
		},
		{
			"status of another type",
			repo + "metadata: {name: a, namespace: shop}\nspec: {}\nstatus: abc\n",
			repo + "metadata: {name: a, namespace: shop}\nspec: {}\n",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			documents, err := read(t, test.given)
			if err != nil || len(documents) != 1 {
				t.Fatalf("read = %d documents, error %v", len(documents), err)
			}
			if got, want := documents[0].Object.Object, object(t, test.want).Object; !reflect.DeepEqual(got, want) {
				t.Errorf("got  %v\nwant %v", got, want)
			}
		})
	}
}

// TestIdentityOnlyLeavesObjectsAlone reads what a schema would have something
// against.
func TestIdentityOnlyLeavesObjectsAlone(t *testing.T) {
	const given = "apiVersion: nautes.resource.nautes.io/v1alpha1\nkind: CodeRepo\nmetadata: {name: a, namespace: shop, labels: {}, uid: 7}\nspec: {git: null}\nstatus: abc\n"
	reader := &manifest.Reader{Schemas: crds(t), IdentityOnly: true, Stdin: strings.NewReader(given)}
	documents, err := reader.Read(t.Context(), manifest.Source{Filenames: []string{"-"}})
	if err != nil || len(documents) != 1 {
		t.Fatalf("read = %d documents, error %v", len(documents), err)
	}
	if got, want := documents[0].Object.Object, object(t, given).Object; !reflect.DeepEqual(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}
