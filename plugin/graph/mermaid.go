// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package graph

import (
	"fmt"
	"io"
	"strings"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
)

// mermaid writes a graph as a flowchart. See https://mermaid.js.org/syntax/flowchart.html.
func mermaid(w io.Writer, g *Graph) error {
	var b strings.Builder
	ids := g.numbers()
	b.WriteString("flowchart LR\n")
	framed := g.Subject.Kind == catalog.Product
	if framed {
		fmt.Fprintf(&b, "  subgraph product[\"%s\"]\n", mermaidText(g.Subject.Name))
	}
	write := func(outside bool, indent string) {
		for _, node := range g.Nodes {
			if node.Outside == outside {
				fmt.Fprintf(&b, "%sn%d[\"%s\"]\n", indent, ids[node.ID], mermaidLabel(node))
			}
		}
	}
	write(false, "    ")
	if framed {
		b.WriteString("  end\n")
	}
	write(true, "  ")
	for _, edge := range g.Edges {
		fmt.Fprintf(&b, "  n%d --> n%d\n", ids[edge.From], ids[edge.To])
	}
	b.WriteString("  classDef bad stroke:#d1242f,stroke-width:2px\n  classDef warn stroke:#9a6700,stroke-width:2px\n" +
		"  classDef absent stroke-dasharray:4\n")
	for _, node := range g.Nodes {
		if t := node.tone(); t == bad || t == warn {
			fmt.Fprintf(&b, "  class n%d %s\n", ids[node.ID], t)
		}
		if node.Presence != Present {
			fmt.Fprintf(&b, "  class n%d absent\n", ids[node.ID])
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func mermaidLabel(n *Node) string {
	lines := strings.Split(n.label("\n"), "\n")
	for i, text := range lines {
		lines[i] = mermaidText(text)
	}
	return strings.Join(lines, "<br/>")
}

// mermaidText has every character that could mean something written as a number, in the way of the language: between
// a hash and a semicolon.
func mermaidText(text string) string {
	var b strings.Builder
	for _, r := range text {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r > 127, strings.ContainsRune(" ._/,:@-", r):
			b.WriteRune(r)
		default:
			fmt.Fprintf(&b, "#%d;", r)
		}
	}
	return b.String()
}
