// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package graph

import (
	"fmt"
	"io"
	"strings"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/report"
)

// dot writes a graph for Graphviz. See https://graphviz.org/doc/info/lang.html.
func dot(w io.Writer, g *Graph) error {
	var b strings.Builder
	ids := g.numbers()
	b.WriteString("digraph {\n\trankdir=LR\n\tnode [shape=box style=rounded fontname=\"sans-serif\"]\n" +
		"\tedge [fontname=\"sans-serif\" fontsize=9]\n")
	if g.Subject.Kind == catalog.Product {
		fmt.Fprintf(&b, "\tsubgraph cluster_0 {\n\t\tlabel=%s\n", dotQuote(g.Subject.Name))
	}
	for _, node := range g.Nodes {
		if !node.Outside {
			fmt.Fprintf(&b, "\t\t%s\n", dotNode(ids[node.ID], node))
		}
	}
	if g.Subject.Kind == catalog.Product {
		b.WriteString("\t}\n")
	}
	for _, node := range g.Nodes {
		if node.Outside {
			fmt.Fprintf(&b, "\t%s\n", dotNode(ids[node.ID], node))
		}
	}
	for _, edge := range g.Edges {
		fmt.Fprintf(&b, "\tn%d -> n%d [label=%s]\n", ids[edge.From], ids[edge.To], dotQuote(strings.Join(edge.Fields, "\n")))
	}
	b.WriteString("}\n")
	_, err := io.WriteString(w, b.String())
	return err
}

func dotNode(number int, node *Node) string {
	attributes := fmt.Sprintf("label=%s", dotQuote(node.label("\n")))
	switch node.tone() {
	case bad:
		attributes += " color=red"
	case warn:
		attributes += " color=orange"
	default:
	}
	if node.Presence != Present {
		attributes += ` style="rounded,dashed"`
	}
	return fmt.Sprintf("n%d [%s]", number, attributes)
}

// dotQuote makes a string of the language of a text: a quote ends it, and a backslash begins an escape in a label.
func dotQuote(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(text) + `"`
}

// numbers gives each node a number in the order in which they are written.
func (g *Graph) numbers() map[catalog.ID]int {
	ids := make(map[catalog.ID]int, len(g.Nodes))
	for i, node := range g.Nodes {
		ids[node.ID] = i
	}
	return ids
}

// label names an object in a drawing, in two or three lines.
func (n *Node) label(newline string) string {
	lines := []string{string(n.Kind), report.Printable(n.path())}
	if words := n.stateWords(); words != "" {
		lines = append(lines, words)
	}
	return strings.Join(lines, newline)
}

// path is the name, with the product in front of it for an object of another one.
func (n *Node) path() string {
	if n.Outside && n.Namespace != "" {
		return n.Namespace + "/" + n.Name
	}
	return n.Name
}

// stateWords are the states that are known, for example "ready, ok".
func (n *Node) stateWords() string {
	var words []string
	state, _ := n.state()
	rules, _ := n.Rules.word()
	for _, word := range []string{state, rules, with("bypass", n.Bypass.word()), report.Printable(n.Sync), report.Printable(n.Health)} {
		if word != "" {
			words = append(words, word)
		}
	}
	return strings.Join(words, ", ")
}
