// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package live

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/rest"

	"github.com/nautes-labs/kubectl-nautes/pkg/api/v1alpha1"
	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
)

// Answer is what the API server made of a write.
type Answer struct {
	// Object is the object as it is now. After a delete it is as it was last, or nil where it is gone at once.
	Object *unstructured.Unstructured
	// Created tells that it was not there before.
	Created bool
	// Warnings are the texts of the warnings that came with the answer.
	Warnings []string
}

// Apply sends an object of one of our kinds by server-side apply, in one request. Where fields have another manager,
// ours wins: a later admitted write counts, whichever door it comes by. With dryRun nothing is stored. The error, if
// any, is an [*Error] or that of ctx.
func (c *Cluster) Apply(ctx context.Context, object *unstructured.Unstructured, dryRun bool) (*Answer, error) {
	body, err := json.Marshal(object.Object)
	if err != nil {
		return nil, fmt.Errorf("write object: %w", err)
	}
	id := IDOf(object)
	request := c.client.Patch(types.ApplyPatchType).AbsPath(path(id)...).
		Param("fieldManager", v1alpha1.FieldManager).
		Param("force", "true").
		Param("fieldValidation", metav1.FieldValidationStrict).
		Body(body)
	if dryRun {
		request = request.Param("dryRun", metav1.DryRunAll)
	}
	return c.send(ctx, request, id)
}

// Delete deletes an object in the background, if it still is the one of that UID. The error, if any, is an [*Error]
// or that of ctx.
func (c *Cluster) Delete(ctx context.Context, id catalog.ID, uid types.UID, dryRun bool) (*Answer, error) {
	background := metav1.DeletePropagationBackground
	options := metav1.DeleteOptions{
		Preconditions:     &metav1.Preconditions{UID: &uid},
		PropagationPolicy: &background,
	}
	options.Kind, options.APIVersion = "DeleteOptions", "v1"
	if dryRun {
		// Beside a body the API server takes no notice of the parameter that other writes carry.
		options.DryRun = []string{metav1.DryRunAll}
	}
	body, err := json.Marshal(options)
	if err != nil {
		return nil, fmt.Errorf("write options: %w", err)
	}
	request := c.client.Delete().AbsPath(path(id)...).SetHeader("Content-Type", "application/json").Body(body)
	return c.send(ctx, request, id)
}

// Annotate sets annotations of the object of that UID, and takes those off whose value is nil. With dryRun nothing is
// stored. The error, if any, is an [*Error] or that of ctx; its reason is [Conflict] where another object has the name
// by now.
func (c *Cluster) Annotate(ctx context.Context, id catalog.ID, uid types.UID, annotations map[string]*string, dryRun bool) (*Answer, error) {
	body, err := json.Marshal(map[string]any{"metadata": map[string]any{"uid": uid, "annotations": annotations}})
	if err != nil {
		return nil, fmt.Errorf("write annotations: %w", err)
	}
	request := c.client.Patch(types.MergePatchType).AbsPath(path(id)...).
		Param("fieldManager", v1alpha1.FieldManager).
		Body(body)
	if dryRun {
		request = request.Param("dryRun", metav1.DryRunAll)
	}
	answer, err := c.send(ctx, request, id)
	var told *Error
	if errors.As(err, &told) && concernsUID(told.Err) {
		told.Reason = Conflict
	}
	return answer, err
}

// concernsUID tells whether a write was refused because it named another UID. The API server calls that invalid.
func concernsUID(err error) bool {
	var status *apierrors.StatusError
	if !errors.As(err, &status) || status.ErrStatus.Details == nil {
		return false
	}
	return slices.ContainsFunc(status.ErrStatus.Details.Causes, func(c metav1.StatusCause) bool { return c.Field == "metadata.uid" })
}

// send sends a write and reads the answer.
func (c *Cluster) send(ctx context.Context, request *rest.Request, id catalog.ID) (*Answer, error) {
	result, body, err := do(ctx, request, id)
	if err != nil {
		return nil, err
	}
	var status int
	result.StatusCode(&status)
	answer := &Answer{Created: status == http.StatusCreated}
	for _, warning := range result.Warnings() {
		answer.Warnings = append(answer.Warnings, warning.Text)
	}
	if answer.Object, err = decode(body); err != nil {
		return nil, err
	}
	if answer.Object.GetKind() == "Status" {
		answer.Object = nil
	}
	return answer, nil
}

// IDOf names an object.
func IDOf(object *unstructured.Unstructured) catalog.ID {
	return catalog.ID{Kind: catalog.Kind(object.GetKind()), Namespace: object.GetNamespace(), Name: object.GetName()}
}
