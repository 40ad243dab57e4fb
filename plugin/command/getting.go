// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/pflag"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/plugin/exitcode"
	"github.com/nautes-labs/kubectl-nautes/plugin/live"
)

// getting is one run of get.
type getting struct {
	getQuestion
	options *getOptions
	cluster *live.Cluster

	// shown counts objects, refused the kinds that may not be read.
	shown, refused int
	errs           []error
}

func (g *getting) run(ctx context.Context) error {
	out, err := g.output()
	if err != nil {
		return err
	}
	for _, listing := range g.listings {
		if err := g.took(listing, out.list(ctx, g, listing)); err != nil {
			return err
		}
	}
	if g.refused == len(g.listings) && len(g.errs) > 0 {
		return g.errs[0]
	}
	if err := out.end(); err != nil {
		return err
	}
	if g.shown == 0 && len(g.errs) == 0 {
		if err := g.sayNothing(ctx); err != nil {
			return err
		}
	}
	return g.failures()
}

// took keeps an error that is about one kind or object alone, so that the others are shown; any other is returned.
func (g *getting) took(listing live.Listing, err error) error {
	switch live.ReasonOf(err) {
	case live.Absent:
		// Asking for all of a product, it may well have no Product object that the user sees.
		if !g.options.ignoreNotFound && !g.all {
			g.errs = append(g.errs, g.notThere(listing.ID))
		}
		return nil
	case live.Forbidden:
		g.refused++
		g.errs = append(g.errs, err)
		return nil
	}
	return err
}

func (g *getting) notThere(id catalog.ID) error {
	if id.Namespace == "" {
		return fmt.Errorf("there is no %s", id)
	}
	return fmt.Errorf("there is no %s (to see what there is: kubectl nautes get -p %s)", id, id.Namespace)
}

// failures are said one by one; where all kinds were wanted they are notes.
func (g *getting) failures() error {
	if g.all {
		for _, err := range g.errs {
			fmt.Fprintf(g.options.ErrOut, "Note: not everything is shown: %v\n", err)
		}
		return nil
	}
	if len(g.errs) < 2 {
		return errors.Join(g.errs...)
	}
	for _, err := range g.errs {
		fmt.Fprintf(g.options.ErrOut, "error: %v\n", err)
	}
	return exitcode.Silent(exitcode.Failed)
}

// sayNothing says that there is nothing, or that there is no such product.
func (g *getting) sayNothing(ctx context.Context) error {
	if g.options.ignoreNotFound {
		return nil
	}
	if g.product == "" || g.namesNone() {
		fmt.Fprintln(g.options.ErrOut, "No resources found")
		return nil
	}
	id, namespace := catalog.ID{Kind: catalog.Product, Name: g.product}, catalog.ID{Kind: catalog.Namespace, Name: g.product}
	found, err := g.cluster.Fetch(ctx, []catalog.ID{id, namespace})
	if err != nil {
		return err
	}
	known := found.Objects[id] != nil || found.Objects[namespace] != nil || len(found.Unreadable) > 0
	if !known {
		return fmt.Errorf("there is no product %q (to see products: kubectl nautes get products)", g.product)
	}
	fmt.Fprintf(g.options.ErrOut, "No resources found in product %s\n", g.product)
	return nil
}

// namesNone tells that nothing was looked for in the product.
func (g *getting) namesNone() bool {
	for _, listing := range g.listings {
		if listing.Namespace != "" {
			return false
		}
	}
	return true
}

// each visits the objects of a listing, without what no person asked for.
func (g *getting) each(ctx context.Context, listing live.Listing, visit func(*unstructured.Unstructured) error) error {
	return g.cluster.Each(ctx, listing, func(object *unstructured.Unstructured) error {
		if !g.options.flags.JSONYamlPrintFlags.ShowManagedFields {
			object.SetManagedFields(nil)
		}
		g.shown++
		return visit(object)
	})
}

// kindsListed are the kinds of "KIND,KIND".
func kindsListed(text string) ([]catalog.Resource, error) {
	var kinds []catalog.Resource
	for name := range strings.SplitSeq(text, ",") {
		resource, err := resourceCalled(name)
		if err != nil {
			return nil, err
		}
		kinds = append(kinds, resource)
	}
	return kinds, nil
}

// shortenOutputUsage leaves out of -o the addresses of pages about templates, which break lines.
func shortenOutputUsage(flags *pflag.FlagSet, formats []string) {
	flags.Lookup("output").Usage = "Output format. One of: (" + strings.Join(formats, ", ") + ")"
}
