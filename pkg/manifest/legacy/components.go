// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package legacy

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/url"
	"slices"
	"strings"

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

// ParseComponents reads them from the two files, which are YAML.
func ParseComponents(components, categories []byte) (*Components, error) {
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

// of is the component of a category: the first by its name.
func (c *Components) of(category string) string {
	for _, name := range slices.Sorted(maps.Keys(c.known)) {
		if c.known[name].Category == category {
			return name
		}
	}
	return ""
}

// fillComponents puts into a Cluster what Nautes' API server put into it: the components that its class needs, and of
// each what it has to be told.
func (c *conversion) fillComponents() {
	listed, isObject := c.spec["componentsList"].(map[string]any)
	if !isObject && c.spec["componentsList"] != nil {
		return // for the schema to refuse
	}
	class := c.class()
	for _, category := range c.converter.Components.needed[class] {
		name := c.converter.Components.of(category)
		if name == "" || listed[category] != nil {
			continue
		}
		c.fill(map[string]any{"name": name, "namespace": c.converter.Components.known[name].Namespace},
			fmt.Sprintf("a %s cluster needs it", class), "componentsList", category)
	}
	listed, _ = c.spec["componentsList"].(map[string]any)
	for _, category := range slices.Sorted(maps.Keys(listed)) {
		if fields, isObject := listed[category].(map[string]any); isObject {
			c.fillComponent(category, fields)
		}
	}
}

// class is how the file of categories calls clusters of this usage, type and worker type.
func (c *conversion) class() string {
	class := c.text("usage") + "/" + c.text("clusterType")
	if worker := c.text("workerType"); worker != "" {
		class += "/" + worker
	}
	return class
}

// fillComponent puts in what one component lacks.
func (c *conversion) fillComponent(category string, fields map[string]any) {
	components := c.converter.Components
	if isEmpty(fields["name"]) && components.of(category) != "" {
		c.fill(components.of(category), "it is the component of that category", "componentsList", category, "name")
	}
	name := c.text("componentsList", category, "name")
	if isEmpty(fields["namespace"]) && components.known[name].Namespace != "" {
		c.fill(components.known[name].Namespace, "it is where "+name+" is installed", "componentsList", category, "namespace")
	}
	given, _ := fields["additions"].(map[string]any)
	if given == nil && fields["additions"] != nil {
		return // for the schema to refuse
	}
	for _, key := range slices.Sorted(maps.Keys(components.known[name].Additions)) {
		wanted := components.known[name].Additions[key]
		if !wanted.Required || wanted.Default != "" || !isEmpty(given[key]) {
			continue
		}
		if host := c.hostOf(name); key == "host" && host != "" {
			if given == nil {
				delete(fields, "additions") // null, which nothing can be put into
			}
			c.fill(host, "it is the name that Nautes gave it", "componentsList", category, "additions", key)
		}
	}
}

// hostOf is the host name that Nautes gave a component: COMPONENT.CLUSTER. and the address of the API server. Nautes
// looked the address of a name up; here the name stands for it, or the primary domain where there is one.
func (c *conversion) hostOf(component string) string {
	address, err := url.Parse(c.text("apiServer"))
	if err != nil || address.Hostname() == "" {
		return ""
	}
	domain := cmp.Or(c.text("primaryDomain"), address.Hostname())
	if ip := net.ParseIP(address.Hostname()); ip.To4() != nil {
		domain = ip.String() + ".nip.io"
	} else if ip != nil {
		domain = c.text("primaryDomain") // nip.io has no form for the colons
	}
	if domain == "" {
		return ""
	}
	return strings.Join([]string{component, c.id.Name, domain}, ".")
}
