// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"fmt"
	"slices"
	"strings"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
)

// idsNamed are the objects that a user names as arguments, each once: KIND/NAME in a product, where the kind is written
// as kubectl takes and prints it, or KIND/PRODUCT/NAME as this program prints it.
func idsNamed(args []string, product string) ([]catalog.ID, error) {
	var ids []catalog.ID
	for _, arg := range args {
		id, err := idNamed(arg, product)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids, nil
}

func idNamed(arg, product string) (catalog.ID, error) {
	kind, name, _ := strings.Cut(arg, "/")
	namespace, inner, three := strings.Cut(name, "/")
	if three {
		name = inner
	}
	resource, err := resourceCalled(kind)
	switch {
	case err != nil:
		return catalog.ID{}, err
	case name == "" || strings.Contains(name, "/") || three && (namespace == "" || !resource.Namespaced):
		return catalog.ID{}, fmt.Errorf("%q names no object (write KIND/NAME, for example deploymentruntime/shop)", arg)
	case !resource.Namespaced:
		return catalog.ID{Kind: resource.Kind, Name: name}, nil
	case three:
		return catalog.ID{Kind: resource.Kind, Namespace: namespace, Name: name}, nil
	case product == "":
		return catalog.ID{}, fmt.Errorf("which product is %s in? (give -p PRODUCT)", arg)
	}
	return catalog.ID{Kind: resource.Kind, Namespace: product, Name: name}, nil
}

// resourceCalled is the kind of a name: singular, plural or short, in any case, with the group or without.
func resourceCalled(name string) (catalog.Resource, error) {
	plain := strings.TrimSuffix(strings.ToLower(name), "."+catalog.Group)
	for _, resource := range catalog.Resources() {
		if plain == resource.Plural || strings.EqualFold(plain, string(resource.Kind)) || shortNames()[plain] == resource.Kind {
			return resource, nil
		}
	}
	return catalog.Resource{}, fmt.Errorf("unknown kind %q (%s)", name, kindHint(plain))
}
