// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package manifest_test

import (
	"strings"
	"testing"

	"github.com/nautes-labs/kubectl-nautes/pkg/manifest"
)

func TestNamespaces(t *testing.T) {
	const (
		head       = "apiVersion: nautes.resource.nautes.io/v1alpha1\n"
		without    = head + "kind: Project\nmetadata:\n  name: cart\nspec: {language: golang}\n"
		inShop     = head + "kind: Project\nmetadata:\n  name: cart\n  namespace: shop\nspec: {language: golang}\n"
		unquoted   = head + "kind: Project\nmetadata:\n  name: cart\n  namespace: 7\nspec: {language: golang}\n"
		clusterish = head + "kind: Product\nmetadata:\n  name: shop\nspec: {}\n"
		misplaced  = head + "kind: Product\nmetadata:\n  name: shop\n  namespace: shop\nspec: {}\n"
	)
	for _, test := range []struct {
		name, text string
		namespace  string
		enforce    bool
		identity   bool
		want       string // the namespace that the object ends up with
		err        string
	}{
		{name: "own", text: inShop, want: "shop"},
		{name: "own wins over the kubeconfig's", text: inShop, namespace: "other", want: "shop"},
		{name: "default", text: without, namespace: "shop", want: "shop"},
		{name: "none", text: without, err: "STDIN:3: metadata.namespace: is missing: Project belongs to a product (set it to the product, or give -n PRODUCT)"},
		{name: "none, for delete", text: without, identity: true, err: "STDIN:3: metadata.namespace: is missing: Project belongs to a product (set it to the product, or give -n PRODUCT)"},
		{name: "enforced and the same", text: inShop, namespace: "shop", enforce: true, want: "shop"},
		{name: "enforced and another", text: inShop, namespace: "other", enforce: true, err: `STDIN:5: metadata.namespace: namespace "shop" does not match --namespace=other (pass --namespace=shop, or leave it out)`},
		{name: "not a string", text: unquoted, namespace: "shop", err: `STDIN:5: metadata.namespace: must be a string (put it in quotes: "7")`},
		{name: "cluster-scoped", text: clusterish, namespace: "other", enforce: true},
		{name: "cluster-scoped with one", text: misplaced, err: "STDIN:5: metadata.namespace: Product is cluster-scoped and has no namespace (take it out)"},
	} {
		t.Run(test.name, func(t *testing.T) {
			reader := &manifest.Reader{
				Schemas: crds(t), Namespace: test.namespace, EnforceNamespace: test.enforce,
				IdentityOnly: test.identity, Stdin: strings.NewReader(test.text),
			}
			documents, err := reader.Read(t.Context(), manifest.Source{Filenames: []string{"-"}})
			if said := strings.Join(lines(t, err), "\n"); !strings.HasPrefix(said, test.err) || (test.err == "") != (said == "") {
				t.Fatalf("errors = %q, want %q", said, test.err)
			}
			if test.err == "" && (len(documents) != 1 || documents[0].Object.GetNamespace() != test.want) {
				t.Errorf("documents = %v, want one in namespace %q", documents, test.want)
			}
		})
	}
}

// TestIdentityOnly reads for delete what could not be created any more.
func TestIdentityOnly(t *testing.T) {
	text := strings.Replace(projects("cart"), "language: golang", "noSuchField: 1", 1)
	for _, identityOnly := range []bool{false, true} {
		reader := &manifest.Reader{Schemas: crds(t), IdentityOnly: identityOnly, Stdin: strings.NewReader(text)}
		documents, err := reader.Read(t.Context(), manifest.Source{Filenames: []string{"-"}})
		if (err == nil) != identityOnly || (len(documents) == 1) != identityOnly {
			t.Errorf("IdentityOnly %t: %d documents, error %v", identityOnly, len(documents), err)
		}
	}
}
