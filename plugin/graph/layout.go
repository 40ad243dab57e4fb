// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package graph

import "slices"

// layering places the nodes of a graph in layers so that edges go from one to the next, in the way of Sugiyama, Tagawa
// and Toda (IEEE Transactions on Systems, Man, and Cybernetics 11(2), 1981): edges that close a circle are turned, each
// node is in the layer after the furthest that it uses, an edge over several layers gets a bend in each, and every layer
// is put in the order of what its nodes are joined to. It is written out here because what there is for Go brings all of
// Graphviz along, as WebAssembly.
type layering struct {
	nodes int
	// next are the ends of the edges of each node, and of each bend.
	next, previous [][]int
	layerOf        []int
	layers         [][]int
	// bends are those of each edge, from its beginning to its end.
	bends [][]int
}

// sweeps is how often the order is bettered in either direction. More change little.
const sweeps = 4

func newLayering(nodes int, edges [][2]int) *layering {
	l := &layering{nodes: nodes, next: make([][]int, nodes), layerOf: make([]int, nodes)}
	for _, edge := range edges {
		if edge[0] != edge[1] {
			l.next[edge[0]] = append(l.next[edge[0]], edge[1])
		}
	}
	l.breakCircles()
	l.assign()
	l.bend(edges)
	l.fill()
	for range sweeps {
		l.sweep(1, len(l.layers), 1, l.next)
		l.sweep(len(l.layers)-2, -1, -1, l.previous)
	}
	return l
}

// breakCircles turns the edges that lead back to a node on the way to them.
func (l *layering) breakCircles() {
	const fresh, open, done = 0, 1, 2
	state := make([]int, l.nodes)
	var back [][2]int
	var visit func(int)
	visit = func(node int) {
		state[node] = open
		var kept []int
		for _, to := range l.next[node] {
			if state[to] == open {
				back = append(back, [2]int{node, to})
				continue
			}
			kept = append(kept, to)
			if state[to] == fresh {
				visit(to)
			}
		}
		l.next[node] = kept
		state[node] = done
	}
	for node := range l.nodes {
		if state[node] == fresh {
			visit(node)
		}
	}
	for _, edge := range back {
		l.next[edge[1]] = append(l.next[edge[1]], edge[0])
	}
}

// assign puts what uses nothing into layer 0, and all else one above the highest that it uses.
func (l *layering) assign() {
	known := make([]bool, l.nodes)
	var layer func(int) int
	layer = func(node int) int {
		if known[node] {
			return l.layerOf[node]
		}
		known[node] = true
		for _, to := range l.next[node] {
			l.layerOf[node] = max(l.layerOf[node], layer(to)+1)
		}
		return l.layerOf[node]
	}
	for node := range l.nodes {
		layer(node)
	}
}

// bend puts a bend into each layer between the ends of an edge, and joins what is in neighbouring layers.
func (l *layering) bend(edges [][2]int) {
	l.next, l.previous = make([][]int, l.nodes), make([][]int, l.nodes)
	l.bends = make([][]int, len(edges))
	join := func(upper, lower int) {
		l.next[upper] = append(l.next[upper], lower)
		l.previous[lower] = append(l.previous[lower], upper)
	}
	for i, edge := range edges {
		upper, lower := edge[0], edge[1]
		turned := l.layerOf[upper] < l.layerOf[lower]
		if turned {
			upper, lower = lower, upper
		}
		at := upper
		for layer := l.layerOf[upper] - 1; layer > l.layerOf[lower]; layer-- {
			bend := len(l.layerOf)
			l.layerOf = append(l.layerOf, layer)
			l.next, l.previous = append(l.next, nil), append(l.previous, nil)
			l.bends[i] = append(l.bends[i], bend)
			join(at, bend)
			at = bend
		}
		if upper != lower {
			join(at, lower)
		}
		if turned {
			slices.Reverse(l.bends[i])
		}
	}
}

func (l *layering) fill() {
	for node, layer := range l.layerOf {
		for len(l.layers) <= layer {
			l.layers = append(l.layers, nil)
		}
		l.layers[layer] = append(l.layers[layer], node)
	}
}

// sweep orders the layers one after the other by the mean place of what their nodes are joined to.
func (l *layering) sweep(from, to, step int, joined [][]int) {
	place := make([]float64, len(l.layerOf))
	for _, layer := range l.layers {
		for i, node := range layer {
			place[node] = float64(i)
		}
	}
	for at := from; at >= 0 && at != to && at < len(l.layers); at += step {
		mean := map[int]float64{}
		for i, node := range l.layers[at] {
			mean[node] = float64(i)
			if len(joined[node]) > 0 {
				sum := 0.0
				for _, other := range joined[node] {
					sum += place[other]
				}
				mean[node] = sum / float64(len(joined[node]))
			}
		}
		slices.SortStableFunc(l.layers[at], func(a, b int) int {
			switch {
			case mean[a] < mean[b]:
				return -1
			case mean[a] > mean[b]:
				return 1
			}
			return 0
		})
		for i, node := range l.layers[at] {
			place[node] = float64(i)
		}
	}
}
