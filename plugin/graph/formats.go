// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package graph

import (
	"fmt"
	"io"

	"github.com/nautes-labs/kubectl-nautes/pkg/report"
)

// Status are the formats of a graph; the table says how each object stands.
func Status(style Style) report.Formats[*Graph] { return formats(style, statusTable) }

// Tree are the formats of a graph; the table shows what is where, and says of objects only what stands out.
func Tree(style Style) report.Formats[*Graph] { return formats(style, treeTable) }

func formats(style Style, table func(io.Writer, *Graph, Style) error) report.Formats[*Graph] {
	return report.Formats[*Graph]{
		{Name: "table", Write: func(w io.Writer, g *Graph) error { return table(w, g, style) }},
		{Name: "wide", Write: func(w io.Writer, g *Graph) error { return statusTable(w, g, Style{Colour: style.Colour}) }},
		report.JSON[*Graph](), report.YAML[*Graph](),
		{Name: "dot", Write: dot}, {Name: "mermaid", Write: mermaid},
		{Name: "svg", Write: svg}, {Name: "html", Write: html},
		{Name: "name", Write: names},
	}
}

// names writes a line an object that is there, as kubectl does with -o name.
func names(w io.Writer, g *Graph) error {
	for _, node := range g.Nodes {
		if node.Outside || node.Presence != Present {
			continue
		}
		if _, err := fmt.Fprintln(w, qualified(node.ID)); err != nil {
			return err
		}
	}
	return nil
}

// Overviews are the formats of an overview.
func Overviews(style Style) report.Formats[*Overview] {
	return report.Formats[*Overview]{
		{Name: "table", Write: func(w io.Writer, o *Overview) error { return overviewTable(w, o, style) }},
		{Name: "wide", Write: func(w io.Writer, o *Overview) error { return overviewTable(w, o, Style{Colour: style.Colour}) }},
		report.JSON[*Overview](), report.YAML[*Overview](),
		{Name: "name", Write: overviewNames},
	}
}

// Refs are the formats of links.
func Refs(style Style) report.Formats[*Links] {
	return report.Formats[*Links]{
		{Name: "table", Write: func(w io.Writer, l *Links) error { return linksTable(w, l, style) }},
		report.JSON[*Links](), report.YAML[*Links](),
		{Name: "name", Write: linksNames},
		{Name: "dot", Write: func(w io.Writer, l *Links) error { return dot(w, l.graph()) }},
	}
}
