// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/loader"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"github.com/open-policy-agent/opa/v1/topdown"

	"github.com/nautes-labs/kubectl-nautes/policies/examples"
)

// rulesPackage is where rules live.
const rulesPackage = "data.nautes.rules."

// capture is one time that a test asked a rule.
type capture struct {
	rule  string // its id
	input string // all of it, as text
	examples.Example
}

// captured runs all tests and returns what each rule was asked and said, by the ids of the rules, in the order in which
// the tests stand in their files. A test that fails is an error: its manifests show nothing.
func captured(ctx context.Context, files fs.FS) (map[string][]capture, error) {
	loaded, err := loader.NewFileLoader().WithFS(files).All([]string{"."})
	if err != nil {
		return nil, fmt.Errorf("load policies: %w", err)
	}
	modules := map[string]*ast.Module{}
	for name, file := range loaded.Modules {
		modules[name] = file.Parsed
	}
	compiler := ast.NewCompiler()
	compiler.Compile(modules)
	if compiler.Failed() {
		return nil, fmt.Errorf("compile policies: %w", compiler.Errors)
	}
	store := inmem.NewFromObject(loaded.Documents)
	all := map[string][]capture{}
	var failed []error
	for _, test := range tests(compiler) {
		t := &tracer{test: string(test.Head.Name)}
		query, err := rego.New(
			rego.Query(test.Ref().String()), rego.Compiler(compiler), rego.Store(store), rego.StrictBuiltinErrors(true),
		).PrepareForEval(ctx)
		if err != nil {
			return nil, fmt.Errorf("prepare %s: %w", test.Head.Name, err)
		}
		// The index would hide a rule that it knows not to match, and so the manifest on which it is silent.
		results, err := query.Eval(ctx, rego.EvalQueryTracer(t), rego.EvalRuleIndexing(false), rego.EvalEarlyExit(false))
		if err != nil || !results.Allowed() {
			failed = append(failed, fmt.Errorf("%s: %s fails (%w)", test.Location, test.Head.Name, cmp.Or(err, errors.New("no value"))))
		}
		for _, c := range t.captures {
			all[c.rule] = append(all[c.rule], *c)
		}
	}
	return all, errors.Join(failed...)
}

// tests are the tests of rules, in the order in which they stand in their files.
func tests(compiler *ast.Compiler) []*ast.Rule {
	var tests []*ast.Rule
	for _, module := range compiler.Modules {
		if !strings.HasPrefix(module.Package.Path.String(), rulesPackage) {
			continue
		}
		for _, rule := range module.Rules {
			if strings.HasPrefix(string(rule.Head.Name), "test_") {
				tests = append(tests, rule)
			}
		}
	}
	slices.SortFunc(tests, func(a, b *ast.Rule) int {
		return cmp.Or(cmp.Compare(a.Location.File, b.Location.File), cmp.Compare(a.Location.Row, b.Location.Row))
	})
	return tests
}

// tracer sees what a test asks rules, and what they say.
type tracer struct {
	test     string
	captures []*capture
}

var _ topdown.QueryTracer = &tracer{}

func (*tracer) Enabled() bool { return true }

func (*tracer) Config() topdown.TraceConfig { return topdown.TraceConfig{} }

// TraceEvent looks at rules that begin, which tells the input, and at rules that yield something.
func (t *tracer) TraceEvent(event topdown.Event) {
	rule, ok := event.Node.(*ast.Rule)
	if !ok || event.Input() == nil || rule.Head.RuleKind() != ast.MultiValue || !strings.HasPrefix(rule.Module.Package.Path.String(), rulesPackage) {
		return
	}
	switch event.Op {
	case topdown.EnterOp:
		t.asked(rule, event.Input())
	case topdown.ExitOp:
		t.asked(rule, event.Input()).says(event.Plug(rule.Head.Key))
	}
}

// asked is the capture of a rule and an input. The same input asked again, on another catalog, is the same capture: so
// an input on which a rule ever says something is none on which it is silent.
func (t *tracer) asked(rule *ast.Rule, input *ast.Term) *capture {
	id, text := strings.ReplaceAll(string(rule.Head.Name), "_", "-"), input.String()
	for _, c := range t.captures {
		if c.rule == id && c.input == text {
			return c
		}
	}
	c := &capture{rule: id, input: text, Example: exampleOf(input)}
	c.Test = t.test
	t.captures = append(t.captures, c)
	return c
}

// says adds a violation, unless another body of the rule said it already.
func (c *capture) says(violation *ast.Term) {
	value, err := ast.JSON(violation.Value)
	if err != nil {
		return // not ground, so it is no violation
	}
	fields, _ := value.(map[string]any)
	v := examples.Violation{File: textOf(fields["file"]), Field: textOf(fields["field"]), Message: textOf(fields["message"])}
	if slices.Contains(c.Violations, v) {
		return
	}
	c.Violations = append(c.Violations, v)
	slices.SortFunc(c.Violations, func(a, b examples.Violation) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Field, b.Field), cmp.Compare(a.Message, b.Message))
	})
}

// exampleOf reads the manifests out of an input: an AdmissionReview, or the files of a layout.
func exampleOf(input *ast.Term) examples.Example {
	value, err := ast.JSON(input.Value)
	if err != nil {
		return examples.Example{}
	}
	document, _ := withoutNulls(value).(map[string]any)
	request, _ := document["request"].(map[string]any)
	example := examples.Example{Operation: textOf(request["operation"])}
	example.Object, _ = request["object"].(map[string]any)
	example.OldObject, _ = request["oldObject"].(map[string]any)
	example.Files, _ = document["files"].([]any)
	return example
}

// withoutNulls leaves out fields that are null: a test takes a field away by them.
func withoutNulls(value any) any {
	switch v := value.(type) {
	case map[string]any:
		kept := make(map[string]any, len(v))
		for key, inner := range v {
			if inner != nil {
				kept[key] = withoutNulls(inner)
			}
		}
		return kept
	case []any:
		kept := make([]any, len(v))
		for i, inner := range v {
			kept[i] = withoutNulls(inner)
		}
		return kept
	default:
		return value
	}
}

func textOf(value any) string {
	text, _ := value.(string)
	return text
}
