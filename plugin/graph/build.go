// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package graph

import (
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/labels"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
)

// membership is the field by which an object belongs to its product. In a graph of a product every object has it, so it
// says nothing there.
const membership = "metadata.namespace"

// Product is the graph of a product: what is in it, what that uses elsewhere, and what elsewhere uses it. With a
// selector, of what is in it those objects with the labels, and what they touch; nil selects all.
func (s *Source) Product(name string, selector labels.Selector) *Graph {
	subject := catalog.ID{Kind: catalog.Product, Name: name}
	b := newBuilder(s, subject, func(id catalog.ID) bool { return id == subject || id.Namespace == name })
	b.add(subject)
	for _, o := range s.own(name) {
		if selector != nil && o.ID != subject && !selector.Matches(labelsOf(o)) {
			continue
		}
		b.add(o.ID)
		b.neighbours(o)
	}
	b.hosts()
	return b.finish()
}

// Object is the graph of one object: what it uses, and what uses it.
func (s *Source) Object(id catalog.ID) *Graph {
	b := newBuilder(s, id, func(other catalog.ID) bool {
		return other == id || other.Namespace == id.Namespace && id.Namespace != ""
	})
	b.add(id)
	if o := s.State.Get(id); o != nil {
		b.neighbours(o)
	} else {
		b.users(id)
	}
	return b.finish()
}

// builder gathers nodes and edges.
type builder struct {
	source *Source
	graph  *Graph
	inside func(catalog.ID) bool
	edges  map[[2]catalog.ID]*Edge
}

func newBuilder(s *Source, subject catalog.ID, inside func(catalog.ID) bool) *builder {
	return &builder{
		source: s, inside: inside, edges: map[[2]catalog.ID]*Edge{},
		graph: &Graph{
			Subject: subject, Nodes: []*Node{}, Edges: []*Edge{}, Notices: []Notice{},
			at: map[catalog.ID]*Node{}, uses: map[catalog.ID][]*Edge{}, usedBy: map[catalog.ID][]*Edge{},
		},
	}
}

// add makes the node of an object, once.
func (b *builder) add(id catalog.ID) {
	if b.graph.at[id] != nil {
		return
	}
	node := b.source.node(id)
	node.Outside = !b.inside(id)
	b.graph.at[id] = node
	b.graph.Nodes = append(b.graph.Nodes, node)
}

// neighbours adds what an object uses and what uses it.
func (b *builder) neighbours(o *catalog.Object) {
	for _, reference := range catalog.ReferencesOf(o) {
		b.connect(reference)
	}
	b.users(o.ID)
}

func (b *builder) users(id catalog.ID) {
	for _, reference := range b.source.State.Referrers(id) {
		b.connect(reference)
	}
}

// connect adds both ends of a reference, and the edge.
func (b *builder) connect(r catalog.Reference) {
	if r.Field == membership {
		return
	}
	b.add(r.From)
	b.add(r.To)
	ends := [2]catalog.ID{r.From, r.To}
	edge := b.edges[ends]
	if edge == nil {
		edge = &Edge{From: r.From, To: r.To}
		b.edges[ends] = edge
		b.graph.Edges = append(b.graph.Edges, edge)
	}
	if !slices.Contains(edge.Fields, r.Field) {
		edge.Fields = append(edge.Fields, r.Field)
	}
}

// hosts adds the clusters that virtual clusters are on: what happens to them happens to the product.
func (b *builder) hosts() {
	for i := 0; i < len(b.graph.Nodes); i++ { // grows meanwhile
		node := b.graph.Nodes[i]
		o := b.source.State.Get(node.ID)
		if node.Kind != catalog.Cluster || o == nil {
			continue
		}
		for _, reference := range catalog.ReferencesOf(o) {
			b.connect(reference)
		}
	}
}

// finish puts everything in order, and says what stands out.
func (b *builder) finish() *Graph {
	g := b.graph
	slices.SortFunc(g.Nodes, func(x, y *Node) int { return catalog.Compare(x.ID, y.ID) })
	slices.SortFunc(g.Edges, func(x, y *Edge) int {
		if d := catalog.Compare(x.From, y.From); d != 0 {
			return d
		}
		return catalog.Compare(x.To, y.To)
	})
	for _, edge := range g.Edges {
		slices.Sort(edge.Fields)
		g.uses[edge.From] = append(g.uses[edge.From], edge)
		g.usedBy[edge.To] = append(g.usedBy[edge.To], edge)
	}
	g.sumUp()
	g.notice(b.source)
	return g
}

func (g *Graph) sumUp() {
	for _, node := range g.Nodes {
		if node.Presence == Missing {
			g.Summary.Missing++
		}
		if node.Presence == Present && (!node.Outside || g.Subject.Kind != catalog.Product) {
			g.Summary.count(node)
		}
	}
}

// count takes in one object that is there.
func (s *Summary) count(node *Node) {
	s.Objects++
	if node.Ready.Known && !node.Ready.ready() {
		s.NotReady++
	}
	s.Denials += node.Rules.Denials
	s.Warnings += node.Rules.Warnings
	if node.Rules.State == Bypassed {
		s.Bypassed++
	}
	if node.Rules.State == Undecided {
		s.NotJudged++
	}
	if node.Bypass != nil && node.Bypass.stands() {
		s.Bypasses++
	}
}

func labelsOf(o *catalog.Object) labels.Set {
	set := labels.Set{}
	for name, value := range o.Labels() {
		if text, ok := value.(string); ok {
			set[name] = text
		}
	}
	return set
}

// node is how an object stands.
func (s *Source) node(id catalog.ID) *Node {
	node := &Node{ID: id, Presence: s.presence(id)}
	o := s.State.Get(id)
	if o == nil {
		return node
	}
	node.Facts = factsOf(o)
	if set := labelsOf(o); len(set) > 0 {
		node.Labels = set
	}
	node.Conditions = conditionsOf(o)
	node.Ready = readinessOf(o)
	node.Delivery = deliveryOf(o, node.Conditions)
	node.Rules = s.complianceOf(o, node.Conditions)
	node.Bypass = s.bypassOf(o)
	return node
}

// name is how an object is named beside others of its product: without it.
func (n *Node) name() string {
	if n.Outside {
		return n.String()
	}
	return string(n.Kind) + "/" + n.Name
}

// qualified names an object as kubectl does with -o name.
func qualified(id catalog.ID) string {
	group := "." + catalog.Group
	if id.Kind == catalog.Namespace {
		group = ""
	}
	return strings.ToLower(string(id.Kind)) + group + "/" + id.Name
}
