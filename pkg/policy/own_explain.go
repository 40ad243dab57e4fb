// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package policy

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// mostProblems bounds what is told at once: an error early in a file leads to many after it.
const mostProblems = 5

// explainParse says what is wrong with a module that does not parse, above all when it would have before version 1.
func explainParse(key, text string, err error) error {
	old := ast.ParserOptions{RegoVersion: ast.RegoV0, Capabilities: ast.CapabilitiesForThisVersion()}
	if _, parses := ast.ParseModuleWithOpts(key, text, old); parses == nil {
		return fmt.Errorf("%s: this is Rego of before version 1; convert it by `opa fmt --write --v0-v1 %s` "+
			"(rules are written `NAME contains violation if { … }`; `import rego.v1` is not needed)", rowOf(key, err), key)
	}
	return explain(err)
}

// rowOf is file and line of the first error.
func rowOf(key string, err error) string {
	var all ast.Errors
	if errors.As(err, &all) && len(all) > 0 && all[0].Location != nil {
		return fmt.Sprintf("%s:%d", key, all[0].Location.Row)
	}
	return key
}

// explain puts OPA's errors into a line each, with file, line, and what to do where that can be told.
func explain(err error) error {
	var all ast.Errors
	if !errors.As(err, &all) {
		return err
	}
	var lines []error
	for i, one := range all {
		if i == mostProblems {
			lines = append(lines, fmt.Errorf("and %d more", len(all)-mostProblems))
			break
		}
		lines = append(lines, explainOne(one))
	}
	return errors.Join(lines...)
}

func explainOne(err *ast.Error) error {
	at := "rules"
	if err.Location != nil {
		at = fmt.Sprintf("%s:%d", err.Location.File, err.Location.Row)
	}
	if name, ok := strings.CutPrefix(err.Message, "undefined function "); ok && ast.BuiltinMap[name] != nil {
		return fmt.Errorf("%s: the built-in %s is not allowed (%s)", at, name, whyNot(name))
	}
	return fmt.Errorf("%s: %s", at, err.Message)
}

// reaching are the built-ins that ask somebody else.
var reaching = []string{"http.send", "net.lookup_ip_addr"} //nolint:gochecknoglobals // a table, never written

// whyNot says why a built-in is not among those that are allowed.
func whyNot(name string) string {
	if slices.Contains(reaching, name) {
		return "a rule must not reach the network: an answer would wait for others; what it may look at is data.catalog"
	}
	return "a rule may only use what is quick and gives the same answer each time; the list is in docs/own-rules.md"
}
