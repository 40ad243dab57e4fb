// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package manifest

import (
	"go.yaml.in/yaml/v3"
)

// lineOf gives the absolute line of fieldPath below the object at base.
func (c *chunk) lineOf(base []step, fieldPath string) int {
	root := c.tree()
	if root == nil {
		return c.first
	}
	node, line, rest := descend(root, root.Line, base)
	if len(rest) == 0 {
		_, line, _ = descend(node, line, parsePath(fieldPath))
	}
	return c.absolute(line)
}

// descend follows steps from node as far as they lead. It gives the node
// reached, its line (of its key, where it has one) and the steps not taken.
func descend(node *yaml.Node, line int, steps []step) (*yaml.Node, int, []step) {
	for len(steps) > 0 {
		next, at, taken := child(node, steps)
		if next == nil {
			break
		}
		node, line, steps = next, at, steps[taken:]
	}
	return node, line, steps
}

// child takes one step, or several where they spell one key: the validators
// print the keys of a map with dots and all, as in spec.additions.a.b/c.
func child(node *yaml.Node, steps []step) (next *yaml.Node, line, taken int) {
	switch node = resolved(node); node.Kind {
	case yaml.SequenceNode:
		if i := steps[0].index(); i >= 0 && i < len(node.Content) {
			return node.Content[i], node.Content[i].Line, 1
		}
	case yaml.MappingNode:
		key := steps[0].text
		for taken = 1; ; taken++ {
			if k, v := lookup(node, key, mergeDepth); v != nil {
				return v, k.Line, taken
			}
			if taken == len(steps) || steps[taken].bracketed {
				break
			}
			key += "." + steps[taken].text
		}
	}
	return nil, 0, 0
}

// mergeDepth bounds how far merge keys are followed: go-yaml's tree may hold an
// alias to a node that it lies in, and real files nest one or two.
const mergeDepth = 8

// lookup finds key in a mapping, last one first as the decoder has it, then in
// what the mapping merges.
func lookup(node *yaml.Node, key string, depth int) (k, v *yaml.Node) {
	for i := len(node.Content) - 2; i >= 0; i -= 2 {
		if name := node.Content[i]; name.Kind == yaml.ScalarNode && name.Value == key {
			return name, node.Content[i+1]
		}
	}
	if depth == 0 {
		return nil, nil
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		if node.Content[i].Tag != "!!merge" {
			continue
		}
		for _, merged := range merges(node.Content[i+1]) {
			if k, v := lookup(merged, key, depth-1); v != nil {
				return k, v
			}
		}
	}
	return nil, nil
}

// merges gives the mappings that the value of a merge key stands for.
func merges(value *yaml.Node) []*yaml.Node {
	switch value = resolved(value); value.Kind {
	case yaml.MappingNode:
		return []*yaml.Node{value}
	case yaml.SequenceNode:
		var all []*yaml.Node
		for _, item := range value.Content {
			if item = resolved(item); item.Kind == yaml.MappingNode {
				all = append(all, item)
			}
		}
		return all
	}
	return nil
}

// resolved is what an alias stands for, and any other node itself.
func resolved(node *yaml.Node) *yaml.Node {
	if node.Kind == yaml.AliasNode && node.Alias != nil {
		return node.Alias
	}
	return node
}
