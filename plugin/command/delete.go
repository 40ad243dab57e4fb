// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"context"

	"github.com/spf13/cobra"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/genericiooptions"
	"k8s.io/kubectl/pkg/util/templates"

	"github.com/nautes-labs/kubectl-nautes/plugin/set"
)

// deleteOptions is what one run of delete works on.
type deleteOptions struct {
	writing
	ignoreNotFound bool
}

func newDelete(config genericclioptions.RESTClientGetter, streams genericiooptions.IOStreams) *cobra.Command {
	o := &deleteOptions{writing: newWriting(config, streams)}
	o.files.identityOnly = true
	cmd := &cobra.Command{
		Use:     "delete -f FILENAME",
		Aliases: []string{"remove"},
		Short:   "Delete what manifests name, dependents first",
		Long: longDesc(`
			Delete what manifests name, in the reverse order of what depends on it.

			Each wave is gone before the next one is deleted. The order is that of what is live; of a manifest only
			kind, namespace and name count. With a product its namespace goes.

			With -i an object whose deletion is denied gets the annotation that skips rules and is deleted once more; if
			that fails the annotation is taken off again.

			Exit codes: see "kubectl nautes help exit-codes".`),
		Example: templates.Examples(`
			# Take a whole product down
			kubectl nautes delete -f demo/

			# See what would go, and what stands in the way
			kubectl nautes delete -f demo/ --dry-run=client

			# All that is in a product, without its manifests
			kubectl nautes delete product demo`),
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return o.run(cmd.Context()) },
	}
	o.addFlags(cmd)
	o.addOwnFlags(cmd)
	cmd.AddCommand(newDeleteProduct(config, streams))
	return cmd
}

// addOwnFlags adds those that only deleting has.
func (o *deleteOptions) addOwnFlags(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&o.ignoreNotFound, "ignore-not-found", false, "Take it for done that an object is not there")
	cmd.Flags().BoolVar(&o.wait, "wait", true, "Wait until the objects are gone")
	cmd.Flags().DurationVar(&o.timeout, "timeout", defaultTimeout, "How long to wait for the objects of a wave to be gone; 0 is without end")
}

func (o *deleteOptions) run(ctx context.Context) error {
	if err := o.validate(); err != nil {
		return err
	}
	members, err := o.files.read(ctx, o.config, o.In)
	if err != nil {
		return err
	}
	cluster, err := connectReader(o.config)
	if err != nil {
		return err
	}
	return o.delete(ctx, members, cluster)
}

// delete deletes the members, or says what that would do.
func (o *deleteOptions) delete(ctx context.Context, members *set.Set, cluster *reader) error {
	d := &deleting{
		cluster: cluster.Cluster, members: members, bypass: o.bypass, wait: o.wait, timeout: o.timeout,
		ignoreNotFound: o.ignoreNotFound, ledger: newLedger(o.IOStreams, members, o.printer),
	}
	if o.dryRun != dryRunNone {
		return o.preview(ctx, d, cluster)
	}
	d.send = d.object
	if err := d.look(ctx); err != nil {
		return err
	}
	if err := d.run(ctx); err != nil {
		return err
	}
	return d.ledger.finish(ctx.Err() != nil)
}

// preview says what deleting would do, and does nothing.
func (o *deleteOptions) preview(ctx context.Context, d *deleting, who authority) error {
	p, err := previewDelete(ctx, d, who)
	if err != nil {
		return err
	}
	d.wait, d.send = false, p.judged
	if o.dryRun == dryRunServer {
		d.send = p.tried
	}
	if err := d.run(ctx); err != nil {
		return err
	}
	return d.ledger.preview(ctx.Err() != nil)
}
