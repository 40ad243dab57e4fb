// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/genericiooptions"
	"k8s.io/kubectl/pkg/util/templates"

	"github.com/nautes-labs/kubectl-nautes/plugin/graph"
)

// refsOptions is what one run of refs works on.
type refsOptions struct {
	genericiooptions.IOStreams
	config       genericclioptions.RESTClientGetter
	connect      func() (storedReader, error)
	deep         bool
	uses, usedBy bool
	output       string
	screen       func() screen
}

func newRefs(config genericclioptions.RESTClientGetter, streams genericiooptions.IOStreams) *cobra.Command {
	return (&refsOptions{
		IOStreams: streams, config: config,
		connect: func() (storedReader, error) { return connectReader(config) },
	}).command()
}

func (o *refsOptions) command() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "refs KIND/NAME",
		Aliases: []string{"why"},
		Short:   "Show what an object uses, and what uses it",
		Long: longDesc(`
			Show what an object uses, and what uses it, with the fields that say so. With --deep, all the way.

			"missing" is what is not there, "not visible" what you may not read. An object that is not there itself can
			be asked about as well, to find out who waits for it.`),
		Example: templates.Examples(`
			# Who uses the environment test?
			kubectl nautes refs env/test -p demo

			# What has to be there for a runtime, all the way, in a form for kubectl
			kubectl nautes refs dr/web-test -p demo --uses --deep -o name

			# What hangs on a cluster
			kubectl nautes refs cls/demo-test --used-by --deep`),
		Args: cobra.ExactArgs(1),
	}
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if o.screen == nil {
			o.screen = func() screen { return screenOf(cmd, o.Out) }
		}
		return o.run(cmd.Context(), args[0])
	}
	flags := cmd.Flags()
	flags.BoolVar(&o.deep, "deep", false, "Go all the way: what uses what uses it, and so on")
	flags.BoolVar(&o.uses, "uses", false, "Show only what it uses")
	flags.BoolVar(&o.usedBy, "used-by", false, "Show only what uses it")
	formats := graph.Refs(graph.Style{})
	flags.StringVarP(&o.output, "output", "o", formats[0].Name, "Output format: "+formats.Names())
	return cmd
}

func (o *refsOptions) run(ctx context.Context, arg string) error {
	if _, err := graph.Refs(graph.Style{}).Find(o.output); err != nil {
		return err
	}
	if o.uses && o.usedBy {
		return errors.New("--uses and --used-by exclude each other (leave both out to see both)")
	}
	namespace, _, err := product(o.config)
	if err != nil {
		return err
	}
	id, err := idNamed(arg, namespace)
	if err != nil {
		return err
	}
	cluster, err := o.connect()
	if err != nil {
		return err
	}
	if id.Namespace != "" {
		namespace = id.Namespace
	}
	view, err := readStored(ctx, cluster, namespace, o.ErrOut)
	if err != nil {
		return interruptible(ctx, err)
	}
	source := &graph.Source{State: view.Snapshot, Sees: view.Sees}
	links := source.Links(id, o.deep)
	if links.Presence != graph.Present && len(links.UsedBy) == 0 {
		return absent(view, id)
	}
	if view.Partial() && !o.uses {
		fmt.Fprintln(o.ErrOut, "Note: you may not look into all products: what uses it there is not shown")
	}
	return o.write(links)
}

func (o *refsOptions) write(links *graph.Links) error {
	if o.uses {
		links.UsedBy = nil
	}
	if o.usedBy {
		links.Uses = nil
	}
	text, err := written(graph.Refs(o.screen().Style), o.output, links)
	if err != nil {
		return err
	}
	_, err = o.Out.Write(text)
	return err
}
