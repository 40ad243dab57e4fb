// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"context"
	"time"

	"github.com/spf13/cobra"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/genericiooptions"
	"k8s.io/kubectl/pkg/util/templates"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/plugin/set"
)

// defaultTimeout is how long is waited for what others have to do.
const defaultTimeout = 5 * time.Minute

// applyOptions is what one run of apply works on.
type applyOptions struct {
	writing
}

func newApply(config genericclioptions.RESTClientGetter, streams genericiooptions.IOStreams) *cobra.Command {
	o := &applyOptions{writing: newWriting(config, streams)}
	cmd := &cobra.Command{
		Use:   "apply -f FILENAME",
		Short: "Apply manifests in the order of what they depend on",
		Long: longDesc(`
			Apply manifests in the order of what they depend on, what can go side by side at once.

			The webhook in the cluster holds each object to the rules. Where one is denied, or fails, the others go on
			as far as they do not depend on it; run again, apply goes on where it was. The namespace of a product is
			made with the product.

			With -i an object that is denied is sent once more with the annotation that skips rules; objects that need
			no bypass get none, and applying without -i takes off again what apply put on.

			Exit codes: see "kubectl nautes help exit-codes".`),
		Example: templates.Examples(`
			# Build a whole product
			kubectl nautes apply -f demo/

			# See what the rules say about it first, and what would be made
			kubectl nautes apply -f demo/ --dry-run=client

			# Go on although a rule says no, and say why
			kubectl nautes apply -f demo/ -i --reason "the repo lands with the next change"

			# Wait until everything is ready
			kubectl nautes apply -f demo/ --wait --timeout=2m`),
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return o.run(cmd.Context()) },
	}
	o.addFlags(cmd)
	cmd.Flags().BoolVar(&o.wait, "wait", false, "Wait until the objects are ready")
	cmd.Flags().DurationVar(&o.timeout, "timeout", defaultTimeout, "How long to wait for objects to be ready, and for a namespace that is being deleted to be gone; 0 is without end")
	return cmd
}

func (o *applyOptions) run(ctx context.Context) error {
	if err := o.validate(); err != nil {
		return err
	}
	members, err := o.files.read(ctx, o.config, o.In)
	if err != nil {
		return err
	}
	state, err := members.Applied(catalog.New())
	if err != nil {
		return err
	}
	waves, err := members.Waves(state)
	if err != nil {
		return err
	}
	cluster, err := connectReader(o.config)
	if err != nil {
		return err
	}
	a := &applying{
		cluster: cluster.Cluster, members: members, state: state, bypass: o.bypass, timeout: o.timeout,
		ledger: newLedger(o.IOStreams, members, o.printer), kubeconfigs: kubeconfigsOf(o.files.kubeconfigs),
	}
	if o.dryRun != dryRunNone {
		return o.preview(ctx, a, cluster, waves)
	}
	return o.apply(ctx, a, waves)
}

func (o *applyOptions) apply(ctx context.Context, a *applying, waves [][]*set.Member) error {
	a.send, a.makeNamespace, a.awaitGone = a.object, a.createNamespace, a.untilGone
	if err := a.look(ctx); err != nil {
		return err
	}
	if err := a.run(ctx, waves); err != nil {
		return err
	}
	if o.wait && ctx.Err() == nil {
		if err := a.await(ctx); err != nil && ctx.Err() == nil {
			return err
		}
	}
	return a.ledger.finish(ctx.Err() != nil)
}

// preview says what applying would do, and does nothing.
func (o *applyOptions) preview(ctx context.Context, a *applying, who authority, waves [][]*set.Member) error {
	p, err := previewApply(ctx, a, who)
	if err != nil {
		return err
	}
	a.send, a.makeNamespace, a.awaitGone = p.judged, p.namespaceJudged, p.sayAwaited
	if o.dryRun == dryRunServer {
		a.send, a.makeNamespace = p.tried, p.namespaceTried
	}
	if err := a.run(ctx, waves); err != nil {
		return err
	}
	return a.ledger.preview(ctx.Err() != nil)
}
