// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package manifest

import (
	"context"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// Converter turns documents of a format before ours into ours while they are read.
type Converter interface {
	// Recognize tells whether a document is for the converter.
	Recognize(document *Document) bool
	// Convert gives the object that a document stands for. The errors name fields of
	// the document. An object that comes with errors is looked at for more of them,
	// but not taken; without an object and errors the document is passed over.
	Convert(document *Document) (*Conversion, Errors)
}

// Conversion is what became of a document.
type Conversion struct {
	// Object is in our format, not checked yet.
	Object *unstructured.Unstructured
	// Was gives for a field of Object the one of the document that it comes from; nil
	// where the fields are called as they are there.
	Was func(field string) string
}

// OldFormat recognises a document of the Nautes command line before this one: the
// same apiVersion and kinds, no metadata, the name in the spec.
func (d *Document) OldFormat() bool {
	if _, hasMetadata := d.Object.Object["metadata"]; hasMetadata {
		return false
	}
	spec, _ := d.Object.Object["spec"].(map[string]any)
	_, named := spec["name"]
	return named
}

// Renamed tells whether a converter made the object, and gave fields other names
// than the source has.
func (d *Document) Renamed() bool { return d.was != nil }

// convert puts what a document stands for in its place. There is none where the
// document is passed over, or its errors leave nothing to look at.
func (r *Reader) convert(d *Document) (*Document, Errors) {
	conversion, errs := r.Converter.Convert(d)
	if conversion == nil {
		return nil, errs
	}
	return &Document{Object: conversion.Object, Origin: d.Origin, chunk: d.chunk, path: d.path, was: conversion.Was}, errs
}

// checked converts a document where that is needed, and says everything that is
// wrong with it.
func (r *Reader) checked(ctx context.Context, d *Document) (*Document, Errors) {
	var errs Errors
	if r.Converter != nil && r.Converter.Recognize(d) {
		if d, errs = r.convert(d); d == nil {
			return nil, errs
		}
	}
	return d, append(errs, r.check(ctx, d)...)
}
