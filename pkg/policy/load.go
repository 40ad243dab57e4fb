// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package policy

import (
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"sigs.k8s.io/yaml"
)

const (
	// rulesPackage is where rules live; packages beside it only help them.
	rulesPackage = "data.nautes.rules."
	// libFolder holds the packages that the operator's own rules may use as well.
	libFolder = "lib/"
)

// bundle is what a folder of policies holds: the compiled modules, the rules that their METADATA declares, and the
// data files, each under the path of its folder as `opa test` has them.
type bundle struct {
	compiler *ast.Compiler
	rules    []*Rule
	data     ast.Object
	// lib are the modules of libFolder as parsed; compiling does not change them.
	lib  map[string]*ast.Module
	hash string
}

func load(files fs.FS) (*bundle, error) {
	modules, lib, data := map[string]*ast.Module{}, map[string]*ast.Module{}, map[string]any{}
	fingerprint := newFingerprint()
	err := fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || isTest(name) {
			return err
		}
		content, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		switch path.Ext(name) {
		case ".rego":
			modules[name], err = parse(name, string(content))
			if strings.HasPrefix(name, libFolder) {
				lib[name] = modules[name]
			}
		case ".yaml":
			err = addData(data, name, content)
		default:
			return nil
		}
		fingerprint.add(name, content)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("load policies: %w", err)
	}
	compiler := newCompiler()
	compiler.Compile(modules)
	if compiler.Failed() {
		return nil, fmt.Errorf("compile policies: %w", compiler.Errors)
	}
	rules, err := rulesOf(compiler, rulesPackage)
	if err != nil {
		return nil, fmt.Errorf("load policies: %w", err)
	}
	value, err := ast.InterfaceToValue(data)
	if err != nil {
		return nil, fmt.Errorf("load policies: %w", err)
	}
	return &bundle{compiler, rules, value.(ast.Object), lib, fingerprint.String()}, nil
}

// isTest tells the tests of rules, which nobody is judged by.
func isTest(name string) bool { return strings.HasSuffix(name, "_test.rego") }

func parse(name, text string) (*ast.Module, error) {
	return ast.ParseModuleWithOpts(name, text, ast.ParserOptions{
		ProcessAnnotation: true, RegoVersion: ast.RegoV1, Capabilities: capabilities(),
	})
}

func newCompiler() *ast.Compiler {
	return ast.NewCompiler().WithCapabilities(capabilities()).WithStrict(true)
}

// addData puts a data file where `opa test` puts it: components/data.yaml is data.components.
func addData(data map[string]any, name string, content []byte) error {
	folder := path.Dir(name)
	if path.Base(name) != "data.yaml" || strings.Contains(folder, "/") {
		return fmt.Errorf("%s: a data file is called data.yaml and lies in a folder of its own under the policies", name)
	}
	var document any
	if err := yaml.UnmarshalStrict(content, &document); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	data[folder] = document
	return nil
}
