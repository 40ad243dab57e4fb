// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package manifest

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"k8s.io/cli-runtime/pkg/resource"
	"sigs.k8s.io/yaml"
)

// Places says where a default.project repository holds a product's manifests. The rules about its layout read the same
// file under data.layout.
type Places struct {
	// Kustomization is the file that lists the manifests, as a path from the root with slashes.
	Kustomization string `json:"kustomization"`
	// Kinds are those that have a place.
	Kinds map[string]Place `json:"kinds"`
}

// Place is where the objects of a kind lie.
type Place struct {
	// Directory is the one at the root.
	Directory string `json:"directory"`
	// Subdirectory is the field after which the directories in it are named, or "*" for any name; empty where files
	// lie in Directory itself.
	Subdirectory string `json:"subdirectory,omitempty"`
}

// ParsePlaces reads them from YAML.
func ParsePlaces(text []byte) (*Places, error) {
	var p Places
	if err := yaml.UnmarshalStrict(text, &p); err != nil {
		return nil, fmt.Errorf("read places of the layout: %w", err)
	}
	if p.Kustomization == "" || len(p.Kinds) == 0 {
		return nil, errors.New("read places of the layout: kustomization or kinds are missing")
	}
	return &p, nil
}

// Recognize tells whether a folder looks like a checkout: of the layout's directories and its kustomization at least
// two are there. As all else at the root of a checkout is passed over, a folder with manifests at its root is one only
// where the kustomization is there.
func (p *Places) Recognize(folder string) bool {
	found := 0
	for _, directory := range p.directories() {
		if info, err := os.Stat(filepath.Join(folder, directory)); err == nil && info.IsDir() {
			found++
		}
	}
	info, err := os.Stat(filepath.Join(folder, filepath.FromSlash(p.Kustomization)))
	if err == nil && info.Mode().IsRegular() {
		return found >= 1
	}
	return found >= 2 && !holdsManifests(folder)
}

// holdsManifests tells whether reading a folder without those below it would find files.
func holdsManifests(folder string) bool {
	entries, err := os.ReadDir(folder)
	return err == nil && slices.ContainsFunc(entries, func(entry os.DirEntry) bool {
		return !entry.IsDir() && slices.Contains(resource.FileExtensions, filepath.Ext(entry.Name()))
	})
}

// directories are those of the layout, each once, sorted.
func (p *Places) directories() []string {
	names := map[string]bool{}
	for _, place := range p.Kinds {
		names[place.Directory] = true
	}
	return slices.Sorted(maps.Keys(names))
}
