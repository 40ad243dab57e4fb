// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package policies_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/runtime"

	"github.com/nautes-labs/kubectl-nautes/manifests"
	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/policies"
	"github.com/nautes-labs/kubectl-nautes/test/random"
	"github.com/nautes-labs/kubectl-nautes/test/world"
)

// FuzzRules judges writes of objects that the schema accepts, of every kind and by every operation, in a small world
// to which some more such objects were added. A rule that fails is an error and a write that nobody can make, so none
// may, whatever the objects are; and what a rule finds has to be fit to be told.
func FuzzRules(f *testing.F) {
	engine, err := policy.New(f.Context(), policies.FS())
	if err != nil {
		f.Fatal(err)
	}
	crds, err := fs.Sub(manifests.Files(), "crds")
	if err != nil {
		f.Fatal(err)
	}
	objects, err := random.FromCRDs(crds)
	if err != nil {
		f.Fatal(err)
	}
	around := catalog.New(append(world.Tenant("t", 2), foreign("taken").object)...)
	for kind := range objects.Kinds() {
		for operation := range 3 {
			for more := range 4 {
				f.Add([]byte{byte(kind), byte(operation), byte(more), byte(kind * more)})
			}
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		m := &writes{Choices: random.By(data), objects: objects, world: around}
		review, err := m.review(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		verdict, err := engine.Judge(t.Context(), review)
		if err != nil {
			t.Fatalf("%v\n%s", err, shown(review))
		}
		for _, finding := range verdict.Findings {
			if strings.Contains(finding.Message, "could not be judged") || strings.Contains(finding.Message, "%!") {
				t.Errorf("%s\n%s", finding, shown(review))
			}
		}
	})
}

// writes makes up writes.
type writes struct {
	*random.Choices
	objects *random.Objects
	world   *catalog.Snapshot
}

func (w *writes) review(ctx context.Context) (policy.Review, error) {
	kind, operation := random.Of(w.Choices, w.objects.Kinds()), random.Of(w.Choices, []policy.Operation{policy.Create, policy.Update, policy.Delete})
	for range w.Below(4) {
		if err := w.add(ctx, random.Of(w.Choices, w.objects.Kinds())); err != nil {
			return policy.Review{}, err
		}
	}
	object, err := w.make(ctx, kind)
	if err != nil {
		return policy.Review{}, err
	}
	r := policy.Review{
		Operation: operation, Object: object, Catalog: w.world, Now: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC),
		Permitted: func(context.Context) (bool, error) { return w.OneIn(2), nil },
	}
	switch operation {
	case policy.Delete:
		r.Object, r.OldObject = nil, object
	case policy.Update:
		r.OldObject = object
		r.Object, err = w.objects.Change(ctx, w.Choices, object, w.names())
		w.annotate(r.Object)
	}
	return r, err
}

// add puts an object into the world, now and then one that is being deleted.
func (w *writes) add(ctx context.Context, kind string) error {
	content, err := w.make(ctx, kind)
	if err != nil {
		return err
	}
	if w.OneIn(8) {
		content["metadata"].(map[string]any)["deletionTimestamp"] = "2026-03-01T11:00:00Z"
	}
	object, err := catalog.NewObject(content)
	if err != nil {
		return err
	}
	w.world = w.world.With(catalog.Put(object))
	return nil
}

// make makes an object: one of the world that was changed, perhaps under another name, or one from nothing.
func (w *writes) make(ctx context.Context, kind string) (content map[string]any, err error) {
	name := random.Of(w.Choices, append(w.names(), "new", "a.b", "taken", "default", "default.project", strings.Repeat("n", 63)))
	name = strings.NewReplacer("/", "-", "_", "-").Replace(name)
	if kind == "Cluster" || kind == "Product" {
		name = strings.ReplaceAll(name, ".", "-") // all that the schema says about a name
	}
	there := w.world.List(catalog.Kind(kind), "")
	if len(there) > 0 && w.OneIn(2) {
		content = runtime.DeepCopyJSON(random.Of(w.Choices, there).Content())
		if w.OneIn(2) {
			content["metadata"].(map[string]any)["name"] = name
			fields, _ := content["spec"].(map[string]any)
			delete(fields, "name") // of a product: it is that of the object
		}
		content, err = w.objects.Change(ctx, w.Choices, content, w.names())
	} else {
		namespace := random.Of(w.Choices, []string{"t-p0", "t-p0", "t-p1", "nowhere", "default"})
		content, err = w.objects.Make(ctx, w.Choices, kind, namespace, name, w.names())
	}
	if err != nil {
		return nil, fmt.Errorf("make a write: %w", err)
	}
	w.annotate(content)
	return content, nil
}

func (w *writes) annotate(content map[string]any) {
	if content != nil && w.OneIn(4) {
		content["metadata"].(map[string]any)["annotations"] = map[string]any{
			"nautes.resource.nautes.io/insecure-skip-check": random.Of(w.Choices, []string{"true", "false", "", "yes", "2026-03-01T18:00:00Z", "2026-02-30T18:00:00Z"}),
			"nautes.resource.nautes.io/skip-check-reason":   random.Of(w.Choices, []string{"", "first release", strings.Repeat("long ", 200)}),
		}
	}
}

// names are those of the world.
func (w *writes) names() []string {
	return []string{
		"t-p0", "t-p1", "api", "web", "pipelines", "deploy", "library", "ci", "build", "test", "prod", "push", "nightly", "new",
		"t-ci", "t-build", "t-test", "t-prod", "t-host", "t-gitlab", "t-nexus", "t-p0-api-ci", "t-p1-api-ci", "t-p0-api", "t-p1-prod",
		"push_events", "tag_push_events", "merge_requests_events", "t-p1/library", "t-p0/library",
	}
}

func shown(review policy.Review) string {
	text, err := json.MarshalIndent(map[string]any{"operation": review.Operation, "object": review.Object, "oldObject": review.OldObject}, "", "  ")
	if err != nil {
		return err.Error()
	}
	return string(text)
}
