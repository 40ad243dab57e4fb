// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/genericiooptions"

	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
)

func newPolicy(config genericclioptions.RESTClientGetter, streams genericiooptions.IOStreams) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "policy",
		Short: "Look at the rules, test your own, measure them",
		Long: longDesc(`
			Look at the rules that every write of our kinds is held to, test those of your own, and measure what they cost.`),
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(
		newPolicyList(config, streams),
		newPolicyShow(config, streams),
		newPolicyTest(streams),
		newPolicyBench(config, streams),
	)
	return cmd
}

// publisher is a cluster whose webhook tells by which rules it judges; nil where none has told.
type publisher interface {
	Published(context.Context) (*policy.Published, error)
}

// publisherPatience is how long the cluster is waited for: what is built in is an answer as well.
const publisherPatience = 5 * time.Second

// ruleSource is where a command takes the rules from: those in force on the cluster, else those built in.
type ruleSource struct {
	connect func() (publisher, error)
	errOut  io.Writer
	offline bool
}

func newRuleSource(config genericclioptions.RESTClientGetter, errOut io.Writer) ruleSource {
	return ruleSource{connect: func() (publisher, error) { return connectReader(config) }, errOut: errOut}
}

func (s *ruleSource) addFlag(flags *pflag.FlagSet) {
	flags.BoolVar(&s.offline, "offline", false, "Show the rules that are built in, and ask no cluster")
}

// read returns the rules as they are in force, and the engine of those built in. That the cluster does not tell is
// noted, and no error.
func (s *ruleSource) read(ctx context.Context) (*policy.Published, *policy.Engine, error) {
	engine, err := builtInEngine()
	if err != nil {
		return nil, nil, err
	}
	builtIn := engine.Published(clientVersion().Version)
	if s.offline {
		return &builtIn, engine, nil
	}
	published, err := s.ask(ctx)
	switch {
	case ctx.Err() != nil:
		return nil, nil, context.Cause(ctx)
	case err != nil:
		fmt.Fprintf(s.errOut, "Note: these are the rules that are built in; those in force are not known: %v\n", err)
		return &builtIn, engine, nil
	case published == nil:
		fmt.Fprintln(s.errOut, "Note: these are the rules that are built in; no webhook tells by which it judges on this cluster")
		return &builtIn, engine, nil
	}
	noteOtherRules(s.errOut, engine.Hash(), published.Hash)
	return published, engine, nil
}

func (s *ruleSource) ask(ctx context.Context) (*policy.Published, error) {
	cluster, err := s.connect()
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeoutCause(ctx, publisherPatience, fmt.Errorf("the cluster did not answer within %s", publisherPatience))
	defer cancel()
	return cluster.Published(ctx)
}

// noteOtherRules says that program and webhook are of different releases.
func noteOtherRules(errOut io.Writer, program, webhook string) {
	if webhook != "" && webhook != program {
		fmt.Fprintf(errOut, "Note: the webhook carries other rules (%s) than this program (%s): what they say may differ; "+
			"use the program of the webhook's release\n", webhook, program)
	}
}
