// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package graph

import (
	"crypto/sha256"
	_ "embed" // of the page
	"encoding/base64"
	"html/template"
	"io"
	"strings"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/report"
)

// The page: what is the same in every one.
var (
	//go:embed page.html
	pageText string
	//go:embed page.css
	pageStyle string
	//go:embed page.js
	pageScript string
)

// page is what the template is filled with. All that comes from the cluster is text, which the template escapes; the
// rest is ours.
type page struct {
	Title   string
	Policy  template.HTML
	Style   template.CSS
	Script  template.JS
	Drawing template.HTML
	Sum     string
	Kinds   []catalog.Kind
	Nodes   []pageNode
	Notices []pageNotice
}

// pageNode is a node with all that the page says of it.
type pageNode struct {
	*Node
	Number       int
	Tone         string
	State        string
	Known        []fact
	Uses, UsedBy []pageLink
	// Words are what the filter looks at.
	Words string
}

// pageLink leads to a neighbour.
type pageLink struct {
	Number int
	Name   string
	Fields string
}

type pageNotice struct {
	Notice
	Number int
	Tone   string
}

// html writes a graph as one page that works with no network, and is not let to use one.
func html(w io.Writer, g *Graph) error {
	parsed, err := template.New("page").Funcs(template.FuncMap{"line": report.Printable}).Parse(pageText)
	if err != nil {
		return err
	}
	return parsed.Execute(w, newPage(g))
}

func newPage(g *Graph) *page {
	d := newDrawing(g)
	style := drawingStyle + pageStyle
	p := &page{
		Title: g.Subject.String(), Sum: g.Summary.text(),
		// Ours, or escaped by what makes it.
		Policy: contentPolicy(style, pageScript), Style: template.CSS(style), Script: template.JS(pageScript), //nolint:gosec // see above
		Drawing: template.HTML(d.open() + d.content() + "</svg>"), //nolint:gosec // see above
	}
	numbers := g.numbers()
	for _, notice := range g.Notices {
		p.Notices = append(p.Notices, pageNotice{notice, numbers[notice.ID], notice.Topic.tone().String()})
	}
	for i, node := range g.Nodes {
		if i == 0 || g.Nodes[i-1].Kind != node.Kind {
			p.Kinds = append(p.Kinds, node.Kind)
		}
		n := pageNode{
			Node: node, Number: i, Tone: node.tone().String(), State: node.stateWords(), Known: node.facts(),
			Words: strings.ToLower(node.String() + " " + node.Facts),
		}
		for _, edge := range g.Uses(node.ID) {
			n.Uses = append(n.Uses, pageLink{numbers[edge.To], edge.To.String(), strings.Join(edge.Fields, ", ")})
		}
		for _, edge := range g.UsedBy(node.ID) {
			n.UsedBy = append(n.UsedBy, pageLink{numbers[edge.From], edge.From.String(), strings.Join(edge.Fields, ", ")})
		}
		p.Nodes = append(p.Nodes, n)
	}
	return p
}

// contentPolicy lets the page do nothing but apply its own style and run its own script: no request goes anywhere.
func contentPolicy(style, script string) template.HTML {
	policy := "default-src 'none'; style-src '" + hash(style) + "'; script-src '" + hash(script) + "'; base-uri 'none'; form-action 'none'"
	return template.HTML(`<meta http-equiv="Content-Security-Policy" content="` + policy + `">`) //nolint:gosec // ours
}

func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}
