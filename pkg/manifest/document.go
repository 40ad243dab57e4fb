// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package manifest

import (
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// Origin says where a document was read from.
type Origin struct {
	// File is a path as the user wrote it (joined with the name below a folder),
	// a URL without its password, "STDIN", or the folder of a kustomization.
	File string
	// Line is where the document's content starts, comments and separators not
	// counted; it counts from 1. For a kustomization it is the line in what
	// `kubectl kustomize` prints.
	Line int
}

// Document is one nautes object and where it came from.
type Document struct {
	// Object is what the user wrote, with metadata.namespace filled in where
	// the reader had a default; nothing else is defaulted. As on create, nulls
	// are left out where the schema takes none, and so are the status and what of
	// metadata the apiserver sets; as they say nothing, empty labels, annotations,
	// finalizers and owner references, too. With IdentityOnly nothing is left out.
	Object *unstructured.Unstructured
	Origin Origin

	chunk *chunk
	// path leads from the root of the chunk to the object: empty, or steps
	// through the items of a List.
	path []step
	// was is set on a document that was converted: the source has other fields.
	was func(field string) string
}

// Line gives the line of a field, for example spec.destination.namespaces[1] or
// metadata.annotations[nautes.resource.nautes.io/skip-check-reason]. A field that
// is not in the document gives the line of its nearest ancestor that is, so that
// a missing field points at where it belongs. It never fails: what can not be
// found gives Origin.Line.
func (d *Document) Line(fieldPath string) int {
	if d.chunk == nil {
		return d.Origin.Line
	}
	return d.chunk.lineOf(d.path, d.source(fieldPath))
}

// source is what a field is called where the document was read from.
func (d *Document) source(fieldPath string) string {
	if d.was == nil {
		return fieldPath
	}
	return d.was(fieldPath)
}

// errorAt makes an error about one field of the document, by the name that it has
// in what the user wrote.
func (d *Document) errorAt(fieldPath, message, hint string) *Error {
	return &Error{File: d.Origin.File, Line: d.Line(fieldPath), Field: d.source(fieldPath), Message: message, Hint: hint}
}
