// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/genericiooptions"
	"k8s.io/kubectl/pkg/util/templates"

	"github.com/nautes-labs/kubectl-nautes/pkg/report"
	"github.com/nautes-labs/kubectl-nautes/plugin/judge"
	"github.com/nautes-labs/kubectl-nautes/plugin/live"
)

// auditedCluster is what an audit needs of a cluster.
type auditedCluster interface {
	publisher
	// Stored is what is there, of one product or, with no name, of all.
	Stored(ctx context.Context, product string, read func(n int)) (*live.View, error)
}

// auditOptions is what one run of audit works on.
type auditOptions struct {
	genericiooptions.IOStreams
	config  genericclioptions.RESTClientGetter
	connect func() (auditedCluster, error)
	all     bool
	output  string
	now     func() time.Time
}

func newAudit(config genericclioptions.RESTClientGetter, streams genericiooptions.IOStreams) *cobra.Command {
	return (&auditOptions{
		IOStreams: streams, config: config, now: time.Now,
		connect: func() (auditedCluster, error) { return connectReader(config) },
	}).command()
}

func (o *auditOptions) command() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "audit",
		Short: "Check what is stored in the cluster against the rules",
		Long: longDesc(`
			Check what is stored in the cluster against the rules, without changing anything.

			Each object is judged as if it were created now, by the rules and actions in force. What a bypass that is in
			force skips is shown as skipped. Objects that are being deleted are left out. Rules that look up what you
			may not read are listed as not judged.

			Exit codes: 0 nothing denied, 1 error (cluster), 2 findings that deny.`),
		Example: templates.Examples(`
			# One product, with all that is in it
			kubectl nautes audit -p demo

			# All products, clusters and providers, for GitHub code scanning
			kubectl nautes audit -A -o sarif > audit.sarif`),
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return o.run(cmd.Context()) },
	}
	cmd.Flags().BoolVarP(&o.all, "all-namespaces", "A", false, "Check all products, and what belongs to none")
	cmd.Flags().StringVarP(&o.output, "output", "o", report.Findings()[0].Name, "Output format: "+report.Findings().Names())
	return cmd
}

func (o *auditOptions) run(ctx context.Context) error {
	format, err := report.Findings().Find(o.output)
	if err != nil {
		return err
	}
	product, err := o.product()
	if err != nil {
		return err
	}
	r, err := o.audit(ctx, product)
	if err != nil {
		return err
	}
	return tell(o.IOStreams, format, r)
}

// product is the one to audit; empty for all.
func (o *auditOptions) product() (string, error) {
	if o.all {
		return "", nil
	}
	name, _, err := product(o.config)
	if err == nil && name == "" {
		err = errors.New("no product named (give -p PRODUCT, or -A for all)")
	}
	return name, err
}

func (o *auditOptions) audit(ctx context.Context, product string) (*report.Report, error) {
	cluster, err := o.connect()
	if err != nil {
		return nil, err
	}
	foot := newFoot(o.ErrOut)
	defer foot.clear()
	view, err := cluster.Stored(ctx, product, func(n int) { foot.show(n, "reading: %d objects", n) })
	if err != nil {
		return nil, withProduct(err, o.all)
	}
	foot.clear()
	if o.all && view.Partial() {
		return nil, errors.New("you may not look into all products (give -p PRODUCT to check one that you may)")
	}
	engine, err := engineInForce(ctx, cluster, o.ErrOut)
	if err != nil {
		return nil, err
	}
	if view.Partial() {
		fmt.Fprintln(o.ErrOut, acrossProducts)
	}
	a := &audit{
		view: view, product: product, foot: foot,
		judge: &judge.Judge{Engine: engine, Now: o.now(), Holds: view.Sees},
	}
	return a.run(ctx)
}

// withProduct adds to a refusal of all that one product may be allowed.
func withProduct(err error, all bool) error {
	var told *live.Error
	if !all || !errors.As(err, &told) || told.Reason != live.Forbidden {
		return err
	}
	return fmt.Errorf("%w (give -p PRODUCT to check one that you may look into)", err)
}
