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

	"github.com/nautes-labs/kubectl-nautes/pkg/manifest"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/policies/examples"
)

// policyShowOptions is what one run of policy show works on.
type policyShowOptions struct {
	genericiooptions.IOStreams
	source ruleSource
	id     string
	output string
}

// shownRule is all that is known of a rule.
type shownRule struct {
	policy.PublishedRule
	// BuiltInAction is the action that the rule has unless an operator sets another; empty for a rule of their own.
	BuiltInAction policy.Action `json:"builtInAction,omitempty"`
	// Examples and Rego are those of a rule that is built in.
	Examples *examples.Pair `json:"examples,omitempty"`
	Rego     string         `json:"rego,omitempty"`
	// Bypass is who may skip it; nil where nobody asked.
	Bypass *bypassRight `json:"bypass,omitempty"`
}

func newPolicyShow(config genericclioptions.RESTClientGetter, streams genericiooptions.IOStreams) *cobra.Command {
	return (&policyShowOptions{IOStreams: streams, source: newRuleSource(config, streams.ErrOut)}).command()
}

func (o *policyShowOptions) command() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "show ID",
		Short: "Show a rule: what it says, how to mend it, examples and its text",
		Long: longDesc(`
			Show a rule: what it says, what it judges, whether it can be bypassed, how to mend what it finds, a manifest that it
			refuses and one that passes, and its text in Rego.`),
		Example: templates.Examples(`
			# What a finding means
			kubectl nautes policy show environment-cluster-exists`),
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.id = args[0]
			return o.run(cmd.Context())
		},
	}
	o.source.addFlag(cmd.Flags())
	cmd.Flags().StringVarP(&o.output, "output", "o", policyShowFormats()[0].Name, "Output format: "+policyShowFormats().Names())
	return cmd
}

func (o *policyShowOptions) run(ctx context.Context) error {
	format, err := policyShowFormats().Find(o.output)
	if err != nil {
		return err
	}
	published, engine, err := o.source.read(ctx)
	if err != nil {
		return err
	}
	rule, err := o.find(published, engine)
	if err != nil {
		return err
	}
	return format.Write(o.Out, rule)
}

func (o *policyShowOptions) find(published *policy.Published, engine *policy.Engine) (*shownRule, error) {
	return shownRuleOf(o.id, published, engine)
}

// shownRuleOf is all that is known of the rule of an id.
func shownRuleOf(id string, published *policy.Published, engine *policy.Engine) (*shownRule, error) {
	var known []string
	for _, rule := range published.Rules {
		known = append(known, rule.ID)
		if rule.ID != id {
			continue
		}
		shown := &shownRule{PublishedRule: rule}
		if rule.Own == "" {
			if err := shown.addBuiltIn(engine); err != nil {
				return nil, err
			}
		}
		return shown, nil
	}
	return nil, fmt.Errorf("unknown rule %q%s", id, hint(manifest.DidYouMean(id, known)))
}

// addBuiltIn adds what only the program itself knows.
func (r *shownRule) addBuiltIn(engine *policy.Engine) error {
	pairs, err := examples.All()
	if err != nil {
		return err
	}
	for _, rule := range engine.Rules() {
		if rule.ID == r.ID {
			r.BuiltInAction = rule.Action
		}
	}
	if pair, ok := pairs[r.ID]; ok {
		r.Examples = &pair
	}
	r.Rego = engine.Source(r.ID)
	return nil
}

// hint puts a hint in parentheses, to be said behind an error.
func hint(text string) string {
	if text == "" {
		return ""
	}
	return " (" + text + ")"
}
