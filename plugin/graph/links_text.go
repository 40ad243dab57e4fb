// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package graph

import (
	"fmt"
	"io"
	"strings"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
)

// linksTable writes both directions as trees, with the fields beside.
func linksTable(w io.Writer, l *Links, style Style) error {
	_, err := style.table(w, linksRows(l, style), enoughForObjects)
	return err
}

// linksRows begins with the headings and the object itself.
func linksRows(l *Links, style Style) [][]line {
	head := line{{text: l.String(), tone: plain}}
	head = append(head, presenceRemark(l.Presence)...)
	rows := [][]line{headings("OBJECT", "FIELD"), {head, nil}}
	for _, direction := range []struct {
		name  string
		links []*Link
	}{{"uses", l.Uses}, {"used by", l.UsedBy}} {
		if direction.links == nil {
			continue // not asked for
		}
		rows = append(rows, []line{cell(direction.name, plain), nil})
		if len(direction.links) == 0 {
			rows = append(rows, []line{{{text: "└─ ", tone: faint}, {text: "nothing", tone: faint}}, nil})
		}
		rows = linkRows(rows, "", direction.links)
	}
	return boundFields(rows, style)
}

// widestField bounds the column of fields where lines have a width: most of a line is for names.
const widestField = 34

func boundFields(rows [][]line, style Style) [][]line {
	if style.Width == 0 {
		return rows
	}
	for _, row := range rows {
		row[1] = row[1].cut(max(widestField, style.Width/2-gap))
	}
	return rows
}

func linkRows(rows [][]line, below string, links []*Link) [][]line {
	for i, link := range links {
		mark, under := "├─ ", "│  "
		if i == len(links)-1 {
			mark, under = "└─ ", "   "
		}
		object := line{{text: below + mark, tone: faint}, {text: link.String(), tone: plain}}
		object = append(object, link.remarks()...)
		rows = append(rows, []line{object, cell(strings.Join(link.Fields, ", "), faint)})
		rows = linkRows(rows, below+under, link.Links)
	}
	return rows
}

func (l *Link) remarks() line {
	remarks := presenceRemark(l.Presence)
	if l.Deleting {
		remarks = append(remarks, piece{text: "  deleting", tone: warn})
	}
	if l.Again {
		remarks = append(remarks, piece{text: "  (see above)", tone: faint})
	}
	return remarks
}

func presenceRemark(p Presence) line {
	switch p {
	case Missing:
		return line{{text: "  missing", tone: bad}}
	case Unknown:
		return line{{text: "  not visible", tone: faint}}
	}
	return nil
}

// linksNames writes a line an object, each once.
func linksNames(w io.Writer, l *Links) error {
	var err error
	seen := map[catalog.ID]bool{}
	l.each(func(_ catalog.ID, link *Link, _ bool) {
		if link.Presence == Present && !seen[link.ID] {
			seen[link.ID] = true
			if _, failed := fmt.Fprintln(w, qualified(link.ID)); failed != nil {
				err = failed
			}
		}
	})
	return err
}

// each visits all links; uses tells the direction.
func (l *Links) each(visit func(from catalog.ID, link *Link, uses bool)) {
	var walk func(from catalog.ID, links []*Link, uses bool)
	walk = func(from catalog.ID, links []*Link, uses bool) {
		for _, link := range links {
			visit(from, link, uses)
			walk(link.ID, link.Links, uses)
		}
	}
	walk(l.ID, l.Uses, true)
	walk(l.ID, l.UsedBy, false)
}

// graph has the links as nodes and edges.
func (l *Links) graph() *Graph {
	g := &Graph{Subject: l.ID, at: map[catalog.ID]*Node{}}
	add := func(id catalog.ID, p Presence) {
		if g.at[id] == nil {
			node := &Node{ID: id, Presence: p, Outside: true}
			g.at[id] = node
			g.Nodes = append(g.Nodes, node)
		}
	}
	add(l.ID, l.Presence)
	l.each(func(from catalog.ID, link *Link, uses bool) {
		add(link.ID, link.Presence)
		edge := &Edge{From: from, To: link.ID, Fields: link.Fields}
		if !uses {
			edge.From, edge.To = edge.To, edge.From
		}
		g.Edges = append(g.Edges, edge)
	})
	return g
}
