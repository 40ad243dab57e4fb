// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package write

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/manifest"
)

// place is the file of an object. Where another kind has that name in the same folder, the kind stands behind it.
func (f *Folder) place(places *manifest.Places, o Object) (string, error) {
	object := o.Object
	resource, known := catalog.ResourceOf(catalog.Kind(object.GetKind()))
	if !known {
		return "", fmt.Errorf("write %s %q: there is no place for that kind", object.GetKind(), object.GetName())
	}
	place, placed := places.Kinds[object.GetKind()]
	if !placed && f.alone {
		return f.beside(object), nil
	}
	folder, top := resource.Plural, resource.Plural
	if placed {
		top = path.Join(f.checkout(object.GetNamespace()), place.Directory)
		folder = path.Join(top, below(object, place))
	}
	f.manifests = append(f.manifests, top)
	at := path.Join(folder, object.GetName()+".yaml")
	if f.taken[at] {
		at = path.Join(folder, object.GetName()+"."+strings.ToLower(object.GetKind())+".yaml")
	}
	f.taken[at] = true
	return at, nil
}

// beside is the file of an object that lies beside the only checkout.
func (f *Folder) beside(object *unstructured.Unstructured) string {
	at := strings.ToLower(object.GetKind()) + ".yaml"
	if f.taken[at] {
		at = object.GetName() + "." + at
	}
	f.taken[at] = true
	f.manifests = append(f.manifests, at)
	return at
}

// below is the directory of an object in that of its kind; empty where files lie in that one itself.
func below(object *unstructured.Unstructured, place manifest.Place) string {
	switch place.Subdirectory {
	case "":
		return ""
	case "*":
		return object.GetName()
	}
	name, _, err := unstructured.NestedString(object.Object, strings.Split(place.Subdirectory, ".")...)
	if err != nil {
		return "" // the schema has something against it
	}
	return name
}

// kustomization lists the manifests of a product, by their paths from where it lies.
func kustomization(at string, manifests []string) ([]byte, error) {
	up := strings.Repeat("../", strings.Count(at, "/"))
	resources := make([]string, len(manifests))
	for i, manifest := range slices.Sorted(slices.Values(manifests)) {
		resources[i] = up + manifest
	}
	content, err := encoded(struct {
		APIVersion string   `yaml:"apiVersion"`
		Kind       string   `yaml:"kind"`
		Resources  []string `yaml:"resources"`
	}{"kustomize.config.k8s.io/v1beta1", "Kustomization", resources})
	if err != nil {
		return nil, fmt.Errorf("write kustomization: %w", err)
	}
	return content, nil
}
