// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package live

import (
	"context"
	"sync"

	"golang.org/x/sync/errgroup"
	"k8s.io/apimachinery/pkg/api/validate/content"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
)

// Snapshot reads all objects of our kinds, and the namespaces of those and of the products that are declared.
//
// Where the user may not list a kind in the whole cluster, what rules about the declared objects most likely look up
// is read: a product-scoped kind is listed in the namespaces that these objects are in or refer to, and of a
// cluster-scoped kind those are got that they, or what was listed, name. The view tells what could not be seen. That
// nothing at all may be read is an error: it is rather the wrong user or cluster than a small role.
//
// The error, if any, is an [*Error] or that of ctx.
func (c *Cluster) Snapshot(ctx context.Context, declared []*catalog.Object) (*View, error) {
	r := newReading(c)
	if err := r.everything(ctx, declared); err != nil {
		return nil, err
	}
	if err := r.rest(ctx, declared); err != nil {
		return nil, err
	}
	return r.view()
}

// reading gathers what several goroutines read.
type reading struct {
	cluster *Cluster
	mutex   sync.Mutex
	objects map[catalog.ID]*catalog.Object
	// held and refused are those of the view.
	held    map[catalog.ID]bool
	refused map[catalog.Kind]error
	// seen is called for each object that was read, one at a time; may be nil.
	seen func(*catalog.Object)
}

func newReading(c *Cluster) *reading {
	return &reading{
		cluster: c,
		objects: map[catalog.ID]*catalog.Object{}, held: map[catalog.ID]bool{}, refused: map[catalog.Kind]error{},
	}
}

// everything lists all kinds in the whole cluster, which is all there is to do for who may.
func (r *reading) everything(ctx context.Context, declared []*catalog.Object) error {
	group, reading := errgroup.WithContext(ctx)
	for _, resource := range catalog.Resources() {
		group.Go(func() error { return r.list(reading, catalog.ID{Kind: resource.Kind}) })
	}
	group.Go(func() error {
		found, err := r.cluster.Fetch(reading, NamespacesOf(idsOf(declared)))
		if err != nil {
			return err
		}
		for _, namespace := range found.Objects {
			r.add(namespace)
		}
		for id, err := range found.Unreadable {
			r.refuse(id, err)
		}
		return nil
	})
	return group.Wait()
}

// rest reads what is wanted of the kinds that may not be listed in the whole cluster.
func (r *reading) rest(ctx context.Context, declared []*catalog.Object) error {
	if err := each(ctx, r.collections(declared), r.list); err != nil {
		return err
	}
	// What was got may name more: a cluster its host.
	asked := map[catalog.ID]bool{}
	for {
		wanted := r.named(declared, asked)
		if len(wanted) == 0 {
			return nil
		}
		if err := each(ctx, wanted, r.get); err != nil {
			return err
		}
	}
}

// each reads side by side.
func each(ctx context.Context, ids []catalog.ID, read func(context.Context, catalog.ID) error) error {
	group, reading := errgroup.WithContext(ctx)
	group.SetLimit(parallelReads)
	for _, id := range ids {
		group.Go(func() error { return read(reading, id) })
	}
	return group.Wait()
}

// collections are those of refused product-scoped kinds in the namespaces that objects are in or refer to.
func (r *reading) collections(declared []*catalog.Object) []catalog.ID {
	ids := idsOf(declared)
	for _, object := range declared {
		for _, reference := range catalog.ReferencesOf(object) {
			ids = append(ids, reference.To)
		}
	}
	var collections []catalog.ID
	for _, namespace := range NamespacesOf(ids) {
		for _, resource := range catalog.Resources() {
			if resource.Namespaced && r.refused[resource.Kind] != nil && isName(namespace.Name) {
				collections = append(collections, catalog.ID{Kind: resource.Kind, Namespace: namespace.Name})
			}
		}
	}
	return collections
}

// named are the objects of refused cluster-scoped kinds that are declared, or that known objects refer to, and were
// not asked for before.
func (r *reading) named(declared []*catalog.Object, asked map[catalog.ID]bool) []catalog.ID {
	var named []catalog.ID
	want := func(id catalog.ID) {
		resource, ours := catalog.ResourceOf(id.Kind)
		if ours && !resource.Namespaced && r.refused[id.Kind] != nil && isName(id.Name) && !asked[id] {
			asked[id] = true
			named = append(named, id)
		}
	}
	for _, object := range declared {
		want(object.ID)
		for _, reference := range catalog.ReferencesOf(object) {
			want(reference.To)
		}
	}
	for _, object := range r.objects {
		for _, reference := range catalog.ReferencesOf(object) {
			want(reference.To)
		}
	}
	return named
}

// isName tells what can be asked for: a reference may hold anything.
func isName(text string) bool { return text != "" && len(content.IsPathSegmentName(text)) == 0 }

// list lists a collection; that it may not be listed is no error but is kept.
func (r *reading) list(ctx context.Context, collection catalog.ID) error {
	return r.took(collection, r.cluster.list(ctx, collection, r.add))
}

// get gets one object; that it may not be got is no error but is kept.
func (r *reading) get(ctx context.Context, id catalog.ID) error {
	object, err := r.cluster.get(ctx, id)
	if object != nil {
		r.add(object)
	}
	return r.took(id, err)
}

// took keeps what became of a request.
func (r *reading) took(id catalog.ID, err error) error {
	if isForbidden(err) {
		r.refuse(id, err)
		return nil
	}
	if err == nil {
		r.mutex.Lock()
		defer r.mutex.Unlock()
		r.held[id] = true
	}
	return err
}

// refuse keeps a refusal. The first one of a kind is the one that is told: it is about the most.
func (r *reading) refuse(id catalog.ID, err error) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if r.refused[id.Kind] == nil {
		r.refused[id.Kind] = err
	}
}

func (r *reading) add(answer *unstructured.Unstructured) {
	object, err := catalog.NewObject(answer.Object)
	if err != nil {
		return
	}
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.objects[object.ID] = object
	if r.seen != nil {
		r.seen(object)
	}
}

// view is what was read, unless that is nothing.
func (r *reading) view() (*View, error) {
	var refusal error
	ours := false
	for _, resource := range catalog.Resources() {
		if err := r.refused[resource.Kind]; err != nil && refusal == nil {
			refusal = err
		}
	}
	for id := range r.held {
		ours = ours || id.Kind != catalog.Namespace
	}
	if !ours {
		return nil, refusal
	}
	objects := make([]*catalog.Object, 0, len(r.objects))
	for _, object := range r.objects {
		objects = append(objects, object)
	}
	return &View{Snapshot: catalog.New(objects...), held: r.held, refused: r.refused}, nil
}

func idsOf(objects []*catalog.Object) []catalog.ID {
	ids := make([]catalog.ID, len(objects))
	for i, object := range objects {
		ids[i] = object.ID
	}
	return ids
}

// NamespacesOf are the namespaces of the objects, and those that are named after products among them.
func NamespacesOf(ids []catalog.ID) []catalog.ID {
	var namespaces []catalog.ID
	seen := map[string]bool{"": true}
	for _, id := range ids {
		name := id.Namespace
		if id.Kind == catalog.Product {
			name = id.Name
		}
		if !seen[name] {
			seen[name] = true
			namespaces = append(namespaces, catalog.ID{Kind: catalog.Namespace, Name: name})
		}
	}
	return namespaces
}
