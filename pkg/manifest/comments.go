// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package manifest

import (
	"strings"

	"go.yaml.in/yaml/v3"
)

// Comments are what people wrote beside a field, each line with its #.
type Comments struct {
	// Head stands above the field, Line behind it, Foot below it.
	Head, Line, Foot string
}

// Comments gives those of a field as the source has them: none where the field is not in the source. With an empty
// path they are those above and below the whole document.
func (d *Document) Comments(fieldPath string) Comments {
	if d.chunk == nil {
		return Comments{}
	}
	root := d.chunk.tree()
	if root == nil {
		return Comments{}
	}
	if fieldPath == "" {
		return d.chunk.around(root, d.path)
	}
	steps := append(append([]step(nil), d.path...), parsePath(d.source(fieldPath))...)
	return commentsAt(root, steps)
}

// around are the comments above and below a document. The parser gives those right above the first key to the mapping.
func (c *chunk) around(root *yaml.Node, path []step) Comments {
	if len(path) > 0 {
		return commentsAt(root, path) // an item of a list
	}
	return Comments{Head: joined(c.head, root.HeadComment), Foot: joined(root.FootComment, c.foot)}
}

func joined(above, below string) string {
	if above == "" || below == "" {
		return above + below
	}
	return above + "\n" + below
}

func commentsAt(node *yaml.Node, steps []step) Comments {
	var key *yaml.Node
	for len(steps) > 0 {
		k, v, taken := keyed(node, steps)
		if v == nil {
			return Comments{}
		}
		key, node, steps = k, v, steps[taken:]
	}
	found := Comments{Head: node.HeadComment, Line: node.LineComment, Foot: node.FootComment}
	if key != nil {
		found.Head = joined(key.HeadComment, found.Head)
		found.Line = strings.TrimSpace(key.LineComment + " " + found.Line)
		found.Foot = joined(found.Foot, key.FootComment)
	}
	return found
}

// keyed takes a step as child does, and gives the key that it came by; nil for an item of a sequence. What a mapping
// merges has its comments elsewhere.
func keyed(node *yaml.Node, steps []step) (key, value *yaml.Node, taken int) {
	next, _, taken := child(node, steps)
	if next == nil || node.Kind != yaml.MappingNode {
		return nil, next, taken
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		if node.Content[i+1] == next {
			return node.Content[i], next, taken
		}
	}
	return nil, nil, 0
}
