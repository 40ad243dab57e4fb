// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package manifest

import (
	"bytes"
	"fmt"

	"go.yaml.in/yaml/v3"
)

// checkAliases refuses a document whose aliases make more than MaxDocument of
// it. go-yaml limits how many nodes aliases may add, but not how many bytes: an
// alias of a long string, given 100,000 times, would pass there and fill the
// memory when it is turned into JSON.
func (c *chunk) checkAliases() *Error {
	if bytes.IndexByte(c.text, '&') < 0 || bytes.IndexByte(c.text, '*') < 0 {
		return nil
	}
	root := c.tree()
	if root == nil {
		if c.parseErr != nil {
			return c.syntaxError(c.parseErr)
		}
		return nil
	}
	if (&expansion{sizes: map[*yaml.Node]int{}}).size(root) > MaxDocument {
		return &Error{
			Line:    c.first,
			Message: fmt.Sprintf("aliases make the document larger than %d MiB, the apiserver's limit", MaxDocument>>20),
		}
	}
	return nil
}

// expansion adds up how long nodes are once every alias stands for its text.
type expansion struct {
	sizes map[*yaml.Node]int
}

// size is at least the length of node as JSON without quotes, at most just above
// MaxDocument. Each node is added up once: an anchor comes before its aliases.
// An anchor that contains itself counts as nothing; the decoder refuses it.
func (e *expansion) size(node *yaml.Node) int {
	if size, known := e.sizes[node]; known {
		return size
	}
	e.sizes[node] = 0
	size := len(node.Value) + 1
	if node.Kind == yaml.AliasNode {
		size = e.size(node.Alias)
	}
	for _, child := range node.Content {
		if size += e.size(child); size > MaxDocument {
			size = MaxDocument + 1
			break
		}
	}
	e.sizes[node] = size
	return size
}
