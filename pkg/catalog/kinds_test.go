// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package catalog_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"sigs.k8s.io/yaml"

	"github.com/nautes-labs/kubectl-nautes/manifests"
	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
)

// The table of kinds says what the CRDs say, of all of them.
func TestKindsAreThoseOfTheCRDs(t *testing.T) {
	files, err := manifests.CRDs()
	if err != nil {
		t.Fatal(err)
	}
	want, got := map[catalog.Kind]catalog.Resource{}, map[catalog.Kind]catalog.Resource{}
	for _, file := range files {
		var crd apiextensionsv1.CustomResourceDefinition
		if err := yaml.UnmarshalStrict(file, &crd); err != nil {
			t.Fatal(err)
		}
		kind := catalog.Kind(crd.Spec.Names.Kind)
		want[kind] = catalog.Resource{Kind: kind, Plural: crd.Spec.Names.Plural, Namespaced: crd.Spec.Scope == apiextensionsv1.NamespaceScoped}
	}
	for _, resource := range catalog.Resources() {
		got[resource.Kind] = resource
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
