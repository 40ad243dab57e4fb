// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package known

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/nautes-labs/kubectl-nautes/pkg/manifest"
)

// Catalogue is components, and of what classes of clusters they are needed by.
type Catalogue struct {
	// Class is the one that was asked for, USAGE/TYPE or USAGE/TYPE/WORKER; empty for all that is known.
	Class string `json:"class,omitempty"`
	// Classes are all there are.
	Classes []string `json:"classes"`
	// Components are those of the class that a cluster must have, then those that it may have; each group by category.
	Components []Choice `json:"components"`
}

// Choice is a component that can stand under its category.
type Choice struct {
	Category string `json:"category"`
	// Name and Namespace are what a Cluster says unless it wants something else. Where nothing is known for a category,
	// both are empty.
	Name      string `json:"name,omitempty"`
	Namespace string `json:"namespace,omitempty"`
	// Required: a cluster of the class must have it. Where no class was asked for, RequiredBy are the classes whose
	// clusters must.
	Required   bool       `json:"required"`
	RequiredBy []string   `json:"requiredBy,omitempty"`
	Properties []Property `json:"properties,omitempty"`
}

// Property is something that a component can be told in its additions.
type Property struct {
	Name string `json:"name"`
	Addition
}

// ClassNames are the classes of clusters: "host/physical", "worker/virtual/pipeline" and so on.
func (k *Known) ClassNames() []string { return slices.Sorted(maps.Keys(k.Categories)) }

// All is the catalogue of everything that is known.
func (k *Known) All() *Catalogue {
	c := &Catalogue{Classes: k.ClassNames()}
	for _, category := range k.categories() {
		var requiredBy []string
		for _, class := range c.Classes {
			if slices.Contains(k.Categories[class], category) {
				requiredBy = append(requiredBy, class)
			}
		}
		for _, choice := range k.choices(category) {
			choice.RequiredBy = requiredBy
			c.Components = append(c.Components, choice)
		}
	}
	return c
}

// For is the catalogue of a class. The class may leave out trailing slashes, and case counts for nothing.
func (k *Known) For(class string) (*Catalogue, error) {
	name := strings.ToLower(strings.TrimRight(class, "/"))
	needed, ok := k.Categories[name]
	if !ok {
		return nil, fmt.Errorf("unknown class of clusters %q (%s)", class, k.wayOut(name))
	}
	c := &Catalogue{Class: name, Classes: k.ClassNames()}
	for _, required := range []bool{true, false} {
		for _, category := range k.categories() {
			if slices.Contains(needed, category) != required {
				continue
			}
			for _, choice := range k.choices(category) {
				choice.Required = required
				c.Components = append(c.Components, choice)
			}
		}
	}
	return c, nil
}

func (k *Known) wayOut(class string) string {
	if meant := manifest.DidYouMean(class, k.ClassNames()); meant != "" {
		return meant
	}
	return "use one of " + strings.Join(k.ClassNames(), "|")
}

// categories are all there are, by name.
func (k *Known) categories() []string {
	all := map[string]bool{}
	for _, component := range k.Components {
		all[component.Category] = true
	}
	for _, needed := range k.Categories {
		for _, category := range needed {
			all[category] = true
		}
	}
	return slices.Sorted(maps.Keys(all))
}

// choices are the components of a category by name; a choice without a component where there are none.
func (k *Known) choices(category string) []Choice {
	var choices []Choice
	for _, name := range slices.Sorted(maps.Keys(k.Components)) {
		component := k.Components[name]
		if component.Category != category {
			continue
		}
		choice := Choice{Category: category, Name: name, Namespace: component.Namespace}
		for _, property := range slices.Sorted(maps.Keys(component.Additions)) {
			choice.Properties = append(choice.Properties, Property{property, component.Additions[property]})
		}
		choices = append(choices, choice)
	}
	if len(choices) == 0 {
		choices = []Choice{{Category: category}}
	}
	return choices
}
