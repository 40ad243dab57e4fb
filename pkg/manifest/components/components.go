// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package components

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"sigs.k8s.io/yaml"
)

// Components are the components that a Cluster can have, and those that it needs. The rules read the same files under
// data.components and data.categories.
type Components struct {
	known map[string]component
	// needed are the categories, by class.
	needed map[string][]string
}

// component is what is known about one of them.
type component struct {
	Category  string              `json:"category"`
	Namespace string              `json:"namespace"`
	Additions map[string]addition `json:"additions"`
}

// addition is a property of a component. One with a default need not be given.
type addition struct {
	Required bool   `json:"required"`
	Default  string `json:"default"`
}

// Parse reads them from the two files, which are YAML.
func Parse(components, categories []byte) (*Components, error) {
	c := &Components{}
	if err := yaml.Unmarshal(components, &c.known); err != nil {
		return nil, fmt.Errorf("read components: %w", err)
	}
	if err := yaml.Unmarshal(categories, &c.needed); err != nil {
		return nil, fmt.Errorf("read categories of components: %w", err)
	}
	if len(c.known) == 0 || len(c.needed) == 0 {
		return nil, errors.New("read components: there are none")
	}
	return c, nil
}

// Default is the component of a category that is taken where none is named: the first by its name. Empty where none is
// known.
func (c *Components) Default(category string) string {
	for _, name := range slices.Sorted(maps.Keys(c.known)) {
		if c.known[name].Category == category {
			return name
		}
	}
	return ""
}
