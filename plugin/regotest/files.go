// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package regotest

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Files are rules, data, actions and tests of an operator's own, by their base names, which are the keys of the
// ConfigMap that they go into.
type Files map[string]string

// ReadFiles reads files, and of folders all .rego and .yaml files in them and below.
func ReadFiles(paths []string) (Files, error) {
	files := Files{}
	for _, root := range paths {
		names, err := find(root)
		if err != nil {
			return nil, fmt.Errorf("read policies: %w", err)
		}
		for _, name := range names {
			key := filepath.Base(name)
			if _, twice := files[key]; twice {
				return nil, fmt.Errorf("read policies: %s: another file is called %s too (keys of a ConfigMap have no folders: rename one)", name, key)
			}
			text, err := os.ReadFile(name)
			if err != nil {
				return nil, fmt.Errorf("read policies: %w", err)
			}
			files[key] = string(text)
		}
	}
	if !slices.ContainsFunc(slices.Collect(maps.Keys(files)), func(name string) bool { return filepath.Ext(name) == ".rego" }) {
		return nil, fmt.Errorf("no .rego files in %s", strings.Join(paths, ", "))
	}
	return files, nil
}

// find is a file itself, or the files of a folder that can be an operator's.
func find(root string) ([]string, error) {
	var names []string
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && (name == root || isPolicy(name)) {
			names = append(names, name)
		}
		return err
	})
	return names, err
}

func isPolicy(name string) bool {
	return filepath.Ext(name) == ".rego" || filepath.Ext(name) == ".yaml"
}
