// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package examples

import (
	"bytes"
	_ "embed" // for the generated file
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// File is the name of the generated file: JSON, a line a rule. Its name ends so that `opa test policies` does not take
// it for data.
const File = "examples.jsonl"

//go:embed examples.jsonl
var generated []byte

// Pair is a rule's two examples.
type Pair struct {
	// Rule is the id.
	Rule string `json:"rule"`
	// Bad is refused, or warned of; Good is as near to it as the tests have one that the rule says nothing about.
	Bad  Example `json:"bad"`
	Good Example `json:"good"`
}

// Example is one write, or one layout, that a rule is asked about. What else there is in the world is not told.
type Example struct {
	// Test is the name of the Rego test that it comes from.
	Test string `json:"test"`
	// Operation is CREATE, UPDATE or DELETE; empty for a layout.
	Operation string `json:"operation,omitempty"`
	// Object is what shall be, OldObject what was; on a delete there is the latter alone.
	Object    map[string]any `json:"object,omitempty"`
	OldObject map[string]any `json:"oldObject,omitempty"`
	// Files are those of a layout.
	Files []any `json:"files,omitempty"`
	// Violations are what the rule says, in the order of their fields; none of a good example.
	Violations []Violation `json:"violations,omitempty"`
}

// Violation is one thing that a rule says.
type Violation struct {
	// File is that of a layout.
	File    string `json:"file,omitempty"`
	Field   string `json:"field,omitempty"`
	Message string `json:"message"`
}

// All are the examples by the ids of their rules. The error, if any, is a mistake of the program.
func All() (map[string]Pair, error) {
	pairs := map[string]Pair{}
	decoder := json.NewDecoder(bytes.NewReader(generated))
	for {
		var pair Pair
		if err := decoder.Decode(&pair); errors.Is(err, io.EOF) {
			return pairs, nil
		} else if err != nil {
			return nil, fmt.Errorf("read examples of rules: %w", err)
		}
		pairs[pair.Rule] = pair
	}
}
