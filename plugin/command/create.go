// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/genericiooptions"
	"k8s.io/kubectl/pkg/util/templates"

	"github.com/nautes-labs/kubectl-nautes/plugin/specflags"
)

func newCreate(config genericclioptions.RESTClientGetter, streams genericiooptions.IOStreams) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "create",
		Short: "Create one object of a product from flags",
		Long: longDesc(`
			Create one object of a product from flags: each field has one. What schema and rules have against it is said
			before it is sent, and names the flag. One that is there already is left as it is.

			With --dry-run=client and -o yaml it is a way to write manifests.`),
		Example: templates.Examples(`
			# A place for deployments on the cluster demo-test
			kubectl nautes create environment test -p demo --cluster demo-test --type test`),
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	for _, kind := range specflags.Kinds() {
		cmd.AddCommand(newCreateKind(kind, config, streams))
	}
	return cmd
}

func newCreateKind(kind specflags.Kind, config genericclioptions.RESTClientGetter, streams genericiooptions.IOStreams) *cobra.Command {
	o := &createOptions{writing: newWriting(config, streams), kind: kind}
	cmd := &cobra.Command{
		Use:     kind.Name + " NAME",
		Aliases: kind.Aliases,
		Short:   kind.Short,
		Long: longDesc(kind.Short + `.

			-p names the product. A value written KEY=VALUE,KEY=VALUE has a pair with a comma in it in double quotes; a
			key that is repeatable is given once for each value.

			Exit codes: see "kubectl nautes help exit-codes".`),
		Example: templates.Examples(kind.Example),
		Args:    oneName,
		RunE:    func(cmd *cobra.Command, args []string) error { return o.run(cmd.Context(), cmd.Flags(), args[0]) },
	}
	addKindFlags(cmd, kind)
	o.bypass.addFlags(cmd.Flags())
	o.dryRun.addFlags(cmd.Flags())
	cmd.Flags().BoolVar(&o.offline, "offline", false, "With --dry-run=client: ask no cluster, and leave the rules out that look something up")
	o.printer.addFlags(cmd)
	return cmd
}

// addKindFlags adds the flags that are fields, with the values that some offer.
func addKindFlags(cmd *cobra.Command, kind specflags.Kind) {
	kind.AddFlags(cmd.Flags())
	for _, flag := range kind.Flags {
		if len(flag.Choices) == 0 {
			continue
		}
		if err := cmd.RegisterFlagCompletionFunc(flag.Name, cobra.FixedCompletions(flag.Choices, cobra.ShellCompDirectiveNoFileComp)); err != nil {
			panic(err) // the flag is defined above
		}
	}
}

// oneName takes the name of an object.
func oneName(cmd *cobra.Command, args []string) error {
	switch {
	case len(args) == 0:
		return fmt.Errorf("no name given (write: %s NAME)", cmd.CommandPath())
	case len(args) > 1:
		return errors.New("more than one name given (give one; each object has flags of its own)")
	}
	return nil
}
