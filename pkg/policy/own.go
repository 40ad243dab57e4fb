// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package policy

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
)

const (
	// ownRules is where the operator's rules live, and ownPackages where all of theirs has to be: ours can neither be
	// added to nor taken away from by a module of the same package.
	ownRules    = "data.own.rules."
	ownPackages = "data.own."
	// actionsFile gives rules other actions.
	actionsFile = "actions.yaml"
	// idsAboutBypass begin the ids of our rules about the bypass itself, by which its refusals are counted.
	idsAboutBypass = "bypass-"
)

// Bounds on what an operator adds, so that a decision stays affordable. A ConfigMap holds 1 MiB at most.
const (
	mostFiles    = 64
	largestFile  = 256 << 10 // in bytes
	mostSources  = 32
	mostOwnRules = 200 // of all sources together
)

// Own is what one source (a ConfigMap) adds to the rules that an engine carries: rules, other actions, and data in place
// of ours. It never changes, and any number of engines can be made with it.
type Own struct {
	name    string
	book    *book
	actions map[string]Action
	data    map[string]ast.Value
	files   map[string]string
}

// Name is that of the source.
func (o *Own) Name() string { return o.name }

// String says what is in it, for example "2 rules, 1 action, data.events".
func (o *Own) String() string {
	parts := []string{}
	if n := len(o.book.rules); n > 0 {
		parts = append(parts, counted(n, "rule"))
	}
	if n := len(o.actions); n > 0 {
		parts = append(parts, counted(n, "action"))
	}
	for _, name := range slices.Sorted(maps.Keys(o.data)) {
		parts = append(parts, "data."+name)
	}
	if len(parts) == 0 {
		return "nothing"
	}
	return strings.Join(parts, ", ")
}

func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// ReadOwn reads the files of one source by their names:
//   - NAME.rego is a module in a package below own. What stands in a package below own.rules is a rule and has the
//     METADATA that ours have; anything else helps. Files named *_test.rego are left out.
//   - actions.yaml maps the id of a rule, ours or theirs, to deny, warn or off.
//   - NAME.yaml replaces data.NAME, as a whole.
//
// Rules are compiled apart from ours and from those of other sources; of ours they can use the packages nautes.lib.
// Each is tried on the samples, and refused when it fails there or takes too long. The error says what is wrong with
// which file and line, and what to do.
func (e *Engine) ReadOwn(ctx context.Context, name string, files map[string]string, samples *catalog.Snapshot) (own *Own, err error) {
	defer func() {
		// Modules of strangers go through OPA's parser and compiler; none of them may take the program down.
		if cause := recover(); cause != nil {
			own, err = nil, fmt.Errorf("read %s: the compiler failed: %v", name, cause)
		}
	}()
	if len(files) > mostFiles {
		return nil, fmt.Errorf("%d files, more than the limit of %d", len(files), mostFiles)
	}
	own = &Own{name: name, data: map[string]ast.Value{}, files: map[string]string{}}
	modules, problems := map[string]*ast.Module{}, []error(nil)
	for _, key := range slices.Sorted(maps.Keys(files)) {
		if isTest(key) {
			continue
		}
		own.files[key] = files[key]
		problems = append(problems, e.readFile(own, modules, key, files[key]))
	}
	if err := errors.Join(problems...); err != nil {
		return nil, err
	}
	if own.book, err = e.compileOwn(ctx, name, modules); err != nil {
		return nil, err
	}
	return own, e.try(ctx, own, samples)
}

// readFile reads one file by its name.
func (e *Engine) readFile(own *Own, modules map[string]*ast.Module, key, text string) (err error) {
	name, isYAML := strings.CutSuffix(key, ".yaml")
	switch {
	case len(text) > largestFile:
		return fmt.Errorf("%s: %d bytes, more than the limit of %d", key, len(text), largestFile)
	case path.Ext(key) == ".rego":
		modules[key], err = parseOwn(key, text)
		return err
	case key == actionsFile:
		own.actions, err = parseActions(text)
		return err
	case isYAML:
		own.data[name], err = e.parseData(key, name, text)
		return err
	}
	return fmt.Errorf("%s: not known by its name (use NAME.rego, %s, or NAME.yaml for data.NAME)", key, actionsFile)
}

// parseOwn parses a module and refuses one in a package that is not the operator's.
func parseOwn(key, text string) (*ast.Module, error) {
	module, err := parse(key, text)
	if err != nil {
		return nil, explainParse(key, text, err)
	}
	if pkg := module.Package.Path.String(); !strings.HasPrefix(pkg+".", ownPackages) {
		return nil, fmt.Errorf("%s:%d: package %s is not yours (call it own.rules.NAME, or own.lib.NAME when it only helps)",
			key, module.Package.Location.Row, strings.TrimPrefix(pkg, "data."))
	}
	return module, nil
}

// compileOwn compiles the modules of a source together with our library; nil when there are none.
func (e *Engine) compileOwn(ctx context.Context, name string, modules map[string]*ast.Module) (*book, error) {
	if len(modules) == 0 {
		return &book{}, nil
	}
	compiler, all := newCompiler(), maps.Clone(e.bundle.lib)
	maps.Copy(all, modules) // A key of a ConfigMap holds no slash, so that none is called like a file of ours.
	compiler.Compile(all)
	if compiler.Failed() {
		return nil, explain(compiler.Errors)
	}
	if err := e.checkReads(compiler, modules); err != nil {
		return nil, err
	}
	rules, err := rulesOf(compiler, ownRules)
	if err != nil {
		return nil, err
	}
	var problems []error
	for _, rule := range rules {
		if rule.Layout {
			problems = append(problems, fmt.Errorf("%s: rule %q judges a layout (only writes are judged by rules of one's own)", rule.Location, rule.ID))
		}
		if strings.HasPrefix(rule.ID, idsAboutBypass) {
			problems = append(problems, fmt.Errorf("%s: the id %q begins with %q, as only the rules about the bypass do", rule.Location, rule.ID, idsAboutBypass))
		}
		rule.Location = name + "/" + rule.Location
		rule.own, _, _ = strings.Cut(rule.Location, ":")
	}
	if err := errors.Join(problems...); err != nil {
		return nil, err
	}
	return newBook(ctx, compiler, rules, nil)
}
