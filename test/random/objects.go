// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package random

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"sigs.k8s.io/yaml"

	"github.com/nautes-labs/kubectl-nautes/pkg/manifest"
)

// Objects makes objects of the kinds that CRDs declare.
type Objects struct {
	kinds    map[string]*kind
	schemas  *manifest.Schemas
	words    []string
	patterns map[string]*regexp.Regexp
}

type kind struct {
	apiVersion string
	namespaced bool
	schema     schema
}

// FromCRDs reads the schemas of a folder of CRDs, one to a file.
func FromCRDs(crds fs.FS) (*Objects, error) {
	o := &Objects{kinds: map[string]*kind{}, schemas: manifest.NewSchemas(crds), words: words(), patterns: map[string]*regexp.Regexp{}}
	files, err := fs.Glob(crds, "*_*.yaml")
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		text, err := fs.ReadFile(crds, file)
		if err != nil {
			return nil, err
		}
		var crd apiextensionsv1.CustomResourceDefinition
		if err := yaml.Unmarshal(text, &crd); err != nil {
			return nil, fmt.Errorf("read CRD %s: %w", file, err)
		}
		version := crd.Spec.Versions[0]
		o.kinds[crd.Spec.Names.Kind] = &kind{
			apiVersion: crd.Spec.Group + "/" + version.Name,
			namespaced: crd.Spec.Scope == apiextensionsv1.NamespaceScoped,
			schema:     *version.Schema.OpenAPIV3Schema,
		}
		o.compile(version.Schema.OpenAPIV3Schema)
	}
	return o, nil
}

// compile compiles the patterns of a schema and of all in it.
func (o *Objects) compile(s *schema) {
	if s.Pattern != "" {
		o.patterns[s.Pattern] = regexp.MustCompile(s.Pattern)
	}
	for _, field := range s.Properties {
		o.compile(&field)
	}
	if s.AdditionalProperties != nil && s.AdditionalProperties.Schema != nil {
		o.compile(s.AdditionalProperties.Schema)
	}
	if s.Items != nil && s.Items.Schema != nil {
		o.compile(s.Items.Schema)
	}
}

// Kinds are the names of the kinds, sorted.
func (o *Objects) Kinds() []string { return sortedKeys(o.kinds) }

// Make makes an object that a create would take, with defaults, and a status as the controller could have written it.
// A cluster-scoped one gets no namespace. What refers to others often takes one of the names.
func (o *Objects) Make(ctx context.Context, c *Choices, kindName, namespace, name string, names []string) (map[string]any, error) {
	k := o.kinds[kindName]
	m := &maker{Choices: c, names: names, words: o.words, patterns: o.patterns}
	metadata := map[string]any{"name": name}
	if k.namespaced {
		metadata["namespace"] = namespace
	}
	made := map[string]any{"apiVersion": k.apiVersion, "kind": kindName, "metadata": metadata}
	for _, part := range []string{"spec", "status"} {
		field := k.schema.Properties[part]
		if slices.Contains(k.schema.Required, part) || !c.OneIn(8) {
			made[part] = m.value(&field)
		}
	}
	return o.mended(ctx, made)
}

// Change makes the object after an update: each field of the spec is what it was, or another, or not there any more.
// The status is what it was.
func (o *Objects) Change(ctx context.Context, c *Choices, before map[string]any, names []string) (map[string]any, error) {
	object := unstructured.Unstructured{Object: before}
	other, err := o.Make(ctx, c, object.GetKind(), object.GetNamespace(), object.GetName(), names)
	if err != nil {
		return nil, err
	}
	after := runtime.DeepCopyJSON(before)
	was, _ := after["spec"].(map[string]any)
	will, _ := other["spec"].(map[string]any)
	for _, field := range slices.Compact(slices.Sorted(maps.Keys(merged(was, will)))) {
		if !c.OneIn(3) {
			continue
		}
		if value, there := will[field]; there && was != nil {
			was[field] = value
		} else if required := o.kinds[object.GetKind()].schema.Properties["spec"].Required; !slices.Contains(required, field) {
			delete(was, field)
		}
	}
	return o.mended(ctx, after)
}

func merged(a, b map[string]any) map[string]any {
	all := maps.Clone(a)
	if all == nil {
		all = map[string]any{}
	}
	maps.Copy(all, b)
	return all
}

// mended leaves out what a rule of the schema forbids (two fields that do not go together), and fills in defaults.
func (o *Objects) mended(ctx context.Context, made map[string]any) (map[string]any, error) {
	object := &unstructured.Unstructured{Object: made}
	for range 3 {
		errs := o.schemas.Validate(ctx, object)
		if len(errs) == 0 {
			return made, o.schemas.Default(object)
		}
		for _, err := range errs {
			unstructured.RemoveNestedField(made, strings.Split(err.Field, ".")...)
		}
	}
	return nil, fmt.Errorf("make %s: the schema refuses it: %w", object.GetKind(), o.schemas.Validate(ctx, object).ToAggregate())
}

func sortedKeys[T any](m map[string]T) []string { return slices.Sorted(maps.Keys(m)) }
