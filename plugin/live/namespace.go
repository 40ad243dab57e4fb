// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package live

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"

	"github.com/nautes-labs/kubectl-nautes/pkg/api/v1alpha1"
	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
)

// CreateNamespace makes the namespace of a product: labelled as its own, and owned by it, so that it goes when the
// product goes. The error, if any, is an [*Error] or that of ctx; that the namespace is there by now is a [Conflict].
func (c *Cluster) CreateNamespace(ctx context.Context, product string, uid types.UID) (*Answer, error) {
	id := catalog.ID{Kind: catalog.Namespace, Name: product}
	body, err := json.Marshal(map[string]any{
		"apiVersion": "v1",
		"kind":       string(catalog.Namespace),
		"metadata": map[string]any{
			"name":   product,
			"labels": map[string]string{v1alpha1.ProductLabel: product},
			"ownerReferences": []metav1.OwnerReference{{
				APIVersion: catalog.APIVersion, Kind: string(catalog.Product), Name: product, UID: uid,
			}},
		},
	})
	if err != nil {
		return nil, fmt.Errorf("write namespace: %w", err)
	}
	request := c.client.Post().AbsPath(path(catalog.ID{Kind: catalog.Namespace})...).
		Param("fieldManager", v1alpha1.FieldManager).
		Body(body)
	answer, err := c.send(ctx, request, id)
	var told *Error
	if errors.As(err, &told) && apierrors.IsAlreadyExists(told.Err) {
		told.Reason = Conflict
	}
	return answer, err
}

// Namespace reads a namespace; it is nil where there is none. The error, if any, is an [*Error] or that of ctx.
func (c *Cluster) Namespace(ctx context.Context, name string) (*unstructured.Unstructured, error) {
	return c.get(ctx, catalog.ID{Kind: catalog.Namespace, Name: name})
}

// ProductOf tells whose a namespace is: nil where its label names the product of its own name.
func ProductOf(namespace *unstructured.Unstructured) error {
	name := namespace.GetName()
	if namespace.GetLabels()[v1alpha1.ProductLabel] == name {
		return nil
	}
	return &Error{
		Reason:  Foreign,
		Message: fmt.Sprintf("namespace %q is there, but is not the product's", name),
		Hint:    fmt.Sprintf("if it shall be: kubectl label namespace %s %s=%s", name, v1alpha1.ProductLabel, name),
	}
}

// OwnedBy tells whether an object goes when the one of that UID goes.
func OwnedBy(object *unstructured.Unstructured, uid types.UID) bool {
	for _, owner := range object.GetOwnerReferences() {
		if owner.UID == uid {
			return true
		}
	}
	return false
}
