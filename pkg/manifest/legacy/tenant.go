// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package legacy

import (
	"fmt"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/manifest"
)

const (
	// tenantNamespace is where Nautes kept what belongs to no product, and the repositories of manifests.
	tenantNamespace = "nautes"
	productProvider = "ProductProvider"
)

// ofTenant recognises what Nautes kept on its tenant cluster beside the products.
func ofTenant(d *manifest.Document) bool {
	return d.Object.GetNamespace() == tenantNamespace || d.Object.GetKind() == productProvider
}

// learnProduct takes the name of a product out of its spec, where it may not stand beside a number.
func (c *Converter) learnProduct(object *unstructured.Unstructured) {
	if name := fieldOf(object, "spec", "name"); name != "" && name != object.GetName() {
		c.Products[object.GetName()] = name
		unstructured.RemoveNestedField(object.Object, "spec", "name")
	}
}

// convertTenant takes an object out of the namespace, which the kinds in it no longer have.
func (c *Converter) convertTenant(d *manifest.Document) (*manifest.Conversion, manifest.Errors) {
	object := d.Object.DeepCopy()
	id := catalog.ID{Kind: catalog.Kind(object.GetKind()), Name: object.GetName()}
	note := func(field, format string, args ...any) {
		c.Notes = append(c.Notes, Note{
			File: d.Origin.File, Line: d.Line(field), ID: id, Field: field, Text: fmt.Sprintf(format, args...),
		})
	}
	resource, known := catalog.ResourceOf(id.Kind)
	switch {
	case id.Kind == productProvider:
		note("", "is dropped: a Product names its provider by itself")
		return nil, nil
	case known && resource.Namespaced:
		note("", "is dropped: the repository of manifests belongs to its Product")
		return nil, nil
	}
	if id.Kind == catalog.Product {
		c.learnProduct(object)
	}
	object.SetNamespace("")
	note("metadata.namespace", "metadata.namespace is dropped: a %s has none", id.Kind)
	if clusterType, _, err := unstructured.NestedString(object.Object, "spec", "clusterType"); err == nil && clusterType == "physical" {
		kubeconfig := NewKubeconfig(id.Name, nil)
		fields, _ := object.Object["spec"].(map[string]any)
		fields[secretRefField] = map[string]any{"name": kubeconfig.Secret}
		note(specPrefix+secretRefField, "%s is filled in: make %s of what Vault holds under kubernetes/%s/default/admin, with the key %s",
			specPrefix+secretRefField, kubeconfig, id.Name, kubeconfig.Key)
		c.Notes[len(c.Notes)-1].Filled = true
	}
	return &manifest.Conversion{Object: object}, nil
}
