// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package catalog

import "slices"

// Order is how a set of objects comes: wave after wave, the members of a wave side by side. Read backwards it is
// how they go.
type Order struct {
	Waves [][]ID
	// Cycles are the groups of objects that refer to each other in a ring, each in the order of the references:
	// the first is named by the last. Their members stand in one wave, so nothing is lost; whether a ring may be
	// applied at all is for others to say.
	Cycles [][]ID
}

// Order puts those objects of the snapshot into waves: each after all it depends on. What is not in ids is taken to
// be there already and orders nothing.
func (s *Snapshot) Order(ids []ID) Order {
	ids = slices.Clone(ids)
	slices.SortFunc(ids, Compare)
	ids = slices.Compact(ids)
	g := &graph{snapshot: s, place: make(map[ID]int, len(ids)), ids: ids}
	for i, id := range ids {
		g.place[id] = i
	}
	return g.order()
}

// Dependencies lists what has to be there before an object can come, as far as the snapshot knows it: what it
// refers to, the bindings that permit it, the providers among which an empty field chooses.
func (s *Snapshot) Dependencies(o *Object) []ID {
	var before []ID
	eachReference(o, func(row *reference, r Reference) {
		before = append(before, r.To)
		if row.granted {
			before = append(before, s.bindingsThatPermit(o, r.To)...)
		}
	})
	for _, row := range references[o.Kind] {
		if row.soleIfEmpty && o.String(row.field) == "" {
			for _, candidate := range s.List(row.to, "") {
				before = append(before, candidate.ID)
			}
		}
	}
	slices.SortFunc(before, Compare)
	return slices.Compact(before)
}

// bindingsThatPermit: bindings of the repo's product that grant it to the product of the runtime.
func (s *Snapshot) bindingsThatPermit(runtime *Object, repo ID) []ID {
	return s.Lookup("bindings_by_grant", repo.Namespace+"/"+repo.Name+"/"+runtime.Namespace)
}

// graph finds the strongly connected components of the dependencies (Tarjan, SIAM J. Comput. 1(2), 1972), which
// come out dependencies first, and gives each the wave after the last one of those it depends on.
type graph struct {
	snapshot *Snapshot
	ids      []ID
	place    map[ID]int

	edges [][]int
	state []visit
	stack []int
	next  int

	wave   []int
	cycles [][]ID
}

type visit struct {
	index, low int // 1-based; 0 is not visited
	stacked    bool
}

func (g *graph) order() Order {
	n := len(g.ids)
	g.edges, g.state, g.wave = make([][]int, n), make([]visit, n), make([]int, n)
	for i, id := range g.ids {
		g.edges[i] = g.edgesOf(id)
	}
	for i := range g.ids {
		if g.state[i].index == 0 {
			g.connect(i)
		}
	}
	order := Order{Cycles: g.cycles}
	for i, id := range g.ids {
		for len(order.Waves) <= g.wave[i] {
			order.Waves = append(order.Waves, nil)
		}
		order.Waves[g.wave[i]] = append(order.Waves[g.wave[i]], id)
	}
	return order
}

func (g *graph) edgesOf(id ID) []int {
	o := g.snapshot.Get(id)
	if o == nil {
		return nil
	}
	var edges []int
	for _, dependency := range g.snapshot.Dependencies(o) {
		if to, inSet := g.place[dependency]; inSet {
			edges = append(edges, to)
		}
	}
	return edges
}

func (g *graph) connect(v int) {
	g.next++
	g.state[v] = visit{index: g.next, low: g.next, stacked: true}
	g.stack = append(g.stack, v)
	for _, w := range g.edges[v] {
		switch {
		case g.state[w].index == 0:
			g.connect(w)
			g.state[v].low = min(g.state[v].low, g.state[w].low)
		case g.state[w].stacked:
			g.state[v].low = min(g.state[v].low, g.state[w].index)
		}
	}
	if g.state[v].low == g.state[v].index {
		g.close(v)
	}
}

// close takes the component of root off the stack and gives its members their wave.
func (g *graph) close(root int) {
	at := len(g.stack) - 1
	for g.stack[at] != root {
		at--
	}
	members := slices.Clone(g.stack[at:])
	g.stack = g.stack[:at]
	wave := 0
	for _, v := range members {
		g.state[v].stacked = false
		for _, w := range g.edges[v] {
			if !slices.Contains(members, w) {
				wave = max(wave, g.wave[w]+1)
			}
		}
	}
	for _, v := range members {
		g.wave[v] = wave
	}
	if len(members) > 1 || slices.Contains(g.edges[root], root) {
		g.cycles = append(g.cycles, g.ring(root, members))
	}
}

// ring is the shortest way from the root of a component back to it, so that people can read who names whom. Further
// rings through the same objects show when this one is broken.
func (g *graph) ring(root int, members []int) []ID {
	cameFrom := map[int]int{}
	queue := []int{root}
	for len(queue) > 0 {
		v := queue[0]
		queue = queue[1:]
		for _, w := range g.edges[v] {
			if w == root {
				return g.wayTo(v, root, cameFrom)
			}
			if _, seen := cameFrom[w]; !seen && slices.Contains(members, w) {
				cameFrom[w] = v
				queue = append(queue, w)
			}
		}
	}
	return nil
}

func (g *graph) wayTo(last, root int, cameFrom map[int]int) []ID {
	ring := []ID{g.ids[last]}
	for v := last; v != root; {
		v = cameFrom[v]
		ring = append(ring, g.ids[v])
	}
	slices.Reverse(ring)
	return ring
}
