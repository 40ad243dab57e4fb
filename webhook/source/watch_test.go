// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package source

import (
	"strings"
	"testing"

	"github.com/go-logr/logr"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	toolscache "k8s.io/client-go/tools/cache"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
)

func newWatch() *Watch {
	return &Watch{catalog: catalog.Watched(catalog.New()), log: logr.Discard()}
}

func project(name, language string) *unstructured.Unstructured {
	return &unstructured.Unstructured{Object: map[string]any{
		"apiVersion": catalog.APIVersion, "kind": "Project",
		"metadata": map[string]any{"namespace": "demo", "name": name},
		"spec":     map[string]any{"language": language},
	}}
}

func TestCatalogFollowsTheInformers(t *testing.T) {
	w, id := newWatch(), catalog.ID{Kind: catalog.Project, Namespace: "demo", Name: "api"}
	language := func() string {
		if o := w.Catalog().Snapshot().Get(id); o != nil {
			return o.String("spec.language")
		}
		return "none"
	}
	w.OnAdd(project("api", "golang"), true)
	if got := language(); got != "golang" {
		t.Errorf("after add: %s", got)
	}
	w.OnUpdate(project("api", "golang"), project("api", "rust"))
	if got := language(); got != "rust" {
		t.Errorf("after update: %s", got)
	}
	w.OnDelete(project("api", "rust"))
	if got := language(); got != "none" {
		t.Errorf("after delete: %s", got)
	}
}

// The deletion itself was missed while the watch was broken; the informer finds out when it lists again.
func TestCatalogForgetsWhatWasDeletedWhileNobodyWatched(t *testing.T) {
	w := newWatch()
	w.OnAdd(project("api", "golang"), true)
	w.OnDelete(toolscache.DeletedFinalStateUnknown{Key: "demo/api", Obj: project("api", "golang")})
	if n := w.Catalog().Snapshot().Len(); n != 0 {
		t.Errorf("%d objects left", n)
	}
}

func TestWhatIsNoObjectOfOursIsLeftOut(t *testing.T) {
	w := newWatch()
	w.OnAdd("text", false)
	w.OnAdd(&unstructured.Unstructured{Object: map[string]any{"apiVersion": "v1", "kind": "Secret", "metadata": map[string]any{"name": "x"}}}, false)
	if n := w.Catalog().Snapshot().Len(); n != 0 {
		t.Errorf("%d objects", n)
	}
}

func TestNotSyncedNamesTheKind(t *testing.T) {
	w := newWatch()
	for i := range watched() {
		w.synced = append(w.synced, func() bool { return i != 2 })
	}
	if err := w.Synced(); err == nil || !strings.Contains(err.Error(), watched()[2].Kind) {
		t.Errorf("got %v, want an error that names %s", err, watched()[2].Kind)
	}
	w.synced[2] = func() bool { return true }
	if err := w.Synced(); err != nil {
		t.Error(err)
	}
}

func TestLeanDropsWhatNoRuleReads(t *testing.T) {
	object := project("api", "golang")
	object.SetAnnotations(map[string]string{lastApplied: "{}", "team": "blue"})
	object.Object["metadata"].(map[string]any)["managedFields"] = []any{map[string]any{"manager": "kubectl"}}
	lean, err := Lean(object)
	if err != nil {
		t.Fatal(err)
	}
	metadata := lean.(*unstructured.Unstructured).Object["metadata"].(map[string]any)
	if _, kept := metadata["managedFields"]; kept {
		t.Error("managed fields are kept")
	}
	if annotations := lean.(*unstructured.Unstructured).GetAnnotations(); len(annotations) != 1 || annotations["team"] != "blue" {
		t.Errorf("annotations %v, want only those of people", annotations)
	}
}
