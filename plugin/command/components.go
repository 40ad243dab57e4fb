// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"fmt"

	"github.com/spf13/cobra"
	"k8s.io/cli-runtime/pkg/genericiooptions"
	"k8s.io/kubectl/pkg/util/templates"

	"github.com/nautes-labs/kubectl-nautes/plugin/known"
)

// componentsOptions is what one run of components works on.
type componentsOptions struct {
	genericiooptions.IOStreams
	class  string
	output string
}

func newComponents(streams genericiooptions.IOStreams) *cobra.Command {
	return (&componentsOptions{IOStreams: streams}).command()
}

func (o *componentsOptions) command() *cobra.Command {
	formats := known.Formats()
	cmd := &cobra.Command{
		Use:   "components [--for USAGE/TYPE/WORKER]",
		Short: "Show what components clusters must have",
		Long: longDesc(`
			Show the components that a Cluster can list, each under its category in spec.componentsList, with its
			default namespace and the additions that it can be told: which are required, their defaults and patterns
			(RE2). With --for, those that a cluster of that usage, type and worker type must have come first.

			No cluster is asked. Shown is what is built into this program; an operator can put other data into the place
			of it for the webhook (data.components and data.categories), which this command does not see.`),
		Example: templates.Examples(`
			# All components that are known, and who needs them
			kubectl nautes components

			# What must a virtual cluster for pipelines have?
			kubectl nautes components --for worker/virtual/pipeline

			# With everything on one line each
			kubectl nautes components --for host/physical -o wide`),
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error { return o.run() },
	}
	cmd.Flags().StringVar(&o.class, "for", "", "The class of the cluster: host/physical, or worker/TYPE/WORKER, for example worker/virtual/pipeline")
	cmd.Flags().StringVarP(&o.output, "output", "o", formats[0].Name, "Output format: "+formats.Names())
	if err := cmd.RegisterFlagCompletionFunc("for", completeClasses); err != nil {
		panic(err) // the flag is defined above
	}
	return cmd
}

func completeClasses(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	k, err := whatIsKnown()
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return k.ClassNames(), cobra.ShellCompDirectiveNoFileComp
}

func (o *componentsOptions) run() error {
	format, err := known.Formats().Find(o.output)
	if err != nil {
		return err
	}
	k, err := whatIsKnown()
	if err != nil {
		return err
	}
	catalogue := k.All()
	if o.class != "" {
		if catalogue, err = k.For(o.class); err != nil {
			return err
		}
	}
	if err := format.Write(o.Out, catalogue); err != nil {
		return fmt.Errorf("write components: %w", err)
	}
	return nil
}
