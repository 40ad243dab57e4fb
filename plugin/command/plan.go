// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"context"
	"io"
	"slices"

	"github.com/spf13/cobra"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/genericiooptions"
	"k8s.io/kubectl/pkg/util/templates"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/report"
	"github.com/nautes-labs/kubectl-nautes/plugin/set"
)

// planOptions is what one run of plan works on.
type planOptions struct {
	genericiooptions.IOStreams
	config genericclioptions.RESTClientGetter
	files  files
	output string
}

func newPlan(config genericclioptions.RESTClientGetter, streams genericiooptions.IOStreams) *cobra.Command {
	o := &planOptions{IOStreams: streams, config: config}
	cmd := &cobra.Command{
		Use:     "plan -f FILENAME",
		Aliases: []string{"order"},
		Short:   "Show the order in which manifests are applied",
		Long: longDesc(`
			Show the order in which apply takes the objects of the manifests, and why.

			Objects of one wave go side by side, each wave after the last one is done. AFTER lists the objects, by
			their number, that have to be there first: what the object refers to, and the bindings that permit it.
			delete takes the same order backwards. No cluster is asked.`),
		Example: templates.Examples(`
			# In what order a folder of manifests is applied
			kubectl nautes plan -f demo/

			# The names alone, one a line
			kubectl nautes plan -f demo/ -o name`),
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return o.run(cmd.Context()) },
	}
	o.files.addFlags(cmd)
	cmd.Flags().StringVarP(&o.output, "output", "o", planFormats()[0].Name, "Output format: "+planFormats().Names())
	return cmd
}

func (o *planOptions) run(ctx context.Context) error {
	format, err := planFormats().Find(o.output)
	if err != nil {
		return err
	}
	members, err := o.files.read(ctx, o.config, o.In)
	if err != nil {
		return err
	}
	p, err := planOf(members)
	if err != nil {
		return err
	}
	return format.Write(o.Out, p)
}

// plan is the order of a set of objects.
type plan struct {
	Objects []planned `json:"objects"`
}

// planned is one object in its place. Waves and numbers count from 1.
type planned struct {
	Wave   int `json:"wave"`
	Number int `json:"number"`
	catalog.ID
	File string `json:"file"`
	Line int    `json:"line"`
	// After are the objects of the plan that have to be there first, by number.
	After []int `json:"after"`
}

func planOf(members *set.Set) (*plan, error) {
	state, err := members.Applied(catalog.New())
	if err != nil {
		return nil, err
	}
	waves, err := members.Waves(state)
	if err != nil {
		return nil, err
	}
	p := &plan{Objects: []planned{}}
	number := map[catalog.ID]int{}
	for i, wave := range waves {
		for _, m := range wave {
			number[m.ID] = len(p.Objects) + 1
			object := planned{
				Wave: i + 1, Number: number[m.ID], ID: m.ID, After: []int{},
				File: m.Document.Origin.File, Line: m.Document.Origin.Line,
			}
			for _, before := range members.Before(m, state) {
				object.After = append(object.After, number[before.ID])
			}
			slices.Sort(object.After)
			p.Objects = append(p.Objects, object)
		}
	}
	return p, nil
}

func planFormats() report.Formats[*plan] {
	return report.Formats[*plan]{
		{Name: "table", Write: func(w io.Writer, p *plan) error { return p.table(w) }},
		report.JSON[*plan](), report.YAML[*plan](),
		{Name: "name", Write: func(w io.Writer, p *plan) error { return p.names(w) }},
	}
}
