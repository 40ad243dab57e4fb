// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/genericiooptions"
	"k8s.io/kubectl/pkg/util/templates"

	"github.com/nautes-labs/kubectl-nautes/plugin/addresses"
)

// urlsOptions is what one run of urls works on.
type urlsOptions struct {
	asking
	products products
}

func newURLs(config genericclioptions.RESTClientGetter, streams genericiooptions.IOStreams) *cobra.Command {
	return (&urlsOptions{asking: asking{IOStreams: streams, config: config}}).command()
}

func (o *urlsOptions) command() *cobra.Command {
	formats := addresses.Formats()
	cmd := &cobra.Command{
		Use:   "urls [-p PRODUCT | -A]",
		Short: "Show where dashboards, repositories and registries are reached",
		Long: longDesc(`
			Show where people reach what a product works with: the Tekton Dashboard and Argo CD of the clusters that its
			environments are on, its group and repositories, its artifact repositories. Without a product, of all
			products and clusters.

			A dashboard is at the host that its component is told, else under the cluster's primaryDomain, and at the
			port of the cluster's gateway; of a virtual cluster, at that of its host. -o wide has the fields that each
			address comes from. This is what is declared: nobody is asked whether it answers.`),
		Example: templates.Examples(`
			# Where is everything of product demo?
			kubectl nautes urls -p demo

			# Where does the port of Argo CD come from?
			kubectl nautes urls -p demo -o wide`),
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return o.run(cmd.Context()) },
	}
	o.products.addFlag(cmd.Flags())
	cmd.Flags().StringVarP(&o.output, "output", "o", formats[0].Name, "Output format: "+formats.Names())
	return cmd
}

func (o *urlsOptions) run(ctx context.Context) error {
	format, err := addresses.Formats().Find(o.output)
	if err != nil {
		return err
	}
	name := ""
	if !o.products.all {
		if name, _, err = product(o.config); err != nil {
			return err
		}
	}
	view, err := o.read(ctx, name, "")
	if err != nil {
		return err
	}
	if name != "" {
		sayUnseen(o.ErrOut, view, name)
	}
	k, err := whatIsKnown()
	if err != nil {
		return err
	}
	list := addresses.Of(view.Snapshot, name, k)
	if len(list.Addresses) == 0 {
		fmt.Fprintln(o.ErrOut, "nothing that has an address")
	}
	if err := format.Write(o.Out, list); err != nil {
		return fmt.Errorf("write addresses: %w", err)
	}
	return nil
}
