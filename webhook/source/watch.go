// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package source

import (
	"context"
	"fmt"

	"github.com/go-logr/logr"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	toolscache "k8s.io/client-go/tools/cache"
	"sigs.k8s.io/controller-runtime/pkg/cache"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
)

// Watch fills a catalog from informers and keeps it current.
type Watch struct {
	catalog *catalog.Catalog
	synced  []toolscache.InformerSynced
	log     logr.Logger
}

// Start begins to watch all our kinds and the namespaces. It fails when a kind is not served: the CRDs have to be
// installed first.
func Start(ctx context.Context, informers cache.Informers, log logr.Logger) (*Watch, error) {
	w := &Watch{catalog: catalog.Watched(catalog.New()), log: log}
	for _, kind := range watched() {
		object := &unstructured.Unstructured{}
		object.SetGroupVersionKind(kind)
		informer, err := informers.GetInformer(ctx, object, cache.BlockUntilSynced(false))
		if err != nil {
			return nil, fmt.Errorf("watch %s: %w (are the CRDs installed? kubectl apply -k manifests/crds)", kind.Kind, err)
		}
		registration, err := informer.AddEventHandler(w)
		if err != nil {
			return nil, fmt.Errorf("watch %s: %w", kind.Kind, err)
		}
		w.synced = append(w.synced, registration.HasSynced)
	}
	return w, nil
}

func watched() []schema.GroupVersionKind {
	kinds := []schema.GroupVersionKind{{Version: "v1", Kind: string(catalog.Namespace)}}
	for _, resource := range catalog.Resources() {
		kinds = append(kinds, schema.GroupVersionKind{Group: catalog.Group, Version: catalog.Version, Kind: string(resource.Kind)})
	}
	return kinds
}

// Catalog is the watched catalog. It is empty until Synced.
func (w *Watch) Catalog() *catalog.Catalog { return w.catalog }

// Synced tells why the catalog does not yet hold everything; nil when it does.
func (w *Watch) Synced() error {
	for i, synced := range w.synced {
		if !synced() {
			return fmt.Errorf("%s objects are not read yet", watched()[i].Kind)
		}
	}
	return nil
}

// OnAdd puts a new object into the catalog.
func (w *Watch) OnAdd(object any, _ bool) { w.put(object) }

// OnUpdate replaces an object.
func (w *Watch) OnUpdate(_, object any) { w.put(object) }

// OnDelete takes an object out, also one whose last state was missed.
func (w *Watch) OnDelete(object any) {
	if missed, ok := object.(toolscache.DeletedFinalStateUnknown); ok {
		object = missed.Obj
	}
	if o := w.read(object); o != nil {
		w.catalog.Apply(catalog.Remove(o.ID))
	}
}

func (w *Watch) put(object any) {
	if o := w.read(object); o != nil {
		w.catalog.Apply(catalog.Put(o))
	}
}

func (w *Watch) read(object any) *catalog.Object {
	u, ok := object.(*unstructured.Unstructured)
	if !ok {
		w.log.Error(fmt.Errorf("informer gave %T", object), "object not read into the catalog")
		return nil
	}
	o, err := catalog.NewObject(u.Object)
	if err != nil {
		w.log.Error(err, "object not read into the catalog")
		return nil
	}
	return o
}

// Lean drops from an object what no rule reads and what can be larger than the rest; informers keep it so.
func Lean(object any) (any, error) {
	if u, ok := object.(*unstructured.Unstructured); ok {
		u.SetManagedFields(nil)
		annotations := u.GetAnnotations()
		if _, carries := annotations[lastApplied]; carries {
			delete(annotations, lastApplied)
			u.SetAnnotations(annotations)
		}
	}
	return object, nil
}

// lastApplied is where kubectl apply keeps a copy of the whole manifest.
const lastApplied = "kubectl.kubernetes.io/last-applied-configuration"
