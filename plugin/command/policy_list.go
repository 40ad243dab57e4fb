// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"context"
	"slices"

	"github.com/spf13/cobra"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/genericiooptions"
	"k8s.io/kubectl/pkg/util/templates"

	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
)

// policyListOptions is what one run of policy list works on.
type policyListOptions struct {
	genericiooptions.IOStreams
	source ruleSource
	kind   string
	output string
}

func newPolicyList(config genericclioptions.RESTClientGetter, streams genericiooptions.IOStreams) *cobra.Command {
	return (&policyListOptions{IOStreams: streams, source: newRuleSource(config, streams.ErrOut)}).command()
}

func (o *policyListOptions) command() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List the rules, with the actions in force",
		Long: longDesc(`
			List the rules, with the actions that are in force on the cluster, and the operator's own.

			OPS are the operations that a rule judges: create (C), update (U), delete (D); L is a rule about the files of
			a default.project checkout. SKIP says whether the bypass may skip it. Where no cluster tells, the rules
			that are built in are listed.`),
		Example: templates.Examples(`
			# All rules
			kubectl nautes policy list

			# Those about environments, with kinds and origin
			kubectl nautes policy list --kind environment -o wide

			# The ids alone
			kubectl nautes policy list -o name`),
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return o.run(cmd.Context()) },
	}
	o.source.addFlag(cmd.Flags())
	cmd.Flags().StringVar(&o.kind, "kind", "", "Only rules that judge objects of this kind")
	cmd.Flags().StringVarP(&o.output, "output", "o", policyListFormats()[0].Name, "Output format: "+policyListFormats().Names())
	return cmd
}

func (o *policyListOptions) run(ctx context.Context) error {
	format, err := policyListFormats().Find(o.output)
	if err != nil {
		return err
	}
	only, err := o.about()
	if err != nil {
		return err
	}
	published, _, err := o.source.read(ctx)
	if err != nil {
		return err
	}
	published.Rules = slices.DeleteFunc(published.Rules, func(r policy.PublishedRule) bool { return !only(r.Rule) })
	return format.Write(o.Out, published)
}

// about tells which rules are asked for: those about the kind that is named, else all.
func (o *policyListOptions) about() (func(policy.Rule) bool, error) {
	if o.kind == "" {
		return func(policy.Rule) bool { return true }, nil
	}
	resource, err := resourceCalled(o.kind)
	return func(rule policy.Rule) bool { return slices.Contains(rule.Kinds, string(resource.Kind)) }, err
}
