// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package live

import (
	"context"

	"golang.org/x/sync/errgroup"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
)

// lastApplied is where kubectl keeps a copy of what it applied, inside the object.
const lastApplied = "kubectl.kubernetes.io/last-applied-configuration"

// Stored reads what is there, to be judged as it is: all objects of our kinds and all namespaces. Of each object what no
// rule reads and what is often larger than the rest is dropped, so that 100,000 of them fit into memory.
//
// With a product, who may not read everything is served as by [Cluster.Snapshot] for the objects of that product. read
// is called with the number of objects read so far; may be nil. The error, if any, is an [*Error] or that of ctx.
func (c *Cluster) Stored(ctx context.Context, product string, read func(n int)) (*View, error) {
	r := newReading(c)
	n := 0
	r.seen = func(object *catalog.Object) {
		slim(object.Content())
		n++
		if read != nil {
			read(n)
		}
	}
	if err := r.all(ctx); err != nil {
		return nil, err
	}
	if product != "" {
		if err := r.product(ctx, product); err != nil {
			return nil, err
		}
	}
	return r.view()
}

// all lists all kinds, and the namespaces, in the whole cluster.
func (r *reading) all(ctx context.Context) error {
	group, reading := errgroup.WithContext(ctx)
	for _, resource := range catalog.Resources() {
		group.Go(func() error { return r.list(reading, catalog.ID{Kind: resource.Kind}) })
	}
	group.Go(func() error { return r.list(reading, catalog.ID{Kind: catalog.Namespace}) })
	return group.Wait()
}

// product reads what all did not: the objects of one product, and what rules about those most likely look up.
func (r *reading) product(ctx context.Context, name string) error {
	product := catalog.ID{Kind: catalog.Product, Name: name}
	var missing []catalog.ID
	for _, id := range []catalog.ID{product, {Kind: catalog.Namespace, Name: name}} {
		if r.refused[id.Kind] != nil {
			missing = append(missing, id)
		}
	}
	if err := each(ctx, missing, r.get); err != nil {
		return err
	}
	own := &catalog.Object{ID: product}
	if err := each(ctx, r.collections([]*catalog.Object{own}), r.list); err != nil {
		return err
	}
	var stored []*catalog.Object
	for _, object := range r.objects {
		if object.Namespace == name || object.ID == product {
			stored = append(stored, object)
		}
	}
	return r.rest(ctx, stored)
}

// slim drops from an object what no rule reads.
func slim(content map[string]any) {
	metadata, _ := content["metadata"].(map[string]any)
	delete(metadata, "managedFields")
	annotations, _ := metadata["annotations"].(map[string]any)
	delete(annotations, lastApplied)
}
