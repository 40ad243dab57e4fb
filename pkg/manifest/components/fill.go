// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package components

import (
	"cmp"
	"fmt"
	"maps"
	"net"
	"net/url"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// list is the field of a Cluster's spec that holds its components.
const list = "componentsList"

// Set sets a field of the spec that was left out, and takes down why.
type Set func(value any, why string, field ...string)

// Fill puts into the spec of a Cluster, by way of set, what Nautes' API server put into it: the components that its class
// needs, and of each what it has to be told. What has the wrong type is left for the schema to refuse.
func (c *Components) Fill(cluster string, spec map[string]any, set Set) {
	f := &filling{Components: c, cluster: cluster, spec: spec, set: set}
	listed, isObject := spec[list].(map[string]any)
	if !isObject && spec[list] != nil {
		return
	}
	class := f.class()
	for _, category := range c.needed[class] {
		name := c.Default(category)
		if name == "" || listed[category] != nil {
			continue
		}
		set(map[string]any{"name": name, "namespace": c.known[name].Namespace},
			fmt.Sprintf("a %s cluster needs it", class), list, category)
	}
	listed, _ = spec[list].(map[string]any)
	for _, category := range slices.Sorted(maps.Keys(listed)) {
		if fields, isObject := listed[category].(map[string]any); isObject {
			f.component(category, fields)
		}
	}
}

// filling is one Cluster on its way.
type filling struct {
	*Components
	cluster string
	spec    map[string]any
	set     Set
}

// class is how the file of categories calls clusters of this usage, type and worker type.
func (f *filling) class() string {
	class := f.text("usage") + "/" + f.text("clusterType")
	if worker := f.text("workerType"); worker != "" {
		class += "/" + worker
	}
	return class
}

// component puts in what one component lacks.
func (f *filling) component(category string, fields map[string]any) {
	if usual := f.Default(category); isEmpty(fields["name"]) && usual != "" {
		f.set(usual, "it is the component of that category", list, category, "name")
	}
	name := f.text(list, category, "name")
	if isEmpty(fields["namespace"]) && f.known[name].Namespace != "" {
		f.set(f.known[name].Namespace, "it is where "+name+" is installed", list, category, "namespace")
	}
	given, _ := fields["additions"].(map[string]any)
	if given == nil && fields["additions"] != nil {
		return // for the schema to refuse
	}
	for _, key := range slices.Sorted(maps.Keys(f.known[name].Additions)) {
		wanted := f.known[name].Additions[key]
		if !wanted.Required || wanted.Default != "" || !isEmpty(given[key]) {
			continue
		}
		if host := f.host(name); key == "host" && host != "" {
			if given == nil {
				delete(fields, "additions") // null, which nothing can be put into
			}
			f.set(host, "it is the name that Nautes gave it", list, category, "additions", key)
		}
	}
}

// host is the host name that Nautes gave a component: COMPONENT.CLUSTER. and the address of the API server. Nautes
// looked the address of a name up; here the name stands for it, or the primary domain where there is one.
func (f *filling) host(component string) string {
	address, err := url.Parse(f.text("apiServer"))
	if err != nil || address.Hostname() == "" {
		return ""
	}
	domain := cmp.Or(f.text("primaryDomain"), address.Hostname())
	if ip := net.ParseIP(address.Hostname()); ip.To4() != nil {
		domain = ip.String() + ".nip.io"
	} else if ip != nil {
		domain = f.text("primaryDomain") // nip.io has no form for the colons
	}
	if domain == "" {
		return ""
	}
	return strings.Join([]string{component, f.cluster, domain}, ".")
}

// text is a field of the spec; empty where it is none, or no text.
func (f *filling) text(field ...string) string {
	text, _, err := unstructured.NestedString(f.spec, field...)
	if err != nil {
		return ""
	}
	return text
}

func isEmpty(value any) bool { return value == nil || value == "" }
