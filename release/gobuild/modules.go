// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package gobuild

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
)

// Std stands for the standard library among modules.
const Std = "std"

// Module is one of which packages go into a program.
type Module struct {
	Path string
	// Version and Sum, the latter as go.sum has it, are empty for the module of the program itself; of [Std] the
	// version is the release of Go.
	Version, Sum string
	// Uses are the paths of the modules that these packages import from, sorted.
	Uses []string
}

// listed is what go says of a package.
type listed struct {
	ImportPath string
	Imports    []string
	Module     *struct{ Path, Version, Sum string }
}

// Modules are those of which packages go into a program for any of the platforms, by their paths.
func (g Go) Modules(ctx context.Context, pkg string, platforms []Platform) ([]Module, error) {
	release, err := g.Version(ctx)
	if err != nil {
		return nil, err
	}
	modules, uses := map[string]Module{}, map[string]map[string]bool{}
	for _, platform := range platforms {
		packages, err := g.packages(ctx, platform, pkg)
		if err != nil {
			return nil, fmt.Errorf("list modules for %s: %w", platform, err)
		}
		for _, p := range packages {
			m := moduleOf(p, release)
			modules[m.Path] = m
			if uses[m.Path] == nil {
				uses[m.Path] = map[string]bool{}
			}
			for _, imported := range p.Imports {
				if of, found := packages[imported]; found { // "C" is none
					uses[m.Path][moduleOf(of, release).Path] = true
				}
			}
		}
	}
	sorted := make([]Module, 0, len(modules))
	for _, path := range slices.Sorted(maps.Keys(modules)) {
		m := modules[path]
		delete(uses[path], path)
		m.Uses = slices.Sorted(maps.Keys(uses[path]))
		sorted = append(sorted, m)
	}
	return sorted, nil
}

func moduleOf(p listed, release string) Module {
	if p.Module == nil {
		return Module{Path: Std, Version: release}
	}
	return Module{Path: p.Module.Path, Version: p.Module.Version, Sum: p.Module.Sum}
}

// packages are those that go into a program, by their paths.
func (g Go) packages(ctx context.Context, p Platform, pkg string) (map[string]listed, error) {
	out, err := g.run(ctx, p, "list", "-deps", "-json=ImportPath,Imports,Module", pkg)
	if err != nil {
		return nil, err
	}
	packages := map[string]listed{}
	for decoder := json.NewDecoder(bytes.NewReader(out)); ; {
		var next listed
		if err := decoder.Decode(&next); errors.Is(err, io.EOF) {
			return packages, nil
		} else if err != nil {
			return nil, err
		}
		packages[next.ImportPath] = next
	}
}
