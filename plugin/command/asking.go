// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"context"
	"errors"
	"fmt"

	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/genericiooptions"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/plugin/graph"
	"github.com/nautes-labs/kubectl-nautes/plugin/known"
	"github.com/nautes-labs/kubectl-nautes/plugin/live"
	"github.com/nautes-labs/kubectl-nautes/policies"
)

// asking is what commands share that answer a question about what is stored.
type asking struct {
	genericiooptions.IOStreams
	config genericclioptions.RESTClientGetter
	output string
}

// read reads what is there of a product, or with no name of all. That these kinds of a product may not be read is an
// error: without them the answer would be another one. unseen is said where other products can not be looked into.
func (a *asking) read(ctx context.Context, product, unseen string, kinds ...catalog.Kind) (*live.View, error) {
	cluster, err := connectReader(a.config)
	if err != nil {
		return nil, err
	}
	foot := newFoot(a.ErrOut)
	view, err := cluster.Stored(ctx, product, func(n int) { foot.show(n, "reading: %d objects", n) })
	foot.clear()
	if err != nil {
		return nil, interruptible(ctx, withProduct(err, product == ""))
	}
	if product == "" {
		if view.Partial() {
			err = errors.New("you may not look into all products (give -p PRODUCT to ask about one that you may)")
		}
		return view, err
	}
	if err := a.checkProduct(view, product, kinds...); err != nil {
		return nil, err
	}
	if view.Partial() && unseen != "" {
		fmt.Fprintf(a.ErrOut, "Note: you may not look into all products: %s\n", unseen)
	}
	return view, nil
}

// checkProduct refuses a product that is not there, and one of which these kinds may not be read.
func (a *asking) checkProduct(view *live.View, product string, kinds ...catalog.Kind) error {
	id := catalog.ID{Kind: catalog.Product, Name: product}
	if source := (&graph.Source{State: view.Snapshot}); !source.Has(product) {
		return unknownProduct(view, id)
	}
	for _, kind := range kinds {
		if err := view.Refusal(catalog.ID{Kind: kind, Namespace: product}); err != nil {
			return err
		}
	}
	if o := view.Get(id); o != nil && o.Terminating() {
		fmt.Fprintf(a.ErrOut, "Note: product %q is being deleted\n", product)
	}
	return nil
}

// whatIsKnown reads the data files that are built in.
func whatIsKnown() (*known.Known, error) { return known.Read(policies.FS()) }
