// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package addresses

import (
	"fmt"
	"slices"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/plugin/known"
)

// List is addresses: of dashboards, then of groups and repositories, then of artifact repositories.
type List struct {
	// Addresses is never nil.
	Addresses []Address `json:"addresses"`
}

// Address is where people reach something.
type Address struct {
	// What it is, for example "Argo CD".
	What string `json:"what"`
	// Of is the object that it belongs to: a cluster, a product, a repo.
	Of catalog.ID `json:"of"`
	// URL holds no credentials. It is empty where it can not be told, and then Problem says why.
	URL     string `json:"url,omitempty"`
	Problem string `json:"problem,omitempty"`
	// From are the fields that the URL is made of, in the order in which it is.
	From []Source `json:"from,omitempty"`
}

// Source is a field that an address comes from.
type Source struct {
	Object catalog.ID `json:"object"`
	// Field is a path in the object. Where it is not set there, Default tells that a default stands in.
	Field   string `json:"field"`
	Default bool   `json:"default,omitempty"`
}

// String is the field, and whether a default stands in.
func (s Source) String() string {
	text := s.Object.String() + " " + s.Field
	if s.Default {
		text += " (default)"
	}
	return text
}

// atlas looks addresses up.
type atlas struct {
	state *catalog.Snapshot
	known *known.Known
}

// Of lists the addresses of a product, or with no name of all products and clusters. What is being deleted is left out.
func Of(state *catalog.Snapshot, product string, k *known.Known) *List {
	a := &atlas{state, k}
	l := &List{Addresses: []Address{}}
	for _, cluster := range a.clusters(product) {
		l.Addresses = append(l.Addresses, a.dashboards(cluster)...)
	}
	for _, o := range a.own(catalog.Product, product) {
		l.Addresses = append(l.Addresses, a.group(o))
	}
	for _, repo := range a.own(catalog.CodeRepo, product) {
		l.Addresses = append(l.Addresses, a.repo(repo))
	}
	for _, o := range a.own(catalog.ArtifactRepo, product) {
		l.Addresses = append(l.Addresses, a.artifacts(o))
	}
	return l
}

// own are the objects of a kind that belong to a product; with no name those of all.
func (a *atlas) own(kind catalog.Kind, product string) []*catalog.Object {
	var objects []*catalog.Object
	for _, o := range a.state.List(kind, "") {
		if o.Terminating() || product != "" && o.Namespace != product && (kind != catalog.Product || o.Name != product) {
			continue
		}
		objects = append(objects, o)
	}
	return objects
}

// clusters are those that the environments of a product are on, by name.
func (a *atlas) clusters(product string) []catalog.ID {
	var clusters []catalog.ID
	if product == "" {
		for _, cluster := range a.own(catalog.Cluster, "") {
			clusters = append(clusters, cluster.ID)
		}
		return clusters
	}
	for _, environment := range a.own(catalog.Environment, product) {
		if name := environment.String("spec.cluster"); name != "" {
			clusters = append(clusters, catalog.ID{Kind: catalog.Cluster, Name: name})
		}
	}
	slices.SortFunc(clusters, catalog.Compare)
	return slices.Compact(clusters)
}

// live is an object that is there and is not being deleted, or nil.
func (a *atlas) live(id catalog.ID) *catalog.Object {
	if o := a.state.Get(id); o != nil && !o.Terminating() {
		return o
	}
	return nil
}

func missing(id catalog.ID) string { return fmt.Sprintf("%s is not there, or not for you to see", id) }
