// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"slices"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/nautes-labs/kubectl-nautes/manifests"
	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/manifest"
	"github.com/nautes-labs/kubectl-nautes/pkg/manifest/legacy"
	"github.com/nautes-labs/kubectl-nautes/plugin/live"
)

// converted is what became of old manifests.
type converted struct {
	objects     []legacy.Written
	kubeconfigs []legacy.Kubeconfig
	notes       []legacy.Note
	// unused are placeholders that no manifest has, left what lies in clones beside the manifests.
	unused, left []string
}

// converting reads old manifests: those of clones one clone after the other, for each is of one product.
type converting struct {
	reader    manifest.Reader
	converter *legacy.Converter
	numbers   legacy.Numbers
	documents []*manifest.Document
	errs      manifest.Errors
	// left are what lies in clones beside the manifests.
	left []string
}

// convert reads the files and names what is in them.
func (o *convertOptions) convert(ctx context.Context, names map[string]string) (*converted, error) {
	values, err := o.files.placeholders.read()
	if err != nil {
		return nil, err
	}
	c := &converting{numbers: legacy.Numbers{Names: names}}
	if c.converter, err = newConverter(values); err != nil {
		return nil, err
	}
	c.converter.Tenant = true
	crds, err := fs.Sub(manifests.Files(), "crds")
	if err != nil {
		return nil, fmt.Errorf("open CRDs: %w", err)
	}
	// A namespace that is only the context's has nothing to do with what lies in files.
	namespace, said, err := product(o.config)
	if err != nil {
		return nil, err
	}
	if !said {
		namespace = ""
	}
	c.reader = manifest.Reader{
		Schemas: manifest.NewSchemas(crds), Namespace: namespace, Converter: c.converter, Stdin: o.In, Client: http.DefaultClient,
	}
	if err := c.read(ctx, &o.files); err != nil {
		return nil, err
	}
	return c.result(ctx)
}

// read reads the files, then the clones among them.
func (c *converting) read(ctx context.Context, f *files) error {
	var l layout
	if err := l.readPlaces(); err != nil {
		return err
	}
	var plain, clones []string
	for _, name := range f.filenames {
		if l.places.Recognize(name) {
			clones = append(clones, name)
		} else {
			plain = append(plain, name)
		}
	}
	if len(plain) > 0 || len(clones) == 0 {
		source := f.source()
		source.Filenames = plain
		if err := c.take(ctx, c.reader, source); err != nil {
			return err
		}
	}
	for _, name := range clones {
		checkout, err := l.places.Read(ctx, name)
		if err != nil {
			return err
		}
		if err := c.readClone(ctx, checkout, len(clones)); err != nil {
			return err
		}
		c.left = append(c.left, beside(l.places, name)...)
	}
	if len(c.errs) > 0 {
		return c.errs
	}
	return nil
}

// beside are the entries of a clone that hold no manifests of the product, as its templates. What git keeps is none.
func beside(places *manifest.Places, clone string) []string {
	known := map[string]bool{".git": true, path.Dir(places.Kustomization): true}
	for _, place := range places.Kinds {
		known[place.Directory] = true
	}
	entries, err := os.ReadDir(clone)
	if err != nil {
		return nil // it was read a moment ago, and this is only to be helpful
	}
	var names []string
	for _, entry := range entries {
		if !known[entry.Name()] {
			names = append(names, filepath.Join(clone, entry.Name()))
		}
	}
	return names
}

// readClone reads a clone. Its manifests leave out which product they are of, but some name its number.
func (c *converting) readClone(ctx context.Context, checkout *manifest.Checkout, clones int) error {
	var content []*unstructured.Unstructured
	for _, file := range checkout.Files {
		for _, document := range file.Documents {
			content = append(content, document.Object)
		}
	}
	reader := c.reader
	if owner := legacy.Owner(content); owner != "" {
		if reader.Namespace != "" && clones == 1 {
			c.numbers.Names = merged(map[string]string{owner: reader.Namespace}, c.numbers.Names)
		}
		reader.Namespace = owner
	}
	return c.take(ctx, reader, manifest.Source{Checkouts: []*manifest.Checkout{checkout}})
}

// take reads a source. What is wrong with it is kept, so that all of it can be said at once.
func (c *converting) take(ctx context.Context, reader manifest.Reader, source manifest.Source) error {
	documents, err := reader.Read(ctx, source)
	var errs manifest.Errors
	if err != nil && !errors.As(err, &errs) {
		return err
	}
	c.documents, c.errs = append(c.documents, documents...), append(c.errs, errs...)
	return nil
}

// result names what was read, and makes sure that it still is right by those names.
func (c *converting) result(ctx context.Context) (*converted, error) {
	numbered := slices.DeleteFunc(slices.Clone(c.documents), (*manifest.Document).Renamed)
	notes := c.converter.Notes
	c.numbers.Names = merged(c.converter.Products, c.numbers.Names)
	if slices.ContainsFunc(numbered, func(d *manifest.Document) bool { return legacy.Numbered(d.Object) }) {
		named, errs := c.numbers.Resolve(numbered)
		if len(errs) > 0 {
			return nil, errs
		}
		notes = append(notes, named...)
	}
	if err := c.check(ctx); err != nil {
		return nil, err
	}
	r := &converted{kubeconfigs: c.converter.Kubeconfigs, notes: notes, unused: c.converter.Unused(), left: c.left}
	for _, d := range c.documents {
		r.objects = append(r.objects, legacy.Written{Object: d.Object, Comments: d.Comments, Notes: notesOn(d, notes)})
	}
	return r, nil
}

// check holds the objects against their schemas once more, and each against the others.
func (c *converting) check(ctx context.Context) error {
	var errs manifest.Errors
	first := map[catalog.ID]*manifest.Document{}
	for _, d := range c.documents {
		id := live.IDOf(d.Object)
		found := c.reader.Schemas.Validate(ctx, d.Object)
		if other := first[id]; other != nil {
			place := fmt.Sprintf("%s:%d", other.Origin.File, other.Origin.Line)
			found = append(found, field.Invalid(field.NewPath("metadata", "name"), id.Name, "is the name of another one, at "+place))
		}
		first[id] = d
		for _, one := range found {
			errs = append(errs, &manifest.Error{
				File: d.Origin.File, Line: d.Line(one.Field), Field: one.Field, Message: one.ErrorBody(),
			})
		}
	}
	if len(errs) > 0 {
		return errs
	}
	return nil
}

// notesOn are those about what became of one document.
func notesOn(d *manifest.Document, notes []legacy.Note) []legacy.Note {
	id := live.IDOf(d.Object)
	return slices.DeleteFunc(slices.Clone(notes), func(note legacy.Note) bool { return note.ID != id || note.File != d.Origin.File })
}
