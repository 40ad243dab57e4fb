// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package graph

import (
	"fmt"
	"io"
	"strings"

	"github.com/nautes-labs/kubectl-nautes/pkg/report"
)

// objectText writes all that is known of one object, and what it is linked to.
func objectText(w io.Writer, g *Graph, style Style) error {
	node := g.Node(g.Subject)
	var b strings.Builder
	title := line{{text: node.String(), tone: plain}}
	if node.Facts != "" {
		title = append(title, spare("  "+node.Facts))
	}
	fmt.Fprintln(&b, title.render(style.Colour))
	for _, f := range node.facts() {
		l := line{{text: fmt.Sprintf("  %-10s", f.Label), tone: plain}, {text: report.Printable(f.Text), tone: f.Tone}}
		fmt.Fprintln(&b, l.render(style.Colour))
	}
	for _, finding := range node.Rules.Findings {
		fmt.Fprintf(&b, "\n%s\n", report.Finding{ID: node.ID, Finding: finding})
	}
	for _, notice := range g.Notices {
		if notice.ID == node.ID && (notice.Topic == Waiting || notice.Topic == Unused || notice.Topic == CanNotJudge) {
			fmt.Fprintf(&b, "\n%s", notice.text(g, style))
		}
	}
	b.WriteString("\n")
	if _, err := io.WriteString(w, b.String()); err != nil {
		return err
	}
	_, err := style.table(w, linksRows(g.links(), style), enoughForObjects)
	return err
}

// fact is one thing that is known of an object.
type fact struct {
	Label, Text string
	Tone        tone
}

// facts are those that there are, in the order in which people ask for them.
func (n *Node) facts() []fact {
	state, stateTone := n.state()
	rules, rulesTone := n.Rules.word()
	bypass := n.Bypass.word()
	if bypass != "" {
		bypass += with(":", n.Bypass.Reason)
	}
	known := []fact{
		{"status", state, stateTone}, {"because", n.Ready.Message, plain}, {"rules", rules, rulesTone}, {"bypass", bypass, warn},
		{"sync", n.Sync, plain}, {"health", n.Health, plain}, {"revision", n.Revision, plain},
	}
	for _, run := range n.Runs {
		known = append(known, fact{"run", words(run.Result, run.Name, run.FinishedAt), plain})
	}
	for _, condition := range n.Conditions {
		said := words(condition.Type+"="+string(condition.Status), condition.Reason+with(":", condition.Message))
		known = append(known, fact{"condition", said, plain})
	}
	var told []fact
	for _, f := range known {
		if f.Text != "" {
			told = append(told, f)
		}
	}
	return told
}

// links are what the subject of a graph is joined to.
func (g *Graph) links() *Links {
	links := &Links{ID: g.Subject, Presence: g.Node(g.Subject).Presence, Uses: []*Link{}, UsedBy: []*Link{}}
	for _, edge := range g.Uses(g.Subject) {
		links.Uses = append(links.Uses, g.link(g.Node(edge.To), edge))
	}
	for _, edge := range g.UsedBy(g.Subject) {
		links.UsedBy = append(links.UsedBy, g.link(g.Node(edge.From), edge))
	}
	return links
}

func (g *Graph) link(node *Node, edge *Edge) *Link {
	return &Link{ID: node.ID, Presence: node.Presence, Deleting: node.Ready.word() == "deleting", Fields: edge.Fields}
}
