// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package policy

import (
	"context"
	"fmt"
	"maps"
	"reflect"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	authenticationv1 "k8s.io/api/authentication/v1"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
)

// Review is one write to judge, and what it is judged by.
type Review struct {
	Operation Operation
	// Object is what shall be (nil on Delete), OldObject what was (nil on Create), as JSON values with defaults
	// applied. Neither is changed.
	Object, OldObject map[string]any
	User              authenticationv1.UserInfo
	DryRun            bool

	// Catalog holds what else there is. The object itself may be in it, as it was or as it shall be.
	Catalog *catalog.Snapshot
	// Permitted tells whether the user may bypass rules for this object. It is asked at most once, and only when
	// the answer matters. Nil means no.
	Permitted func(context.Context) (bool, error)
	// Now is the time of the decision.
	Now time.Time
	// Unheld are kinds that the source of the catalog can not hold. A rule that looked one up is not judged.
	Unheld []catalog.Kind
}

// subject is the object that the review is about: what shall be, or on a delete what was. A request's own name is
// empty when a collection is deleted, so the name always comes from here.
func (r *Review) subject() map[string]any {
	if r.Operation == Delete {
		return r.OldObject
	}
	return r.Object
}

// ID names the object that is judged.
func (r *Review) ID() (catalog.ID, error) {
	object, err := catalog.NewObject(r.subject())
	if err != nil {
		return catalog.ID{}, err
	}
	return object.ID, nil
}

// Unchanged tells whether an update leaves alone all that rules speak of: the spec, and the bypass unless it only
// gets less. Such an update is never judged, so that status, finalizers and labels of an object that breaks a rule
// can still be written.
func (r *Review) Unchanged() bool {
	return r.Operation == Update &&
		reflect.DeepEqual(r.Object["spec"], r.OldObject["spec"]) &&
		!widens(bypassOf(r.OldObject), bypassOf(r.Object))
}

// input is the AdmissionReview that rules read.
func (r *Review) input(id catalog.ID) (ast.Value, error) {
	request := map[string]any{
		"operation": string(r.Operation),
		"kind":      map[string]any{"group": catalog.Group, "version": catalog.Version, "kind": string(id.Kind)},
		"namespace": id.Namespace,
		"name":      id.Name,
		"object":    orNull(r.Object),
		"oldObject": orNull(r.OldObject),
		"dryRun":    r.DryRun,
		"userInfo":  map[string]any{"username": r.User.Username, "groups": anyOf(r.User.Groups)},
	}
	value, err := ast.InterfaceToValue(map[string]any{
		"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": request,
	})
	if err != nil {
		return nil, fmt.Errorf("convert object: %w", err)
	}
	return value, nil
}

// orNull drops what no rule reads and what can be larger than the object itself.
func orNull(object map[string]any) any {
	if object == nil {
		return nil
	}
	metadata, _ := object["metadata"].(map[string]any)
	if _, managed := metadata["managedFields"]; !managed {
		return object
	}
	object, metadata = maps.Clone(object), maps.Clone(metadata)
	delete(metadata, "managedFields")
	object["metadata"] = metadata
	return object
}

func anyOf(texts []string) []any {
	list := make([]any, len(texts))
	for i, text := range texts {
		list[i] = text
	}
	return list
}
