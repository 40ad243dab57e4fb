// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/genericiooptions"
	"k8s.io/kubectl/pkg/util/templates"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/manifest"
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
	kind, err := kindNamed(o.kind)
	if err != nil {
		return err
	}
	published, _, err := o.source.read(ctx)
	if err != nil {
		return err
	}
	if kind != "" {
		published.Rules = slices.DeleteFunc(published.Rules, func(r policy.PublishedRule) bool {
			return !slices.Contains(r.Kinds, string(kind))
		})
	}
	return format.Write(o.Out, published)
}

// kindNamed finds a kind by what people call it: "Environment", "environment" or "environments". No name is no kind.
func kindNamed(name string) (catalog.Kind, error) {
	if name == "" {
		return "", nil
	}
	var known []string
	for _, resource := range catalog.Resources() {
		if strings.EqualFold(name, string(resource.Kind)) || strings.EqualFold(name, resource.Plural) {
			return resource.Kind, nil
		}
		known = append(known, string(resource.Kind))
	}
	return "", fmt.Errorf("unknown kind %q%s", name, hint(manifest.DidYouMean(name, known)))
}

// hint puts a hint in parentheses, to be said behind an error.
func hint(text string) string {
	if text == "" {
		return ""
	}
	return " (" + text + ")"
}
