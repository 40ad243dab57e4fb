// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/genericiooptions"
	"k8s.io/kubectl/pkg/util/templates"

	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/pkg/report"
)

// explainOptions is what one run of explain works on.
type explainOptions struct {
	genericiooptions.IOStreams
	config  genericclioptions.RESTClientGetter
	source  ruleSource
	connect func() (user, error)
	output  string
}

func newExplain(config genericclioptions.RESTClientGetter, streams genericiooptions.IOStreams) *cobra.Command {
	return (&explainOptions{
		IOStreams: streams, config: config, source: newRuleSource(config, streams.ErrOut),
		connect: func() (user, error) { return connectReader(config) },
	}).command()
}

func (o *explainOptions) command() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "explain FINDING",
		Short: "Explain a finding: why, an example of each kind, how to mend it",
		Long: longDesc(`
			Explain the rule behind a finding: what it says and why, what it refuses and what it is content with, how to
			mend it, who may skip it, and whether you may, in the product of -p or -n.

			FINDING is the id of a rule, or a message as it was printed; - reads messages from standard input. All rules
			that it names are explained.`),
		Example: templates.Examples(`
			# What a rule wants
			kubectl nautes explain environment-cluster-exists

			# A message as it was printed
			kubectl nautes explain 'environment-cluster-exists: spec.cluster: cluster "x" does not exist'

			# All that stands in the way of an apply
			kubectl apply -f demo/ 2>&1 | kubectl nautes explain -`),
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return errors.New("no finding named (give the id of a rule; to see them: kubectl nautes policy list)")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return o.run(cmd.Context(), args) },
	}
	o.source.addFlag(cmd.Flags())
	cmd.Flags().StringVarP(&o.output, "output", "o", explainFormats()[0].Name, "Output format: "+explainFormats().Names())
	return cmd
}

func (o *explainOptions) run(ctx context.Context, args []string) error {
	format, err := explainFormats().Find(o.output)
	if err != nil {
		return err
	}
	text, err := o.text(args)
	if err != nil {
		return err
	}
	published, engine, err := o.source.read(ctx)
	if err != nil {
		return interruptible(ctx, err)
	}
	var rules []*shownRule
	for _, id := range rulesNamed(text, published) {
		rule, err := shownRuleOf(id, published, engine)
		if err != nil {
			return err
		}
		if rule.Bypass, err = o.mayBypass(ctx, rule.Rule); err != nil {
			return err
		}
		rules = append(rules, rule)
	}
	return format.Write(o.Out, rules)
}

// mostPasted is how much is read from standard input, in bytes.
const mostPasted = 1 << 20

func (o *explainOptions) text(args []string) (string, error) {
	if !slices.Equal(args, []string{"-"}) {
		return strings.Join(args, " "), nil
	}
	text, err := io.ReadAll(io.LimitReader(o.In, mostPasted))
	if err != nil {
		return "", fmt.Errorf("read standard input: %w", err)
	}
	if strings.TrimSpace(string(text)) == "" {
		return "", errors.New("standard input is empty (give the id of a rule, or a message)")
	}
	return string(text), nil
}

// rulesNamed are the ids of the rules that a text names, each once, in the order in which it does. A text that names none
// is taken for the id that stands at its beginning, so that what is told is what it may have been meant to be.
func rulesNamed(text string, published *policy.Published) []string {
	known := map[string]bool{}
	for _, rule := range published.Rules {
		known[rule.ID] = true
	}
	var named []string
	for _, word := range strings.FieldsFunc(text, func(r rune) bool {
		return r != '-' && (r < 'a' || r > 'z') && (r < '0' || r > '9')
	}) {
		if known[word] && !slices.Contains(named, word) {
			named = append(named, word)
		}
	}
	if len(named) > 0 {
		return named
	}
	first, _, _ := strings.Cut(strings.TrimSpace(text), ":")
	return []string{first}
}

func explainFormats() report.Formats[[]*shownRule] {
	return report.Formats[[]*shownRule]{
		{Name: "text", Write: func(w io.Writer, rules []*shownRule) error {
			for i, rule := range rules {
				if i > 0 {
					fmt.Fprint(w, "\n----\n\n")
				}
				if err := rule.text(w); err != nil {
					return err
				}
			}
			return nil
		}},
		report.JSON[[]*shownRule](), report.YAML[[]*shownRule](),
	}
}
