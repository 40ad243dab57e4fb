// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/spf13/cobra"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/genericiooptions"
	"k8s.io/kubectl/pkg/util/templates"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/manifest"
	"github.com/nautes-labs/kubectl-nautes/plugin/exitcode"
	"github.com/nautes-labs/kubectl-nautes/plugin/graph"
	"github.com/nautes-labs/kubectl-nautes/plugin/live"
	"github.com/nautes-labs/kubectl-nautes/plugin/set"
)

// deleteProductOptions is what one run of delete product works on.
type deleteProductOptions struct {
	deleteOptions
	yes bool
	// prompt is who is asked; nil for nobody.
	prompt *prompt
}

func newDeleteProduct(config genericclioptions.RESTClientGetter, streams genericiooptions.IOStreams) *cobra.Command {
	o := &deleteProductOptions{deleteOptions: deleteOptions{writing: newWriting(config, streams)}, prompt: promptOf(streams)}
	return o.command()
}

func (o *deleteProductOptions) command() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "product NAME",
		Short: "Delete a product with all that is in it, dependents first",
		Long: longDesc(`
			Delete a product with all that is in it, in the reverse order of what depends on it, and with its namespace.

			What will go is listed, and you are asked; where there is no terminal, -y has to say that you mean it. What
			other products use of it stands in the way, and is named. Groups and repositories in GitLab stay unless
			spec.deletionPolicy says otherwise; that is listed too.

			With -i an object whose deletion is denied gets the annotation that skips rules and is deleted once more.

			Exit codes: see "kubectl nautes help exit-codes".`),
		Example: templates.Examples(`
			# See what would go, and what stands in the way
			kubectl nautes delete product demo --dry-run=client

			# Delete it, in a script
			kubectl nautes delete product demo --yes`),
		Args: oneName,
		RunE: func(cmd *cobra.Command, args []string) error { return o.run(cmd.Context(), args[0]) },
	}
	flags := cmd.Flags()
	flags.BoolVarP(&o.yes, "yes", "y", false, "Do not ask")
	o.bypass.addFlags(flags)
	o.dryRun.addFlags(flags)
	o.printer.addFlags(cmd)
	o.addOwnFlags(cmd)
	return cmd
}

func (o *deleteProductOptions) run(ctx context.Context, name string) error {
	if err := o.validate(); err != nil {
		return err
	}
	if err := checkNamedOnce(o.config, name); err != nil {
		return err
	}
	if !o.yes && o.prompt == nil && o.dryRun == dryRunNone {
		return fmt.Errorf("delete product %q: nobody can be asked, as standard input is no terminal (give --yes to delete it, or --dry-run=client to look)", name)
	}
	reading := &asking{IOStreams: o.IOStreams, config: o.config}
	view, err := reading.readOrNone(ctx, name)
	if err != nil {
		return interruptible(ctx, err)
	}
	if view == nil && o.ignoreNotFound {
		return nil
	}
	if view == nil {
		return fmt.Errorf("there is no product %q (to see products: kubectl nautes status -A)", name)
	}
	members, err := setOfProduct(view.Snapshot, name)
	if err != nil {
		return err
	}
	if o.dryRun == dryRunNone {
		if err := o.ask(ctx, members, name); err != nil {
			return err
		}
	}
	cluster, err := connectReader(o.config)
	if err != nil {
		return err
	}
	return o.delete(ctx, members, cluster)
}

// readOrNone reads all of a product; nil where there is certainly nothing.
func (a *asking) readOrNone(ctx context.Context, name string) (*live.View, error) {
	cluster, err := connectReader(a.config)
	if err != nil {
		return nil, err
	}
	view, err := cluster.Stored(ctx, name, nil)
	if err != nil {
		return nil, err
	}
	source := &graph.Source{State: view.Snapshot}
	if !source.Has(name) && view.Refusal(catalog.ID{Kind: catalog.Product, Name: name}) == nil {
		return nil, nil //nolint:nilnil // there is none, and that is no error
	}
	var scoped []catalog.Kind
	for _, resource := range catalog.Resources() {
		if resource.Namespaced {
			scoped = append(scoped, resource.Kind)
		}
	}
	return view, a.checkProduct(view, name, scoped...)
}

// setOfProduct is all that is there of a product.
func setOfProduct(state *catalog.Snapshot, name string) (*set.Set, error) {
	var documents []*manifest.Document
	add := func(o *catalog.Object) {
		documents = append(documents, &manifest.Document{Object: &unstructured.Unstructured{Object: o.Content()}})
	}
	for _, resource := range slices.Backward(catalog.Resources()) {
		if resource.Namespaced {
			for _, o := range state.List(resource.Kind, name) {
				add(o)
			}
		}
	}
	if product := state.Get(catalog.ID{Kind: catalog.Product, Name: name}); product != nil {
		add(product)
	}
	schemas, err := builtInSchemas()
	if err != nil {
		return nil, err
	}
	return set.New(documents, schemas, nil)
}

// ask lists what will go, in that order, and wants a yes.
func (o *deleteProductOptions) ask(ctx context.Context, members *set.Set, name string) error {
	state, err := members.Applied(catalog.New())
	if err != nil {
		return err
	}
	fmt.Fprintf(o.ErrOut, "Product %q will be deleted, with its namespace and all that is in it, in this order:\n", name)
	waves := state.Order(members.IDs()).Waves
	for _, wave := range slices.Backward(waves) {
		for _, id := range wave {
			fmt.Fprintf(o.ErrOut, "  %s%s\n", id, fateOf(state.Get(id)))
		}
	}
	if o.yes {
		return nil
	}
	yes, err := o.prompt.confirm(ctx, fmt.Sprintf("Delete %s?", objects(len(members.IDs()))))
	if err == nil && !yes {
		err = exitcode.With(exitcode.Failed, errors.New("nothing was deleted"))
	}
	return err
}

// fateOf says of what goes in GitLab as well that it does.
func fateOf(o *catalog.Object) string {
	switch {
	case o.Terminating():
		return " (is being deleted)"
	case o.String("spec.deletionPolicy") != "Delete":
		return ""
	case o.Kind == catalog.Product:
		return ", and its group in GitLab with all repositories"
	}
	return ", and its repository in GitLab"
}
