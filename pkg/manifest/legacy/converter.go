// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package legacy

import (
	"cmp"
	"maps"
	"slices"

	"github.com/nautes-labs/kubectl-nautes/pkg/api/v1alpha1"
	"github.com/nautes-labs/kubectl-nautes/pkg/manifest"
	"github.com/nautes-labs/kubectl-nautes/pkg/manifest/components"
)

// Converter turns documents of the command line into objects. It gathers what is to be said of them, so it is good for
// one reading, by one goroutine.
type Converter struct {
	// Values stand in for the placeholders $name and ${name}.
	Values map[string]string
	// Components are filled in where a Cluster needs them. Required.
	Components *components.Components
	// IdentityOnly makes of a document only what its object is addressed by, and asks for no more.
	IdentityOnly bool
	// Tenant also takes objects as Nautes kept them on its tenant cluster: in the namespace nautes, with its finalizers.
	Tenant bool

	// Converted counts the documents of the command line that became objects.
	Converted int
	// Notes are what was said so far, in the order of the documents.
	Notes []Note
	// Products are the names of products by their numbers, as far as Products of the tenant cluster say them.
	Products map[string]string
	// Kubeconfigs are those that Clusters held, in the order of the documents.
	Kubeconfigs []Kubeconfig

	used map[string]bool
	// lacked are the placeholders without a value that were told of, by file and name.
	lacked map[[2]string]bool
}

var _ manifest.Converter = (*Converter)(nil)

// Recognize tells whether a document is for the converter.
func (c *Converter) Recognize(d *manifest.Document) bool {
	if isRegistryAuth(d) {
		return true
	}
	if d.Object.GroupVersionKind().Group != v1alpha1.Group {
		return false
	}
	return d.OldFormat() || c.Tenant && ofTenant(d)
}

// Convert gives the object that a document stands for.
func (c *Converter) Convert(d *manifest.Document) (*manifest.Conversion, manifest.Errors) {
	if c.used == nil {
		c.Products = map[string]string{}
		c.used, c.lacked = map[string]bool{}, map[[2]string]bool{}
	}
	if isRegistryAuth(d) {
		c.Notes = append(c.Notes, Note{
			File: d.Origin.File, Line: d.Origin.Line, Text: "is passed over: it is for a registry of images, and no manifest",
		})
		return nil, nil
	}
	if !d.OldFormat() {
		return c.convertTenant(d)
	}
	conversion := &conversion{converter: c, document: d, origins: map[string]string{}}
	conversion.run()
	slices.SortStableFunc(conversion.errs, func(a, b *manifest.Error) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Field, b.Field))
	})
	if conversion.object == nil {
		return nil, conversion.errs
	}
	c.Converted++
	return &manifest.Conversion{Object: conversion.object, Was: conversion.was}, conversion.errs
}

// isRegistryAuth recognises the file that lies beside the examples of the command line: a login for Docker.
func isRegistryAuth(d *manifest.Document) bool {
	_, auths := d.Object.Object["auths"]
	return auths && d.Object.GetKind() == "" && d.Object.GetAPIVersion() == ""
}

// Unused are the names of values that stood in for no placeholder, sorted.
func (c *Converter) Unused() []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(c.Values)), func(name string) bool { return c.used[name] })
}
