// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/rest"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/test/parity"
)

// Every row of the table of what Nautes refuses, or should have, is tried on an API server by somebody who may do
// everything. test/parity tries the same rows without one.
func TestWhatNautesRefusesIsRefusedByTheServer(t *testing.T) {
	e := startOwn(t)
	client, heard := e.listening(t)
	world := makeWorld(t, client)
	rows, err := parity.Rows()
	if err != nil {
		t.Fatal(err)
	}
	tried := 0
	for _, row := range rows {
		if row.Not != "" || row.Files != nil {
			continue
		}
		tried++
		t.Run(row.String(), func(t *testing.T) {
			write, err := row.Write(world)
			if err != nil {
				t.Fatal(err)
			}
			heard.forget()
			err = send(t.Context(), client, write, row.Warns)
			switch said := refusal(err); {
			case row.Warns && err != nil:
				t.Errorf("refused: %v", err)
			case row.Warns && !heard.says(row.Rule):
				t.Errorf("no warning of %s, only %q", row.Rule, heard.texts)
			case row.Rule != "" && !row.Warns && !slices.Contains(said, row.Rule):
				t.Errorf("%s does not refuse it: %v", row.Rule, err)
			case row.Schema != "" && (err == nil || strings.Contains(err.Error(), "admission webhook") || !strings.Contains(err.Error(), row.Schema)):
				t.Errorf("the schema does not refuse %s: %v", row.Schema, err)
			}
		})
	}
	t.Logf("%d rows", tried)
}

// makeWorld makes the objects of the table's world and returns them as they are then.
func makeWorld(t *testing.T, client dynamic.Interface) []*unstructured.Unstructured {
	t.Helper()
	world, err := parity.World()
	if err != nil {
		t.Fatal(err)
	}
	for _, object := range world {
		of := resourceOf(client, object)
		created, err := of.Create(t.Context(), object, metav1.CreateOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if status, has := object.Object["status"]; has {
			created.Object["status"] = status
			if created, err = of.UpdateStatus(t.Context(), created, metav1.UpdateOptions{}); err != nil {
				t.Fatal(err)
			}
		}
		object.Object = created.Object
	}
	return world
}

// send tries a write. One that only warns is not to stay.
func send(ctx context.Context, client dynamic.Interface, write parity.Write, dryRun bool) error {
	const strict = metav1.FieldValidationStrict
	var dry []string
	if dryRun {
		dry = []string{metav1.DryRunAll}
	}
	var err error
	switch write.Operation {
	case policy.Create:
		object := write.Object.DeepCopy()
		object.SetResourceVersion("")
		object.SetUID("")
		object.SetManagedFields(nil)
		_, err = resourceOf(client, object).Create(ctx, object, metav1.CreateOptions{FieldValidation: strict, DryRun: dry})
	case policy.Update:
		var now *unstructured.Unstructured // a controller may have written its status since
		if now, err = resourceOf(client, write.Object).Get(ctx, write.Object.GetName(), metav1.GetOptions{}); err == nil {
			now.Object["spec"] = write.Object.Object["spec"]
			_, err = resourceOf(client, now).Update(ctx, now, metav1.UpdateOptions{FieldValidation: strict, DryRun: dry})
		}
	case policy.Delete:
		err = resourceOf(client, write.OldObject).Delete(ctx, write.OldObject.GetName(), metav1.DeleteOptions{DryRun: dry})
	}
	return err
}

// refusal are the rules that an error of the webhook names.
func refusal(err error) []string {
	var rules []string
	var status apierrors.APIStatus
	if !errors.As(err, &status) || status.Status().Details == nil {
		return nil
	}
	for _, cause := range status.Status().Details.Causes {
		rules = append(rules, string(cause.Type))
	}
	return rules
}

func resourceOf(client dynamic.Interface, object *unstructured.Unstructured) dynamic.ResourceInterface {
	if resource, ours := catalog.ResourceOf(catalog.Kind(object.GetKind())); ours {
		return client.Resource(schema.GroupVersionResource{Group: catalog.Group, Version: catalog.Version, Resource: resource.Plural}).Namespace(object.GetNamespace())
	}
	return client.Resource(schema.GroupVersionResource{Version: "v1", Resource: "namespaces"})
}

// listening is a client that keeps the warnings.
func (e *environment) listening(t *testing.T) (dynamic.Interface, *warnings) {
	t.Helper()
	config, err := e.cluster.Config()
	if err != nil {
		t.Fatal(err)
	}
	heard := &warnings{}
	config.WarningHandler = heard
	client, err := dynamic.NewForConfig(config)
	if err != nil {
		t.Fatal(err)
	}
	return client, heard
}

type warnings struct {
	mutex sync.Mutex
	texts []string
}

var _ rest.WarningHandler = (*warnings)(nil)

func (w *warnings) HandleWarningHeader(_ int, _, text string) {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	w.texts = append(w.texts, text)
}

func (w *warnings) forget() {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	w.texts = nil
}

func (w *warnings) says(word string) bool {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	return slices.ContainsFunc(w.texts, func(text string) bool { return strings.Contains(text, word) })
}
