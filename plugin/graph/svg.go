// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package graph

import (
	_ "embed" // of the drawing's style
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"github.com/nautes-labs/kubectl-nautes/pkg/report"
)

// drawingStyle is how a drawing looks, in light and in dark.
//
//go:embed drawing.css
var drawingStyle string

// The drawing, in pixels: users left, what they use right.
const (
	boxWidth, boxHeight = 200, 46
	columnGap, rowGap   = 72, 16
	margin              = 16
	// labelLength is how many characters of a name fit into a box; the whole stands in its title.
	labelLength = 27
)

// svg writes a graph as a drawing that needs nothing else to be seen.
func svg(w io.Writer, g *Graph) error {
	d := newDrawing(g)
	_, err := io.WriteString(w, d.open()+"<style>"+drawingStyle+"</style>\n"+d.content()+"</svg>\n")
	return err
}

// drawing is a graph with a place for everything.
type drawing struct {
	graph    *Graph
	layering *layering
	// x and y are the upper left corners of nodes; of bends, where they are.
	x, y          []int
	width, height int
}

func newDrawing(g *Graph) *drawing {
	numbers := g.numbers()
	edges := make([][2]int, len(g.Edges))
	for i, edge := range g.Edges {
		edges[i] = [2]int{numbers[edge.From], numbers[edge.To]}
	}
	d := &drawing{graph: g, layering: newLayering(len(g.Nodes), edges)}
	d.place()
	return d
}

// place gives layer 0 the rightmost column, and centres the columns on each other.
func (d *drawing) place() {
	layers := d.layering.layers
	tallest := 0
	for _, layer := range layers {
		tallest = max(tallest, len(layer))
	}
	d.x, d.y = make([]int, len(d.layering.layerOf)), make([]int, len(d.layering.layerOf))
	for l, layer := range layers {
		top := margin + (tallest-len(layer))*(boxHeight+rowGap)/2
		for i, node := range layer {
			d.x[node] = margin + (len(layers)-1-l)*(boxWidth+columnGap)
			d.y[node] = top + i*(boxHeight+rowGap)
		}
	}
	d.width = 2*margin + max(1, len(layers))*(boxWidth+columnGap) - columnGap
	d.height = 2*margin + max(1, tallest)*(boxHeight+rowGap) - rowGap
}

func (d *drawing) open() string {
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" class="drawing" viewBox="0 0 %d %d" width="%d" height="%d" `+
		`role="group" aria-label="%s">`+"\n",
		d.width, d.height, d.width, d.height, escaped("what uses what: "+d.graph.Subject.String()))
}

// content are the edges, and the nodes on top of them.
func (d *drawing) content() string {
	var b strings.Builder
	b.WriteString(`<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="9" markerHeight="9" ` +
		`markerUnits="userSpaceOnUse" orient="auto-start-reverse"><path class="tip" d="M0 0L8 4L0 8z"/></marker></defs>` + "\n")
	numbers := d.graph.numbers()
	for i, edge := range d.graph.Edges {
		from, to := numbers[edge.From], numbers[edge.To]
		fmt.Fprintf(&b, `<path class="edge" data-from="n%d" data-to="n%d" marker-end="url(#tip)" d="%s"><title>%s</title></path>`+"\n",
			from, to, d.path(i, from, to), escaped(fmt.Sprintf("%s uses %s: %s", edge.From, edge.To, strings.Join(edge.Fields, ", "))))
	}
	for i, node := range d.graph.Nodes {
		b.WriteString(d.node(i, node))
	}
	return b.String()
}

// node is a box with kind, name and states. It can be reached by the keyboard where a script makes use of that.
func (d *drawing) node(number int, node *Node) string {
	classes := "node " + node.tone().String()
	if node.Presence != Present {
		classes += " absent"
	}
	if node.Outside {
		classes += " outside"
	}
	title := node.String() + with(":", node.stateWords())
	x, y := d.x[number], d.y[number]
	return fmt.Sprintf(`<g class="%s" data-node="n%d" transform="translate(%d %d)"><title>%s</title>`+
		`<rect width="%d" height="%d" rx="6"/><rect class="state" width="5" height="%d" rx="2"/>`+
		`<text class="kind" x="14" y="18">%s</text><text x="14" y="36">%s</text></g>`+"\n",
		classes, number, x, y, escaped(title), boxWidth, boxHeight, boxHeight,
		escaped(cut(string(node.Kind)+with(" ·", node.stateWords()), labelLength+6)), escaped(cut(report.Printable(node.path()), labelLength)))
}

// path is the curve of an edge through its bends.
func (d *drawing) path(edge, from, to int) string {
	x, y := d.x[from]+boxWidth, d.y[from]+boxHeight/2
	endX, endY := d.x[to], d.y[to]+boxHeight/2
	if d.x[to] <= d.x[from] { // turned, or to itself: from the left side to the right one
		x, endX = d.x[from], d.x[to]+boxWidth
	}
	var b strings.Builder
	fmt.Fprintf(&b, "M%d %d", x, y)
	curve := func(toX, toY int) {
		middle := (x + toX) / 2
		fmt.Fprintf(&b, "C%d %d %d %d %d %d", middle, y, middle, toY, toX, toY)
		x, y = toX, toY
	}
	for _, bend := range d.layering.bends[edge] {
		left, right, at := d.x[bend], d.x[bend]+boxWidth, d.y[bend]+boxHeight/2
		if endX < x {
			left, right = right, left
		}
		curve(left, at)
		fmt.Fprintf(&b, "H%d", right)
		x = right
	}
	curve(endX, endY)
	return b.String()
}

// escaped is a text between tags or quotes.
func escaped(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text)) // to memory
	return b.String()
}
