// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"context"
	"errors"
	"time"

	"github.com/spf13/cobra"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/genericiooptions"
	"k8s.io/kubectl/pkg/util/templates"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/plugin/set"
)

// bypassClearOptions is what one run of bypass clear works on.
type bypassClearOptions struct {
	genericiooptions.IOStreams
	config   genericclioptions.RESTClientGetter
	products products
	files    files
	dryRun   dryRun
	printer  *printer
	// all takes every object of the product, or of all; clean only those that need no bypass any more.
	all, clean bool
	now        func() time.Time
}

func newBypassClear(config genericclioptions.RESTClientGetter, streams genericiooptions.IOStreams) *cobra.Command {
	return (&bypassClearOptions{IOStreams: streams, config: config, printer: newPrinter(streams.Out), now: time.Now}).command()
}

func (o *bypassClearOptions) command() *cobra.Command {
	o.files.identityOnly = true
	cmd := &cobra.Command{
		Use:   "clear (KIND/NAME ... | -f FILENAME | --all)",
		Short: "Take the annotations that go around the rules off",
		Long: longDesc(`
			Take the annotations that go around the rules off objects: the one that skips rules, its reason, and the one
			that breaks the glass. Nothing else of the objects changes, and whoever may write them may do it.

			An object that breaks a rule stays as it is; its next change is refused until it meets the rule. Which ones
			these are is said before anything is done with --dry-run=client, and with each object otherwise. With
			--clean they are left alone.

			Exit codes: see "kubectl nautes help exit-codes".`),
		Example: templates.Examples(`
			# End the bypass of one runtime
			kubectl nautes bypass clear deploymentruntime/shop -p demo

			# Tidy up: end those that nothing needs any more
			kubectl nautes bypass clear --all --clean -p demo

			# See what would still fail, in all products
			kubectl nautes bypass clear --all -A --dry-run=client`),
		RunE: func(cmd *cobra.Command, args []string) error { return o.run(cmd.Context(), args) },
	}
	o.files.addFlags(cmd)
	o.products.addFlag(cmd.Flags())
	cmd.Flags().BoolVar(&o.all, "all", false, "Take all objects of the product; with -A, of all products")
	cmd.Flags().BoolVar(&o.clean, "clean", false, "Take only objects that meet all rules by now")
	cmd.Flags().StringVar((*string)(&o.dryRun), "dry-run", string(dryRunNone),
		`"none", "client" or "server". client only says what would be done; server sends it, without storing it`)
	o.printer.addFlags(cmd)
	return cmd
}

func (o *bypassClearOptions) validate(args []string) error {
	if err := o.dryRun.validate(); err != nil {
		return err
	}
	named, given := 0, len(o.files.filenames) > 0 || o.files.kustomize != ""
	for _, way := range []bool{len(args) > 0, given, o.all} {
		if way {
			named++
		}
	}
	switch {
	case named == 0:
		return errors.New("no objects named (give KIND/NAME, -f FILENAME or --all)")
	case named > 1:
		return errors.New("KIND/NAME, -f and --all exclude each other (give one of them)")
	case o.products.all && !o.all:
		return errors.New("-A is for --all (give --all too, or -p PRODUCT)")
	}
	o.printer.note = o.dryRun.note()
	return o.printer.check()
}

func (o *bypassClearOptions) run(ctx context.Context, args []string) error {
	if err := o.validate(args); err != nil {
		return err
	}
	cluster, err := connectReader(o.config)
	if err != nil {
		return err
	}
	c := &clearing{cluster: cluster, dryRun: o.dryRun, clean: o.clean, now: o.now(), members: &set.Set{}, errOut: o.ErrOut}
	if err := o.choose(ctx, c, args); err != nil {
		return err
	}
	c.ledger = newLedger(o.IOStreams, c.members, o.printer)
	if err := c.judge(ctx); err != nil {
		return err
	}
	return c.run(ctx)
}

// choose finds the objects that are named.
func (o *bypassClearOptions) choose(ctx context.Context, c *clearing, args []string) error {
	if o.all {
		product, err := o.products.one(o.config)
		if err != nil {
			return err
		}
		return c.chooseAll(ctx, product)
	}
	ids, err := o.named(ctx, c, args)
	if err != nil {
		return err
	}
	return c.choose(ctx, ids)
}

func (o *bypassClearOptions) named(ctx context.Context, c *clearing, args []string) ([]catalog.ID, error) {
	if len(args) == 0 {
		members, err := o.files.read(ctx, o.config, o.In)
		if err != nil {
			return nil, err
		}
		c.members = members
		return members.IDs(), nil
	}
	namespace, _, err := product(o.config)
	if err != nil {
		return nil, err
	}
	return idsNamed(args, namespace)
}
