// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/cli-runtime/pkg/genericclioptions"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
)

// printer writes what became of objects to stdout: a line each as it happens, or with -o json and the like all objects
// at the end, as kubectl does.
type printer struct {
	out   io.Writer
	flags *genericclioptions.PrintFlags
	// note is said behind each word, for example " (dry run)".
	note    string
	objects []any
}

func newPrinter(out io.Writer) *printer {
	return &printer{out: out, flags: genericclioptions.NewPrintFlags("")}
}

func (p *printer) addFlags(cmd *cobra.Command) { p.flags.AddFlags(cmd) }

// check refuses an unknown format before anything is done.
func (p *printer) check() error {
	_, err := p.flags.ToPrinter()
	return err
}

// byLine tells whether objects are printed as they come.
func (p *printer) byLine() bool {
	format := p.flags.OutputFormat
	return format == nil || *format == "" || *format == "name"
}

// show writes what became of an object.
func (p *printer) show(e entry) error {
	object := e.object
	if object == nil {
		object = named(e.id)
	}
	if !p.byLine() {
		p.objects = append(p.objects, object.Object)
		return nil
	}
	operation := string(e.word)
	if e.note != "" {
		operation += " (" + e.note + ")"
	}
	p.flags.NamePrintFlags.Operation = operation + p.note
	return p.write(object)
}

// flush writes the objects that were kept: one as it is, several as a List.
func (p *printer) flush() error {
	switch len(p.objects) {
	case 0:
		return nil
	case 1:
		return p.write(&unstructured.Unstructured{Object: p.objects[0].(map[string]any)})
	}
	return p.write(&unstructured.Unstructured{Object: map[string]any{
		"apiVersion": "v1", "kind": "List", "metadata": map[string]any{}, "items": p.objects,
	}})
}

func (p *printer) write(object *unstructured.Unstructured) error {
	to, err := p.flags.ToPrinter()
	if err != nil {
		return err
	}
	if err := to.PrintObj(object, p.out); err != nil {
		return fmt.Errorf("print %s: %w", object.GetName(), err)
	}
	return nil
}

// named is an object of which no more is known than its name.
func named(id catalog.ID) *unstructured.Unstructured {
	object := &unstructured.Unstructured{Object: map[string]any{}}
	object.SetAPIVersion(catalog.APIVersion)
	if id.Kind == catalog.Namespace {
		object.SetAPIVersion("v1")
	}
	object.SetKind(string(id.Kind))
	object.SetNamespace(id.Namespace)
	object.SetName(id.Name)
	return object
}
