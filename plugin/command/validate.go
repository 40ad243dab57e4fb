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

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/report"
	"github.com/nautes-labs/kubectl-nautes/plugin/judge"
	"github.com/nautes-labs/kubectl-nautes/plugin/live"
	"github.com/nautes-labs/kubectl-nautes/plugin/set"
)

// validateOptions is what one run of validate works on.
type validateOptions struct {
	genericiooptions.IOStreams
	config  genericclioptions.RESTClientGetter
	files   files
	layout  layout
	connect func() (judgedCluster, error)
	output  string
	offline bool
}

func newValidate(config genericclioptions.RESTClientGetter, streams genericiooptions.IOStreams) *cobra.Command {
	return (&validateOptions{
		IOStreams: streams, config: config,
		connect: func() (judgedCluster, error) { return connectReader(config) },
	}).command()
}

func (o *validateOptions) command() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "validate -f FILENAME",
		Short: "Check manifests against the schemas and the rules",
		Long: longDesc(`
			Check manifests against the schemas and the rules, without changing anything.

			The rules are asked about all manifests together with what is live, so that a set which is right as a
			whole passes. Rules that look up what you may not read are listed as not judged.

			With --offline no cluster is asked: rules that look up kinds which the files do not hold are listed as not
			judged, and a bypass counts as permitted.

			A folder that looks like a checkout of a product's default.project repository is read as one: manifests in
			the directories of the layout, whose product -n names, and the kustomization that lists them. Where the
			files lie is judged then too. With --offline the checkout is taken for all there is of its product. --layout
			reads every folder that -f names as a checkout, --layout=false none.

			Exit codes: 0 nothing denied, 1 error (input, cluster), 2 findings that deny.`),
		Example: templates.Examples(`
			# Check a folder on the cluster of the current context
			kubectl nautes validate -f demo/

			# Check it with no cluster, in a pipeline
			kubectl nautes validate -f demo/ --offline -o json

			# Check a checkout of the default.project repository of product demo
			kubectl nautes validate -f default.project/ -n demo --layout`),
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			o.layout.said = cmd.Flags().Changed(layoutFlag)
			return o.run(cmd.Context())
		},
	}
	o.files.addFlags(cmd)
	o.layout.addFlag(cmd.Flags())
	cmd.Flags().StringVarP(&o.output, "output", "o", report.Findings()[0].Name, "Output format: "+report.Findings().Names())
	cmd.Flags().BoolVar(&o.offline, "offline", false, "Judge the manifests alone, with no cluster")
	return cmd
}

func (o *validateOptions) run(ctx context.Context) error {
	format, err := report.Findings().Find(o.output)
	if err != nil {
		return err
	}
	if err := o.layout.find(ctx, &o.files, o.ErrOut); err != nil {
		return err
	}
	members, err := o.files.read(ctx, o.config, o.In)
	if err != nil {
		return err
	}
	r, err := o.judge(ctx, members)
	if err != nil {
		return err
	}
	return tell(o.IOStreams, format, r)
}

// judge judges the objects, and then the layout of the files that they lie in.
func (o *validateOptions) judge(ctx context.Context, members *set.Set) (*report.Report, error) {
	judgeObjects := o.judgeLive
	if o.offline {
		judgeObjects = o.judgeOffline
	}
	j, r, err := judgeObjects(ctx, members)
	if err != nil {
		return nil, err
	}
	product, _, err := product(o.config)
	if err != nil {
		return nil, err
	}
	findings, err := o.layout.judge(ctx, j.Engine, product)
	if err != nil {
		return nil, err
	}
	r.Findings = append(r.Findings, findings...)
	return r, nil
}

// judgeOffline takes the files for all there is. Kinds of which they hold none may well be live.
func (o *validateOptions) judgeOffline(ctx context.Context, members *set.Set) (*judge.Judge, *report.Report, error) {
	j, err := newJudge()
	if err != nil {
		return nil, nil, err
	}
	if asksForBypass(members) {
		fmt.Fprintln(o.ErrOut, "Warning: offline every bypass counts as permitted; a cluster asks whether the user has the verb skip-check")
	}
	j.Unheld = members.Absent()
	o.layout.holdAll(j, members)
	j.Permitted = func(context.Context, catalog.ID) (bool, error) { return true, nil }
	r, err := judgeWith(ctx, j, members, catalog.New(), func([]catalog.Kind) string {
		return "Leave --offline out to judge them on a cluster, or name the manifests of those kinds with -f too."
	})
	return j, r, err
}

// judgeLive judges the files on top of what is live.
func (o *validateOptions) judgeLive(ctx context.Context, members *set.Set) (*judge.Judge, *report.Report, error) {
	c, err := o.connect()
	if err != nil {
		return nil, nil, withOffline(err)
	}
	base, err := look(ctx, c, members, o.ErrOut)
	if err != nil {
		return nil, nil, withOffline(err)
	}
	j, err := judgeFor(ctx, c, members, base, o.ErrOut)
	if err != nil {
		return nil, nil, err
	}
	r, err := judgeWith(ctx, j, members, base.Snapshot, askForRights)
	return j, r, err
}

// withOffline adds to an error of the cluster that there is a way without one.
func withOffline(err error) error {
	const way = "--offline judges the manifests with no cluster"
	var told *live.Error
	if !errors.As(err, &told) || told.Hint == "" {
		return fmt.Errorf("%w (%s)", err, way)
	}
	hinted := *told
	hinted.Hint += "; " + way
	return &hinted
}
