// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package source

import (
	"context"
	"fmt"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
)

// Live reads from the API server itself, around every cache.
type Live struct{ Reader client.Reader }

// Get returns nil and no error when there is no such object.
func (l Live) Get(ctx context.Context, id catalog.ID) (*catalog.Object, error) {
	object := &unstructured.Unstructured{}
	object.SetGroupVersionKind(kindOf(id.Kind))
	err := l.Reader.Get(ctx, client.ObjectKey{Namespace: id.Namespace, Name: id.Name}, object)
	if apierrors.IsNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("get %s: %w", id, err)
	}
	return catalog.NewObject(object.Object)
}

// List returns all of a kind in a namespace; of a cluster-scoped kind with an empty namespace.
func (l Live) List(ctx context.Context, kind catalog.Kind, namespace string) ([]*catalog.Object, error) {
	list := &unstructured.UnstructuredList{}
	list.SetGroupVersionKind(kindOf(kind))
	if err := l.Reader.List(ctx, list, client.InNamespace(namespace)); err != nil {
		return nil, fmt.Errorf("list %s in %q: %w", kind, namespace, err)
	}
	objects := make([]*catalog.Object, 0, len(list.Items))
	for i := range list.Items {
		object, err := catalog.NewObject(list.Items[i].Object)
		if err != nil {
			return nil, fmt.Errorf("list %s in %q: %w", kind, namespace, err)
		}
		objects = append(objects, object)
	}
	return objects, nil
}

func kindOf(kind catalog.Kind) schema.GroupVersionKind {
	if kind == catalog.Namespace {
		return schema.GroupVersionKind{Version: "v1", Kind: string(kind)}
	}
	return schema.GroupVersionKind{Group: catalog.Group, Version: catalog.Version, Kind: string(kind)}
}
