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

// statusTable writes how everything stands: a row an object, then what stands out, then the sum of it.
func statusTable(w io.Writer, g *Graph, style Style) error {
	if g.Subject.Kind != catalog.Product {
		return objectText(w, g, style)
	}
	root, outside := g.tree()
	rows := [][]line{headings("OBJECT", "READY", "RULES", "BYPASS", "HEALTH", "SYNC", "LAST RUN", "REVISION")}
	root.walk(func(lead string, b *branch) { rows = append(rows, statusRow(lead, b.node, style)) })
	for _, node := range outside {
		rows = append(rows, statusRow("", node, style))
	}
	left, err := style.table(w, rows, enoughForObjects)
	if err != nil {
		return err
	}
	return g.foot(w, style, left)
}

// The first column needs as many columns of a screen for names to be told apart.
const (
	enoughForObjects  = 38
	enoughForProducts = 16
)

func statusRow(lead string, n *Node, style Style) []line {
	object := line{{text: lead, tone: faint}, {text: n.name(), tone: plain}}
	if n.Facts != "" && n.Presence == Present {
		object = append(object, spare("  "+n.Facts))
	}
	state, stateTone := n.state()
	rules, rulesTone := n.Rules.word()
	revision := n.Revision
	if style.Width > 0 {
		revision = shortCommit(revision)
	}
	return []line{
		object, cell(state, stateTone), cell(rules, rulesTone), cell(n.Bypass.short(), warn),
		cell(report.Printable(n.Health), plain), cell(report.Printable(n.Sync), plain), cell(report.Printable(n.lastRun()), plain), cell(report.Printable(revision), plain),
	}
}

// shortCommit is the beginning of a commit, as git shows it.
func shortCommit(revision string) string {
	const whole, short = 40, 8
	if len(revision) < whole {
		return revision
	}
	return revision[:short]
}

// treeTable writes what is where. Only what is not as it should be is said of an object.
func treeTable(w io.Writer, g *Graph, style Style) error {
	if g.Subject.Kind != catalog.Product {
		return linksTable(w, g.links(), style)
	}
	root, outside := g.tree()
	var err error
	write := func(lead string, n *Node) {
		l := line{{text: lead, tone: faint}, {text: n.name(), tone: plain}}
		l = append(l, n.remarks()...)
		if n.Facts != "" {
			l = append(l, spare("  "+n.Facts))
		}
		if style.Width > 0 {
			l = l.cut(style.Width)
		}
		if _, failed := fmt.Fprintln(w, l.render(style.Colour)); failed != nil {
			err = failed
		}
	}
	root.walk(func(lead string, b *branch) { write(lead, b.node) })
	for _, node := range outside {
		write("", node)
	}
	return err
}

// remarks are the states of an object that stand out.
func (n *Node) remarks() line {
	var remarks line
	remark := func(text string, t tone) {
		if text != "" && t != good {
			remarks = append(remarks, piece{text: "  " + text, tone: t})
		}
	}
	remark(n.state())
	remark(n.Rules.word())
	if n.Bypass != nil && n.Bypass.stands() && n.Rules.State != Bypassed {
		remark("bypass", warn)
	}
	return remarks
}

// fewNotices are how many are shown where they share a screen with all else.
const fewNotices = 20

// foot writes what stands out, and the sum. left tells that columns were left out.
func (g *Graph) foot(w io.Writer, style Style, left bool) error {
	var b strings.Builder
	for i, notice := range g.Notices {
		if i == 0 {
			b.WriteString("\n")
		}
		if style.Width > 0 && i == fewNotices {
			fmt.Fprintf(&b, "… and %d more (-o wide shows them)\n", len(g.Notices)-fewNotices)
			break
		}
		b.WriteString(notice.text(g, style))
	}
	sum := g.Summary.text()
	if left {
		sum += " (-o wide shows more columns)"
	}
	fmt.Fprintf(&b, "\n%s\n", style.wrap(sum, 0))
	_, err := io.WriteString(w, b.String())
	return err
}

// text is the notice, wrapped where the style has a width.
func (n Notice) text(g *Graph, style Style) string {
	name := n.String()
	if node := g.Node(n.ID); node != nil {
		name = node.name()
	}
	painted := name
	if style.Colour {
		painted = n.Topic.tone().paint(name)
	}
	return painted + style.wrap(n.Message, columns(name)) + "\n"
}

// text is the sum on one line, for example "16 objects: 1 denial, 2 not ready".
func (s Summary) text() string {
	var parts []string
	for _, part := range []struct {
		n         int
		one, many string
	}{
		{s.Denials, "denial", "denials"}, {s.Warnings, "warning", "warnings"}, {s.Bypasses, "bypass", "bypasses"},
		{s.NotReady, "not ready", "not ready"}, {s.Missing, "missing", "missing"}, {s.NotJudged, "not judged", "not judged"},
	} {
		if part.n > 0 {
			parts = append(parts, quantity(part.n, part.one, part.many))
		}
	}
	if len(parts) == 0 {
		parts = []string{"nothing stands out"}
	}
	return quantity(s.Objects, "object", "objects") + ": " + strings.Join(parts, ", ")
}

// overviewTable writes a row a product.
func overviewTable(w io.Writer, o *Overview, style Style) error {
	if len(o.Products) == 0 {
		return nil
	}
	rows := [][]line{headings("PRODUCT", "ENVS", "PROJ", "REPOS", "RUNTIMES", "READY", "RULES", "BYPASS", "OBJECTS")}
	for i := range o.Products {
		row := &o.Products[i]
		state, stateTone := row.state()
		rules, rulesTone := row.rules()
		bypasses := ""
		if row.Bypasses > 0 {
			bypasses = fmt.Sprint(row.Bypasses)
		}
		rows = append(rows, []line{
			cell(row.Product, plain), number(row.Environments), number(row.Projects), number(row.CodeRepos),
			number(row.Runtimes), cell(state, stateTone), cell(rules, rulesTone), cell(bypasses, warn), number(row.Objects),
		})
	}
	_, err := style.table(w, rows, enoughForProducts)
	return err
}

func number(n int) line { return cell(fmt.Sprint(n), plain) }

// state is that of the Product, and how much of what is in it is not ready.
func (r *Row) state() (string, tone) {
	switch {
	case r.Presence == Missing:
		return "missing", bad
	case r.NotReady > 0:
		return fmt.Sprintf("%d not ready", r.NotReady), warn
	}
	return r.Ready.word(), r.Ready.tone()
}

func (r *Row) rules() (string, tone) {
	c := Compliance{State: Compliant, Denials: r.Denials, Warnings: r.Warnings}
	switch {
	case r.Denials > 0:
		c.State = Violated
	case r.Bypassed > 0:
		c.State = Bypassed
	case r.NotJudged > 0:
		c.State = Undecided
	}
	return c.word()
}

func overviewNames(w io.Writer, o *Overview) error {
	for i := range o.Products {
		if o.Products[i].Presence != Present {
			continue
		}
		if _, err := fmt.Fprintln(w, qualified(catalog.ID{Kind: catalog.Product, Name: o.Products[i].Product})); err != nil {
			return err
		}
	}
	return nil
}
