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

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/manifest"
	"github.com/nautes-labs/kubectl-nautes/plugin/entitlement"
)

// accessOptions is what one run of access works on.
type accessOptions struct {
	asking
	repo string
}

func newAccess(config genericclioptions.RESTClientGetter, streams genericiooptions.IOStreams) *cobra.Command {
	return (&accessOptions{asking: asking{IOStreams: streams, config: config}}).command()
}

func (o *accessOptions) command() *cobra.Command {
	formats := entitlement.Formats()
	cmd := &cobra.Command{
		Use:   "access [-p PRODUCT]",
		Short: "Show which projects may use which code repos",
		Long: longDesc(`
			Show which projects of a product may use which code repos: its own, and those that other products share with
			it. Below that stand the bindings that grant it, and to whom else they share the product's repos.

			"owner" is the project that the repo belongs to, "rw" may read and write, "ro" may read, "-" may not use it.
			The column (product) is for the product as a whole: a deployment runtime that names no projects. -o wide
			has the bindings beside each access.`),
		Example: templates.Examples(`
			# Who may use what in product demo?
			kubectl nautes access -p demo

			# Who may use the repo charts, and by which binding?
			kubectl nautes access -p demo --repo charts -o wide`),
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return o.run(cmd.Context()) },
	}
	cmd.Flags().StringVar(&o.repo, "repo", "", "Show this code repo only: REPO of the product, or PRODUCT/REPO of another one")
	cmd.Flags().StringVarP(&o.output, "output", "o", formats[0].Name, "Output format: "+formats.Names())
	return cmd
}

func (o *accessOptions) run(ctx context.Context) error {
	format, err := entitlement.Formats().Find(o.output)
	if err != nil {
		return err
	}
	product, err := (&products{}).one(o.config)
	if err != nil {
		return err
	}
	view, err := o.read(ctx, product, "repos that they share with this one are shown as far as you may see",
		catalog.Project, catalog.CodeRepo, catalog.CodeRepoBinding)
	if err != nil {
		return err
	}
	matrix := entitlement.Of(view.Snapshot, product)
	if o.repo != "" {
		only, ok := matrix.Only(o.repo)
		if !ok {
			return fmt.Errorf("product %q neither has a code repo %q nor is granted one%s", product, o.repo,
				hint(manifest.DidYouMean(o.repo, matrix.References())))
		}
		matrix = only
	}
	if len(matrix.Repos) == 0 {
		fmt.Fprintf(o.ErrOut, "no code repos in product %s, and none that others share with it\n", product)
	}
	if err := format.Write(o.Out, matrix); err != nil {
		return fmt.Errorf("write access: %w", err)
	}
	return nil
}
