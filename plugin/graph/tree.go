// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package graph

import (
	"slices"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
)

// branch is a node of the graph as a tree shows it.
type branch struct {
	node     *Node
	children []*branch
}

// holder says below which object another one stands in a tree: the one that it names in this field. A runtime stands
// below the environment that it runs in, a repo below its project, a binding below its repo.
func holder(kind catalog.Kind) string {
	switch kind {
	case catalog.ProjectPipelineRuntime, catalog.DeploymentRuntime:
		return "spec.destination.environment"
	case catalog.CodeRepo:
		return "spec.project"
	case catalog.CodeRepoBinding:
		return "spec.codeRepo"
	}
	return ""
}

// tree arranges what is in a product, and gives the objects outside apart. What names nothing to stand below stands
// below the Product.
func (g *Graph) tree() (root *branch, outside []*Node) {
	branches := map[catalog.ID]*branch{}
	for _, node := range g.Nodes {
		if node.Outside {
			outside = append(outside, node)
			continue
		}
		branches[node.ID] = &branch{node: node}
	}
	root = branches[g.Subject]
	for _, node := range g.Nodes {
		if node.Outside || node.ID == g.Subject {
			continue
		}
		parent := root
		if above := branches[g.holderOf(node.ID)]; above != nil {
			parent = above
		}
		parent.children = append(parent.children, branches[node.ID])
	}
	return root, outside
}

// holderOf is what an object stands below; zero for none.
func (g *Graph) holderOf(id catalog.ID) catalog.ID {
	field := holder(id.Kind)
	if field == "" {
		return catalog.ID{}
	}
	for _, edge := range g.Uses(id) {
		if slices.Contains(edge.Fields, field) {
			return edge.To
		}
	}
	return catalog.ID{}
}

// walk visits a tree from its root, with the line that leads to each branch.
func (b *branch) walk(visit func(lead string, b *branch)) { b.descend("", "", visit) }

func (b *branch) descend(lead, below string, visit func(string, *branch)) {
	visit(lead, b)
	for i, child := range b.children {
		mark, under := "├─ ", "│  "
		if i == len(b.children)-1 {
			mark, under = "└─ ", "   "
		}
		child.descend(below+mark, below+under, visit)
	}
}
