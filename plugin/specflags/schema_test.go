// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package specflags_test

import (
	"io/fs"
	"slices"
	"strings"
	"testing"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"sigs.k8s.io/yaml"

	"github.com/nautes-labs/kubectl-nautes/manifests"
	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/plugin/specflags"
)

// leaves are the fields of a schema that hold values, by their paths without indices, with the values that they take.
func leaves(path string, schema apiextensionsv1.JSONSchemaProps, into map[string][]string) {
	switch {
	case len(schema.Properties) > 0:
		for name, property := range schema.Properties {
			leaves(strings.TrimPrefix(path+"."+name, "."), property, into)
		}
	case schema.Items != nil:
		leaves(path, *schema.Items.Schema, into)
	default:
		into[path] = nil
		for _, value := range schema.Enum {
			into[path] = append(into[path], strings.Trim(string(value.Raw), `"`))
		}
	}
}

// reached are the fields that the flags of a kind set, with the values that they offer.
func reached(k specflags.Kind) map[string][]string {
	fields := map[string][]string{}
	for _, flag := range k.Flags {
		if len(flag.Keys) == 0 {
			fields[flag.Field] = flag.Choices
		}
		for _, key := range flag.Keys {
			fields[flag.Field+"."+key.Field] = nil
		}
	}
	return fields
}

// Every field of a spec has its flag, and each flag a field.
func TestFlagsCoverTheSchema(t *testing.T) {
	// The product is what -p says. What an input is made of stands in one key, and so does what a cluster lists of components.
	apart := []string{"product", "pipelineTriggers.inputs", "componentsList"}
	// The rest of a Cluster: one kind of clusters there is, the Secret is made, and what products may do comes later.
	later := []string{"clusterKind", "kubeconfigSecretRef", "reservedNamespacesAllowedProducts", "productAllowedClusterResources"}
	for _, k := range append(specflags.Kinds(), specflags.Cluster()) {
		want, got := map[string][]string{}, reached(k)
		leaves("", specOf(t, k.Kind), want)
		for field, values := range want {
			within := func(other string) bool { return field == other || strings.HasPrefix(field, other+".") }
			choices, reached := got[field]
			delete(got, field)
			// In a CodeRepoBinding the product is the one that is granted, so there it has a flag.
			if slices.ContainsFunc(apart, within) && !reached || k.Kind == catalog.Cluster && slices.ContainsFunc(later, within) {
				continue
			}
			if !reached {
				t.Errorf("%s: no flag for spec.%s", k.Kind, field)
			}
			values = slices.DeleteFunc(values, func(value string) bool { return value == "" })
			slices.Sort(values)
			if !slices.Equal(values, slices.Sorted(slices.Values(choices))) {
				t.Errorf("%s: spec.%s takes %q, the flag offers %q", k.Kind, field, values, choices)
			}
		}
		for field := range got {
			if !slices.Contains(apart, field) {
				t.Errorf("%s: a flag sets spec.%s, which the schema does not have", k.Kind, field)
			}
		}
	}
}

func specOf(t *testing.T, kind catalog.Kind) apiextensionsv1.JSONSchemaProps {
	t.Helper()
	resource, _ := catalog.ResourceOf(kind)
	text, err := fs.ReadFile(manifests.Files(), "crds/"+catalog.Group+"_"+resource.Plural+".yaml")
	if err != nil {
		t.Fatal(err)
	}
	var crd apiextensionsv1.CustomResourceDefinition
	if err := yaml.Unmarshal(text, &crd); err != nil {
		t.Fatal(err)
	}
	return crd.Spec.Versions[0].Schema.OpenAPIV3Schema.Properties["spec"]
}
