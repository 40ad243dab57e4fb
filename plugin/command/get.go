// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"
	fieldselectors "k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/genericiooptions"
	"k8s.io/kubectl/pkg/cmd/get"
	"k8s.io/kubectl/pkg/util/templates"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/plugin/live"
)

// getOptions is what one run of get works on.
type getOptions struct {
	genericiooptions.IOStreams
	config         genericclioptions.RESTClientGetter
	products       products
	selector       string
	fieldSelector  string
	ignoreNotFound bool
	flags          *get.PrintFlags
}

func newGet(config genericclioptions.RESTClientGetter, streams genericiooptions.IOStreams) *cobra.Command {
	flags := get.NewGetPrintFlags()
	flags.HumanReadableFlags.SortBy = nil // by name and product, as the API server lists
	return (&getOptions{IOStreams: streams, config: config, flags: flags}).command()
}

func (o *getOptions) command() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "get [KIND[,KIND...] [NAME...] | KIND/NAME... | all] [-p PRODUCT | -A]",
		Short: "List objects of several kinds of a product at once",
		Long: longDesc(`
			List objects as kubectl get does, of several kinds at once: without a kind, the product and all that is in
			it; with -A, all there is.

			Kinds are written as kubectl takes them: environment, environments, env. Clusters, products and providers
			belong to no product, and are listed whole. Long lists are read page by page.`),
		Example: templates.Examples(`
			# All that is in product demo
			kubectl nautes get -p demo

			# Its environments and runtimes, with all columns
			kubectl nautes get environments,deploymentruntimes -p demo -o wide

			# Two objects as they are stored
			kubectl nautes get environment/test coderepo/web -p demo -o yaml

			# The names of all code repos with a label
			kubectl nautes get coderepos -A -l team=core -o name`),
		RunE: func(cmd *cobra.Command, args []string) error { return o.run(cmd.Context(), args) },
	}
	flags := cmd.Flags()
	o.products.addFlag(flags)
	flags.StringVarP(&o.selector, "selector", "l", "", "Only objects with these labels, for example team=core,stage!=test")
	flags.StringVar(&o.fieldSelector, "field-selector", "", "Only objects with these fields, for example metadata.name=test")
	flags.BoolVar(&o.ignoreNotFound, "ignore-not-found", false, "That an object is not there is no error")
	o.flags.AddFlags(cmd)
	shortenOutputUsage(flags, o.flags.AllowedFormats())
	return cmd
}

// run gets what is asked for.
func (o *getOptions) run(ctx context.Context, args []string) error {
	q, err := o.question(args)
	if err != nil {
		return err
	}
	if _, err := o.flags.ToPrinter(); err != nil {
		return err
	}
	cluster, err := connectReader(o.config)
	if err != nil {
		return err
	}
	g := &getting{getQuestion: q, options: o, cluster: cluster.Cluster}
	return interruptible(ctx, g.run(ctx))
}

// getQuestion is what to get.
type getQuestion struct {
	listings []live.Listing
	// all: no kind was named, so that one which may not be read is no error.
	all bool
	// product is the one that is looked into; empty for all.
	product string
}

func (o *getOptions) question(args []string) (getQuestion, error) {
	q := getQuestion{all: len(args) == 0 || len(args) == 1 && args[0] == "all"}
	if _, err := labels.Parse(o.selector); err != nil {
		return q, fmt.Errorf("read -l %q: %w", o.selector, err)
	}
	if _, err := fieldselectors.ParseSelector(o.fieldSelector); err != nil {
		return q, fmt.Errorf("read --field-selector %q: %w", o.fieldSelector, err)
	}
	namespace, _, err := product(o.config)
	if err != nil {
		return q, err
	}
	if !o.products.all {
		q.product = namespace
	}
	ids, err := o.wanted(args, q)
	if err != nil {
		return q, err
	}
	for _, id := range ids {
		q.listings = append(q.listings, live.Listing{ID: id, Labels: o.selector, Fields: o.fieldSelector})
	}
	return q, nil
}

// wanted are the collections, without a name, and the objects that are asked for.
func (o *getOptions) wanted(args []string, q getQuestion) ([]catalog.ID, error) {
	if q.all {
		return everything(q.product, o.products.all)
	}
	kinds, err := kindsListed(args[0])
	if named := err != nil || len(args) > 1; named && (o.products.all || o.selector != "" || o.fieldSelector != "") {
		return nil, fmt.Errorf("%s is one object: it can not be selected from all (leave out -A, -l and --field-selector)", args[len(args)-1])
	}
	if err != nil {
		return idsNamed(args, q.product)
	}
	var ids []catalog.ID
	for _, resource := range kinds {
		id := catalog.ID{Kind: resource.Kind}
		if resource.Namespaced {
			id.Namespace = q.product
		}
		if resource.Namespaced && q.product == "" && !o.products.all {
			return nil, errNoProduct
		}
		if len(args) == 1 {
			ids = append(ids, id)
		}
		for _, name := range args[1:] {
			id.Name = name
			ids = append(ids, id)
		}
	}
	return ids, nil
}

// errNoProduct is said where nothing tells which product to look at.
var errNoProduct = errors.New("no product named (give -p PRODUCT, or -A for all)")

// everything is the product and all that is in it, or all there is.
func everything(product string, all bool) ([]catalog.ID, error) {
	if product == "" && !all {
		return nil, errNoProduct
	}
	var ids []catalog.ID
	for _, resource := range catalog.Resources() {
		switch {
		case all:
			ids = append(ids, catalog.ID{Kind: resource.Kind})
		case resource.Namespaced:
			ids = append(ids, catalog.ID{Kind: resource.Kind, Namespace: product})
		case resource.Kind == catalog.Product:
			ids = append(ids, catalog.ID{Kind: resource.Kind, Name: product})
		}
	}
	return ids, nil
}
