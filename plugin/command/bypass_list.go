// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/genericiooptions"
	"k8s.io/kubectl/pkg/util/templates"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/plugin/live"
)

// bypassListOptions is what one run of bypass list works on.
type bypassListOptions struct {
	genericiooptions.IOStreams
	config   genericclioptions.RESTClientGetter
	products products
	output   string
	now      func() time.Time
}

func newBypassList(config genericclioptions.RESTClientGetter, streams genericiooptions.IOStreams) *cobra.Command {
	return (&bypassListOptions{IOStreams: streams, config: config, now: time.Now}).command()
}

func (o *bypassListOptions) command() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "list [-p PRODUCT | -A]",
		Aliases: []string{"ls"},
		Short:   "List the objects that rules are skipped for",
		Long: longDesc(`
			List the objects of a product, or of all, that carry an annotation which goes around the rules, and those
			that still break a rule which was skipped for them.

			HOLDS is for how long the annotation is in force, or why it is not: ended, malformed, off, or taken off.
			"break-glass" has the webhook not be asked at all, for whoever holds the verb break-glass.

			NOW is what the rules say of the object as it is stored, with all that is there by now: failing, clean, or
			unknown where a rule looks up what you may not read. A clean one needs no bypass any more; take it off with
			"kubectl nautes bypass clear".

			BY and AGE tell of the last write for which rules were skipped; - where it is not known.`),
		Example: templates.Examples(`
			# Who skipped which rules in product demo, and is it still needed?
			kubectl nautes bypass list -p demo

			# In all products, for a script
			kubectl nautes bypass list -A -o json`),
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return o.run(cmd.Context()) },
	}
	o.products.addFlag(cmd.Flags())
	cmd.Flags().StringVarP(&o.output, "output", "o", bypassFormats()[0].Name, "Output format: "+bypassFormats().Names())
	return cmd
}

func (o *bypassListOptions) run(ctx context.Context) error {
	format, err := bypassFormats().Find(o.output)
	if err != nil {
		return err
	}
	product, err := o.products.one(o.config)
	if err != nil {
		return err
	}
	cluster, err := connectReader(o.config)
	if err != nil {
		return err
	}
	view, err := cluster.Stored(ctx, product, nil)
	if err != nil {
		return err
	}
	unseen := sayUnseen(o.ErrOut, view, product)
	list, err := listBypasses(ctx, cluster, view, o.now(), marked(view, product), o.ErrOut)
	if err != nil {
		return err
	}
	list.drop()
	if err := format.Write(o.Out, list); err != nil {
		return fmt.Errorf("write bypasses: %w", err)
	}
	if list.notJudged != nil {
		fmt.Fprintln(o.ErrOut, list.notJudged)
	}
	fmt.Fprintln(o.ErrOut, list.summary(product, unseen))
	return nil
}

// sayUnseen says which kinds of a product, or of all, the user may not list; whether there are any is returned.
func sayUnseen(errOut io.Writer, view *live.View, product string) bool {
	unseen := false
	for _, resource := range catalog.Resources() {
		id := catalog.ID{Kind: resource.Kind, Namespace: product}
		if product != "" && !resource.Namespaced {
			if resource.Kind != catalog.Product {
				continue
			}
			id = catalog.ID{Kind: catalog.Product, Name: product}
		}
		if err := view.Refusal(id); err != nil {
			unseen = true
			fmt.Fprintf(errOut, "Note: %s are not looked at: %v\n", resource.Plural, err)
		}
	}
	return unseen
}
