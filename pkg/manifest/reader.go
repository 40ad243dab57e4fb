// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package manifest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// Reader reads manifests. Its fields are not changed by reading, so one Reader
// can be used again; Stdin is consumed.
type Reader struct {
	// Schemas knows the kinds. Required.
	Schemas *Schemas
	// Namespace (the product) is given to namespaced objects that have none. When
	// it is empty, such an object is an error.
	Namespace string
	// EnforceNamespace refuses objects of another namespace than Namespace: set
	// it where Namespace comes from --namespace, not from the kubeconfig.
	EnforceNamespace bool
	// IdentityOnly leaves the schema out and asks only for what an object is
	// addressed by, as deleting needs it: what can not be created any more must
	// still be deletable with the file that once created it.
	IdentityOnly bool
	// Converter is asked about documents of a format before ours; without one they
	// are errors.
	Converter Converter
	// Stdin is read for "-".
	Stdin io.Reader
	// Client gets URLs; without one URLs are refused.
	Client *http.Client
}

// Read reads all of the source, in its order, and gives the documents that are
// right. When some are not, the error is of type Errors and holds everything that
// is wrong with any of them: names that give nothing first, then file by file,
// each document from top to bottom. When ctx ends, the error is that of ctx.
func (r *Reader) Read(ctx context.Context, source Source) ([]*Document, error) {
	inputs, errs := r.inputs(source)
	into := &set{errs: errs, places: map[identity]Origin{}}
	for _, in := range inputs {
		if err := r.readInput(ctx, in, into); err != nil {
			if ctx.Err() != nil {
				return nil, fmt.Errorf("read manifests: %w", context.Cause(ctx))
			}
			for _, one := range asErrors(in.name, err) {
				if one.File == "" {
					one.File = in.name
				}
				into.errs = append(into.errs, one)
			}
		}
	}
	for _, checkout := range source.Checkouts {
		if err := r.readCheckout(ctx, checkout, into); err != nil {
			return nil, fmt.Errorf("read manifests: %w", context.Cause(ctx))
		}
	}
	return into.documents, into.errs.orNil()
}

// readInput reads one stream into the set. What it returns ends the stream; what
// is wrong with a document only goes into the set.
func (r *Reader) readInput(ctx context.Context, in input, into *set) (err error) {
	stream, err := in.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, stream.Close()) }()
	text, err := openText(stream)
	if err != nil {
		return describePathError(err)
	}
	documents, before := newSplitter(text), into.size()
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		chunk, err := documents.next()
		switch {
		case errors.Is(err, io.EOF) && into.size() == before:
			return &Error{Message: "no manifests in it", Hint: "it is empty, or holds comments only"}
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return describePathError(err)
		}
		r.readChunk(ctx, in.name, chunk, into)
	}
}

// readChunk reads the objects between two separators.
func (r *Reader) readChunk(ctx context.Context, file string, c *chunk, into *set) {
	values, errs := c.decode()
	for _, err := range errs {
		err.File = file
	}
	into.errs = append(into.errs, errs...)
	for _, v := range values {
		// A key given twice leaves open which value was meant, so the document
		// is looked at for more errors, but not taken.
		r.readValue(ctx, file, v, into, len(errs) == 0)
	}
}

// readValue takes one value into the set: an object, or each object of a list.
func (r *Reader) readValue(ctx context.Context, file string, v value, into *set, take bool) {
	origin := Origin{File: file, Line: v.chunk.first}
	if len(v.path) > 0 {
		origin.Line = v.chunk.lineOf(v.path, "")
	}
	content, ok := v.data.(map[string]any)
	if !ok {
		into.errs = append(into.errs, &Error{File: file, Line: origin.Line, Field: printPath(v.path),
			Message: "document is not an object", Hint: "a manifest starts with apiVersion, kind and metadata"})
		return
	}
	d := &Document{Object: &unstructured.Unstructured{Object: content}, Origin: origin, chunk: v.chunk, path: v.path}
	if idx, err := r.Schemas.index(); err == nil && idx.listed(d.Object.GetAPIVersion(), d.Object.GetKind()) {
		r.readList(ctx, d, into, take)
		return
	}
	d, errs := r.checked(ctx, d)
	if d != nil && len(errs) == 0 {
		errs = into.checkTwice(d)
	}
	into.errs = append(into.errs, errs...)
	switch {
	case len(errs) > 0 || !take:
	case d == nil:
		into.passedOver++
	default:
		into.documents = append(into.documents, d)
	}
}

func (r *Reader) readList(ctx context.Context, list *Document, into *set, take bool) {
	items, ok := list.Object.Object["items"].([]any)
	if !ok && list.Object.Object["items"] != nil {
		into.errs = append(into.errs, list.errorAt("items", "must be a list", ""))
	}
	for i, item := range items {
		path := append(append([]step(nil), list.path...), step{text: "items"}, indexStep(i))
		r.readValue(ctx, list.Origin.File, value{data: item, chunk: list.chunk, path: path}, into, take)
	}
}
