// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package status

import (
	"context"
	"fmt"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/util/retry"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
)

// Writer applies statuses.
type Writer struct{ Client client.Client }

// Apply makes the fields of status, and no others, the ones that a field manager owns in the status of an object: an
// empty status gives up all that it owned. Nothing is written to an object of another UID, which was made since under
// the same name, nor is it an error that the object is gone.
func (w Writer) Apply(ctx context.Context, id catalog.ID, uid types.UID, manager string, status map[string]any) error {
	object := &unstructured.Unstructured{Object: map[string]any{"status": status}}
	object.SetAPIVersion(catalog.APIVersion)
	object.SetKind(string(id.Kind))
	object.SetNamespace(id.Namespace)
	object.SetName(id.Name)
	object.SetUID(uid)
	// A conflict is what the API server answers to a UID that is not the stored one, and to writes that met too often.
	// Only the second passes.
	err := retry.RetryOnConflict(retry.DefaultBackoff, func() error {
		return w.Client.Status().Apply(ctx, client.ApplyConfigurationFromUnstructured(object), client.FieldOwner(manager), client.ForceOwnership)
	})
	if apierrors.IsNotFound(err) || apierrors.IsConflict(err) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("write status of %s: %w", id, err)
	}
	return nil
}
