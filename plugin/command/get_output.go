// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/cli-runtime/pkg/printers"
	"sigs.k8s.io/yaml"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/plugin/live"
)

// getOutput prints what get reads, as far as it can while it reads: 10,000 objects as Go values would take some hundred
// megabytes.
type getOutput interface {
	list(context.Context, *getting, live.Listing) error
	end() error
}

func (g *getting) output() (getOutput, error) {
	flags, out := g.options.flags, g.options.Out
	format := *flags.OutputFormat
	if *flags.TemplateFlags.TemplateArgument != "" && format == "" {
		format = "go-template"
	}
	switch {
	case format == "" || format == "wide":
		return &tables{getting: g}, nil
	case len(g.listings) == 1 && g.listings[0].Name != "":
		printer, err := flags.ToPrinter()
		return &objectByObject{out: out, printer: printer}, err
	case format == "json":
		return &stream{out: out, head: "{\n    \"apiVersion\": \"v1\",\n    \"items\": [", separator: ",", item: jsonItem,
			tail: "\n    ],\n    \"kind\": \"List\",\n    \"metadata\": {\n        \"resourceVersion\": \"\"\n    }\n}\n", empty: jsonEmpty}, nil
	case format == "yaml":
		return &stream{out: out, head: "apiVersion: v1\nitems:\n", item: yamlItem,
			tail: "kind: List\nmetadata:\n  resourceVersion: \"\"\n", empty: "apiVersion: v1\nitems: []\nkind: List\nmetadata:\n  resourceVersion: \"\"\n"}, nil
	case format == "name" || strings.HasPrefix(format, "custom-columns"):
		printer, err := flags.ToPrinter()
		aligned := printers.GetNewTabWriter(out)
		return &objectByObject{out: aligned, printer: printer, flush: aligned.Flush}, err
	}
	printer, err := flags.ToPrinter()
	return &wholeList{out: out, printer: printer}, err
}

// objectByObject prints each object as it comes.
type objectByObject struct {
	out     io.Writer
	printer printers.ResourcePrinter
	flush   func() error
}

func (o *objectByObject) list(ctx context.Context, g *getting, listing live.Listing) error {
	return g.each(ctx, listing, func(object *unstructured.Unstructured) error { return o.printer.PrintObj(object, o.out) })
}

func (o *objectByObject) end() error {
	if o.flush == nil {
		return nil
	}
	return o.flush()
}

// wholeList prints all objects as one List: a template may look at all of them.
type wholeList struct {
	out     io.Writer
	printer printers.ResourcePrinter
	items   []any
}

func (o *wholeList) list(ctx context.Context, g *getting, listing live.Listing) error {
	return g.each(ctx, listing, func(object *unstructured.Unstructured) error {
		o.items = append(o.items, object.Object)
		return nil
	})
}

func (o *wholeList) end() error {
	return o.printer.PrintObj(&unstructured.Unstructured{Object: map[string]any{
		"apiVersion": "v1", "kind": "List", "metadata": map[string]any{"resourceVersion": ""}, "items": o.items,
	}}, o.out)
}

// stream writes a List as kubectl does, one item after the other.
type stream struct {
	out                          io.Writer
	head, separator, tail, empty string
	item                         func(map[string]any) ([]byte, error)
	any                          bool
}

func (o *stream) list(ctx context.Context, g *getting, listing live.Listing) error {
	return g.each(ctx, listing, func(object *unstructured.Unstructured) error {
		text, err := o.item(object.Object)
		if err != nil {
			return fmt.Errorf("print %s: %w", object.GetName(), err)
		}
		before := o.separator
		if !o.any {
			before, o.any = o.head, true
		}
		_, err = o.out.Write(append([]byte(before), text...))
		return err
	})
}

func (o *stream) end() error {
	rest := o.tail
	if !o.any {
		rest = o.empty
	}
	_, err := io.WriteString(o.out, rest)
	return err
}

const jsonEmpty = "{\n    \"apiVersion\": \"v1\",\n    \"items\": [],\n    \"kind\": \"List\",\n    \"metadata\": {\n        \"resourceVersion\": \"\"\n    }\n}\n"

func jsonItem(object map[string]any) ([]byte, error) {
	const within = "        "
	var b bytes.Buffer
	b.WriteString("\n" + within)
	encoder := json.NewEncoder(&b)
	encoder.SetIndent(within, "    ")
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(object)
	return bytes.TrimRight(b.Bytes(), "\n"), err
}

func yamlItem(object map[string]any) ([]byte, error) { return yaml.Marshal([]any{object}) }

// tables prints a table a kind, as the API server fills it.
type tables struct {
	*getting
	any bool
	// pending is a table of a kind to which more objects may come.
	pending       *metav1.Table
	kind          catalog.Kind
	withNamespace bool
}

func (o *tables) list(ctx context.Context, g *getting, listing live.Listing) error {
	human := o.options.flags.HumanReadableFlags
	withNamespace := listing.Namespace == "" && namespaced(listing.Kind)
	metadata := withNamespace || *human.ShowLabels || len(*human.ColumnLabels) > 0
	table, err := o.cluster.Table(ctx, listing, metadata)
	if err != nil || len(table.Rows) == 0 {
		return err
	}
	g.shown += len(table.Rows)
	if o.pending != nil && o.kind == listing.Kind {
		o.pending.Rows = append(o.pending.Rows, table.Rows...)
		return nil
	}
	if err := o.end(); err != nil {
		return err
	}
	o.pending, o.kind, o.withNamespace = table, listing.Kind, withNamespace
	return nil
}

// end prints what is pending. Among tables of several kinds each name says of which it is, in the form in which this
// program takes it.
func (o *tables) end() error {
	if o.pending == nil {
		return nil
	}
	if o.any {
		fmt.Fprintln(o.options.Out)
	}
	o.any = true
	flags := o.options.flags.Copy()
	human := *flags.HumanReadableFlags
	several := *human.ShowKind || o.severalKinds()
	human.ShowKind, human.WithNamespace = &several, o.withNamespace
	human.Kind = schema.GroupKind{Kind: strings.ToLower(string(o.kind))}
	flags.HumanReadableFlags = &human
	printer, err := flags.ToPrinter()
	if err != nil {
		return err
	}
	w := printers.GetNewTabWriter(o.options.Out)
	if err := printer.PrintObj(o.pending, w); err != nil {
		return fmt.Errorf("print %s: %w", o.kind, err)
	}
	o.pending = nil
	return w.Flush()
}

func (o *tables) severalKinds() bool {
	for _, listing := range o.listings {
		if listing.Kind != o.listings[0].Kind {
			return true
		}
	}
	return false
}

func namespaced(kind catalog.Kind) bool {
	resource, _ := catalog.ResourceOf(kind)
	return resource.Namespaced
}
