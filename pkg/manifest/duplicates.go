// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package manifest

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	goyaml "go.yaml.in/yaml/v3"
	"sigs.k8s.io/yaml"
)

// duplicateKeys finds the keys that a mapping gives twice. It is only asked when
// the decoder has found some: that one does not know their paths.
func (c *chunk) duplicateKeys() Errors {
	if root := c.tree(); root != nil {
		return c.duplicatesIn(root, nil)
	}
	return Errors{{Line: c.first, Message: "a key is given twice"}}
}

func (c *chunk) duplicatesIn(node *goyaml.Node, path []step) Errors {
	var errs Errors
	switch node.Kind {
	case goyaml.SequenceNode:
		for i, item := range node.Content {
			errs = append(errs, c.duplicatesIn(item, append(path, indexStep(i)))...)
		}
	case goyaml.MappingNode:
		first := make(map[string]int, len(node.Content)/2)
		for i := 0; i+1 < len(node.Content); i += 2 {
			key, name := node.Content[i], jsonKey(node.Content[i])
			if key.Tag == "!!merge" {
				continue // a mapping may merge several others
			}
			at := append(slices.Clone(path), step{text: name})
			if line, given := first[name]; given {
				errs = append(errs, &Error{
					Line:    c.absolute(key.Line),
					Field:   printPath(at),
					Message: fmt.Sprintf("key %q is given twice", name),
					Hint:    fmt.Sprintf("first in line %d", line),
				})
			} else {
				first[name] = c.absolute(key.Line)
			}
			errs = append(errs, c.duplicatesIn(node.Content[i+1], at)...)
		}
	}
	return errs
}

// hasTypedKey tells whether there is a key that may have been a number or a truth
// value in YAML.
func hasTypedKey(data any) bool {
	switch data := data.(type) {
	case []any:
		return slices.ContainsFunc(data, hasTypedKey)
	case map[string]any:
		for key, value := range data {
			if _, err := strconv.ParseFloat(key, 64); err == nil || key == "true" || key == "false" || hasTypedKey(value) {
				return true
			}
		}
	}
	return false
}

// jsonKey is what a key becomes in JSON, where yes, on and true are one key and
// so are 8 and "8". What looks like anything but a string is left to the library.
func jsonKey(key *goyaml.Node) string {
	const longestWord = len("FALSE")
	quoted := key.Style&(goyaml.SingleQuotedStyle|goyaml.DoubleQuotedStyle) != 0
	if quoted || key.Kind != goyaml.ScalarNode || key.Tag == "!!str" && len(key.Value) > longestWord {
		return key.Value
	}
	text, err := yaml.YAMLToJSON([]byte("{" + key.Value + ": 0}"))
	if err != nil {
		return key.Value
	}
	var object map[string]any
	if err := json.Unmarshal(text, &object); err != nil || len(object) != 1 {
		return key.Value
	}
	for name := range object {
		return name
	}
	return key.Value
}
