// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package graph

import (
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/labels"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
)

// Overview is all products, with what is in each.
type Overview struct {
	// Products are in the order of their names.
	Products []Row `json:"products"`
}

// Row is a product in numbers.
type Row struct {
	Product string `json:"product"`
	// Presence is Missing where a namespace holds objects of a product that is not there.
	Presence Presence  `json:"presence"`
	Ready    Readiness `json:"ready"`
	Summary
	Environments int `json:"environments"`
	Projects     int `json:"projects"`
	CodeRepos    int `json:"codeRepos"`
	// Runtimes are those of both kinds.
	Runtimes int `json:"runtimes"`
}

// Overview counts what is in each product. With a selector, in those with the labels; nil selects all. Missing counts
// only the Product itself.
func (s *Source) Overview(selector labels.Selector) *Overview {
	rows := map[string]*Row{}
	s.State.Each(func(o *catalog.Object) bool {
		name := o.Namespace
		if o.Kind == catalog.Product {
			name = o.Name
		}
		if name == "" {
			return true
		}
		if rows[name] == nil {
			rows[name] = s.row(name, selector)
		}
		if row := rows[name]; row != excluded {
			row.add(s.node(o.ID))
		}
		return true
	})
	overview := &Overview{Products: []Row{}}
	for _, row := range rows {
		if row != excluded {
			overview.Products = append(overview.Products, *row)
		}
	}
	slices.SortFunc(overview.Products, func(a, b Row) int { return strings.Compare(a.Product, b.Product) })
	return overview
}

// excluded stands for a product that is not selected.
var excluded = &Row{} //nolint:gochecknoglobals // a mark, never written

// row begins the row of a product.
func (s *Source) row(name string, selector labels.Selector) *Row {
	id := catalog.ID{Kind: catalog.Product, Name: name}
	o := s.State.Get(id)
	if selector != nil && (o == nil || !selector.Matches(labelsOf(o))) {
		return excluded
	}
	row := &Row{Product: name, Presence: s.presence(id)}
	if o != nil {
		row.Ready = readinessOf(o)
	} else if row.Presence == Missing {
		row.Missing = 1
	}
	return row
}

func (r *Row) add(node *Node) {
	r.count(node)
	switch node.Kind {
	case catalog.Environment:
		r.Environments++
	case catalog.Project:
		r.Projects++
	case catalog.CodeRepo:
		r.CodeRepos++
	case catalog.ProjectPipelineRuntime, catalog.DeploymentRuntime:
		r.Runtimes++
	default:
	}
}
