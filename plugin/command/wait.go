// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/genericiooptions"
	"k8s.io/kubectl/pkg/util/templates"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/plugin/goal"
	"github.com/nautes-labs/kubectl-nautes/plugin/live"
)

// waitOptions is what one run of wait works on.
type waitOptions struct {
	genericiooptions.IOStreams
	config   genericclioptions.RESTClientGetter
	products products
	selector string
	what     string
	timeout  time.Duration
	flags    *genericclioptions.PrintFlags
}

func newWait(config genericclioptions.RESTClientGetter, streams genericiooptions.IOStreams) *cobra.Command {
	return (&waitOptions{IOStreams: streams, config: config, flags: genericclioptions.NewPrintFlags("condition met")}).command()
}

func (o *waitOptions) command() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "wait [KIND/NAME... | KIND[,KIND...]] [-p PRODUCT | -A] [--for GOAL]",
		Short: "Wait until objects are ready, and say what is in the way",
		Long: longDesc(`
			Wait until objects are ready, gone, or have a condition or a value: those that are named, or those of a
			kind, or the product and all that is in it as it is at the beginning.

			What is in the way is said of each object whenever it changes: a condition that is false, a status that is
			about an earlier generation, a finalizer that holds what is being deleted, the last warning. A condition
			counts only if it is about the object as it is declared now.

			Exit codes: 0 all came to it, 1 error, or one never will, 4 timed out.`),
		Example: templates.Examples(`
			# Until all that is in product demo is ready
			kubectl nautes wait -p demo --timeout=2m

			# Until two runtimes have a condition
			kubectl nautes wait dr/web-test ppr/web -p demo --for=condition=Healthy

			# Until all environments are gone
			kubectl nautes wait environments -p demo --for=delete`),
		RunE: func(cmd *cobra.Command, args []string) error { return o.run(cmd.Context(), args) },
	}
	flags := cmd.Flags()
	o.products.addFlag(flags)
	flags.StringVarP(&o.selector, "selector", "l", "", "Only objects with these labels")
	flags.StringVar(&o.what, "for", "ready", "What to wait for: "+goal.Forms)
	flags.DurationVar(&o.timeout, "timeout", defaultTimeout, "How long to wait; 0 is without end")
	o.flags.AddFlags(cmd)
	shortenOutputUsage(flags, o.flags.AllowedFormats())
	return cmd
}

func (o *waitOptions) run(ctx context.Context, args []string) error {
	wanted, err := goal.Parse(o.what)
	if err != nil {
		return err
	}
	if err := checkTimeout(o.timeout); err != nil {
		return err
	}
	if _, err := labels.Parse(o.selector); err != nil {
		return fmt.Errorf("read -l %q: %w", o.selector, err)
	}
	printer, err := o.flags.ToPrinter()
	if err != nil {
		return err
	}
	cluster, err := connectReader(o.config)
	if err != nil {
		return err
	}
	w := &waitRun{
		goal: wanted, cluster: cluster.Cluster, timeout: o.timeout, errOut: o.ErrOut,
		obstacles: map[catalog.ID]string{}, warnings: map[catalog.ID]string{},
		met: func(object *unstructured.Unstructured) error { return printer.PrintObj(object, o.Out) },
	}
	if err := o.choose(ctx, w, args); err != nil {
		return interruptible(ctx, err)
	}
	return w.run(ctx)
}

// choose finds out what to wait for. An object that is named has to be there, unless its creation or deletion is what is
// waited for: else a slip of the pen would be waited for as well.
func (o *waitOptions) choose(ctx context.Context, w *waitRun, args []string) error {
	namespace, _, err := product(o.config)
	if err != nil {
		return err
	}
	lists := len(args) == 0
	if !lists {
		_, err := kindsListed(args[0])
		lists = err == nil
	}
	if lists {
		return o.list(ctx, w, args)
	}
	if o.selector != "" || o.products.all {
		return errors.New("-l and -A are for kinds (leave them out, or KIND/NAME)")
	}
	ids, err := idsNamed(args, namespace)
	if err != nil {
		return err
	}
	found, err := w.cluster.Fetch(ctx, ids)
	if err != nil {
		return err
	}
	for _, id := range ids {
		object := found.Objects[id]
		if err := found.Unreadable[id]; err != nil {
			return err
		}
		if object == nil && !w.mayBeAbsent() {
			return fmt.Errorf("there is no %s (--for=create waits until there is)", id)
		}
		w.add(id, object)
	}
	return nil
}

// list takes the objects of kinds, or of a product.
func (o *waitOptions) list(ctx context.Context, w *waitRun, args []string) error {
	if len(args) > 1 {
		return fmt.Errorf("%s is a kind, and more follows (write KIND/NAME for each object, or KIND,KIND)", args[0])
	}
	asked := &getOptions{config: o.config, products: o.products, selector: o.selector}
	q, err := asked.question(args)
	if err != nil {
		return err
	}
	for _, listing := range q.listings {
		err := w.cluster.Each(ctx, listing, func(object *unstructured.Unstructured) error {
			w.add(live.IDOf(object), object)
			return nil
		})
		if err != nil && (!q.all || live.ReasonOf(err) != live.Absent) {
			return err
		}
	}
	if len(w.pending) == 0 && !w.mayBeAbsent() {
		return errors.New("there is nothing to wait for (to see what there is: kubectl nautes get)")
	}
	return nil
}

// awaited is an object that is waited for.
type awaited struct {
	id  catalog.ID
	uid types.UID
}
