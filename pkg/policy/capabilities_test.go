// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package policy

import (
	"os"
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
)

// The page for operators lists the built-ins that there are, and no others.
func TestDocumentationListsTheBuiltinsThatAreAllowed(t *testing.T) {
	page, err := os.ReadFile("../../docs/own-rules.md")
	if err != nil {
		t.Fatal(err)
	}
	shown := map[string]bool{}
	for _, line := range strings.Split(string(page), "\n") {
		if !strings.HasPrefix(line, "  | ") {
			continue
		}
		for i, word := range strings.Split(line, "`") {
			if i%2 == 1 {
				shown[word] = true
			}
		}
	}
	for _, builtin := range capabilities().Builtins {
		written := ast.BuiltinMap[builtin.Name].Infix == "" && !strings.HasPrefix(builtin.Name, "internal.") && !strings.HasPrefix(builtin.Name, "eq")
		if written && !shown[builtin.Name] {
			t.Errorf("docs/own-rules.md does not list %s", builtin.Name)
		}
		delete(shown, builtin.Name)
	}
	for name := range shown {
		t.Errorf("docs/own-rules.md lists %s, which is not allowed", name)
	}
}
