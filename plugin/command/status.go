// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/genericiooptions"
	"k8s.io/kubectl/pkg/util/templates"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/report"
	"github.com/nautes-labs/kubectl-nautes/plugin/graph"
)

// statusOptions is what one run of status, or of tree, works on.
type statusOptions struct {
	genericiooptions.IOStreams
	config   genericclioptions.RESTClientGetter
	connect  func() (auditedCluster, error)
	now      func() time.Time
	products products
	selector string
	output   string
	watch    bool

	// formats are those of one product or object.
	formats func(graph.Style) report.Formats[*graph.Graph]
	// screen is what is written to; asked anew for each drawing, since a terminal may change its size.
	screen func() screen
	// pause is how long is waited between two looks.
	pause time.Duration
}

func newStatus(config genericclioptions.RESTClientGetter, streams genericiooptions.IOStreams) *cobra.Command {
	return newStatusOptions(config, streams, graph.Status).statusCommand()
}

func newStatusOptions(
	config genericclioptions.RESTClientGetter, streams genericiooptions.IOStreams, formats func(graph.Style) report.Formats[*graph.Graph],
) *statusOptions {
	return &statusOptions{
		IOStreams: streams, config: config, formats: formats, now: time.Now, pause: watchPause,
		connect: func() (auditedCluster, error) { return connectReader(config) },
	}
}

func (o *statusOptions) statusCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "status [-p PRODUCT | KIND/NAME | -A]",
		Short: "Show what there is, and how it stands",
		Long: longDesc(`
			Show what is in a product, how it stands, and what stands out. With KIND/NAME, all about one object. With no
			product, or with -A, a line for each product.

			READY is what the object's own status says, RULES what the rules say of it as it is stored, with all that is
			there by now. BYPASS is until when an annotation goes around the rules. A column of which nothing is known
			is left out.

			The formats dot, mermaid, svg and html draw what uses what. html is one page that needs no network.`),
		Example: templates.Examples(`
			# A product on one screen, drawn anew as it changes
			kubectl nautes status -p demo -w

			# All about one runtime
			kubectl nautes status dr/web-test -p demo

			# A page to look at and to pass on
			kubectl nautes status -p demo -o html > demo.html

			# A line for each product
			kubectl nautes status -A`),
	}
	return o.finish(cmd)
}

// finish adds what status and tree have in common.
func (o *statusOptions) finish(cmd *cobra.Command) *cobra.Command {
	cmd.Args = cobra.MaximumNArgs(1)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if o.screen == nil {
			o.screen = func() screen { return screenOf(cmd, o.Out) }
		}
		return o.run(cmd.Context(), args)
	}
	flags := cmd.Flags()
	flags.BoolVarP(&o.products.all, "all-namespaces", "A", false, "Show a line for each product")
	flags.StringVarP(&o.selector, "selector", "l", "", "Show only objects, with -A products, that have these labels, for example team=shop")
	flags.BoolVarP(&o.watch, "watch", "w", false, "Look again and again, and show what has changed, until interrupted")
	formats := o.formats(graph.Style{})
	flags.StringVarP(&o.output, "output", "o", formats[0].Name, "Output format: "+formats.Names())
	return cmd
}

func (o *statusOptions) run(ctx context.Context, args []string) error {
	subject, err := o.subject(args)
	if err != nil {
		return err
	}
	selector, err := o.validate(subject)
	if err != nil {
		return err
	}
	cluster, err := o.connect()
	if err != nil {
		return err
	}
	l := &looking{options: o, cluster: cluster, subject: subject, selector: selector}
	if o.watch {
		return o.follow(ctx, l.look)
	}
	text, err := l.look(ctx)
	if err != nil {
		return interruptible(ctx, err)
	}
	_, err = o.Out.Write(text)
	return err
}

// subject is what to look at: an object, or a Product with all that is in it; without a name, all products.
func (o *statusOptions) subject(args []string) (catalog.ID, error) {
	all := catalog.ID{Kind: catalog.Product}
	if o.products.all {
		if len(args) > 0 {
			return all, fmt.Errorf("%s and -A exclude each other (give one of them)", args[0])
		}
		return all, nil
	}
	namespace, _, err := product(o.config)
	if err != nil {
		return all, err
	}
	if len(args) > 0 {
		return idNamed(args[0], namespace)
	}
	return catalog.ID{Kind: catalog.Product, Name: namespace}, nil
}

// validate refuses what can not be shown before anything is read.
func (o *statusOptions) validate(subject catalog.ID) (labels.Selector, error) {
	if _, err := o.formats(graph.Style{}).Find(o.output); err != nil {
		return nil, err
	}
	drawn := slices.Contains([]string{"dot", "mermaid", "svg", "html"}, o.output)
	switch {
	case drawn && subject.Name == "":
		return nil, fmt.Errorf("-o %s draws one product (give -p PRODUCT)", o.output)
	case drawn && o.watch:
		return nil, fmt.Errorf("-w is for a screen, and -o %s is a whole file (leave one of them out)", o.output)
	case o.selector == "":
		return nil, nil
	case subject.Kind != catalog.Product:
		return nil, errors.New("-l is for several objects (leave it out, or KIND/NAME)")
	}
	selector, err := labels.Parse(o.selector)
	if err != nil {
		return nil, fmt.Errorf("read -l %q: %w", o.selector, err)
	}
	return selector, nil
}

// write writes what there is in the format that was asked for.
func (o *statusOptions) write(g *graph.Graph) ([]byte, error) {
	return written(o.formats(o.screen().Style), o.output, g)
}

func written[T any](formats report.Formats[T], name string, value T) ([]byte, error) {
	format, err := formats.Find(name)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = format.Write(&b, value)
	return b.Bytes(), err
}
