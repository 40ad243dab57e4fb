// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package specflags

import (
	"fmt"
	"strings"

	"github.com/spf13/pflag"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
)

// Object makes the object of that name, in a product where the kind belongs to one. Only flags that are given become
// fields, and those with a default. An error names the flag.
func (k Kind) Object(product, name string, flags *pflag.FlagSet) (*unstructured.Unstructured, error) {
	spec := map[string]any{}
	for _, f := range k.Flags {
		given := flags.Changed(f.Name)
		if f.OwnProduct && !given {
			if err := set(spec, f.Field, product); err != nil {
				return nil, fmt.Errorf("--%s: %w", f.Name, err)
			}
		}
		if !given && f.Default == "" {
			continue
		}
		if err := f.set(spec, flags); err != nil {
			return nil, fmt.Errorf("--%s: %w", f.Name, err)
		}
	}
	object := &unstructured.Unstructured{Object: map[string]any{"spec": spec}}
	object.SetAPIVersion(catalog.APIVersion)
	object.SetKind(string(k.Kind))
	object.SetName(name)
	if resource, ours := catalog.ResourceOf(k.Kind); ours && resource.Namespaced {
		object.SetNamespace(product)
	}
	return object, nil
}

// set puts the value of the flag into its field.
func (f Flag) set(spec map[string]any, flags *pflag.FlagSet) error {
	switch f.Form {
	case Text:
		value, err := flags.GetString(f.Name)
		return orSet(spec, f.Field, value, err)
	case Number:
		value, err := flags.GetInt64(f.Name)
		return orSet(spec, f.Field, value, err)
	case Truth:
		value, err := flags.GetBool(f.Name)
		return orSet(spec, f.Field, value, err)
	case Texts:
		values, err := flags.GetStringSlice(f.Name)
		return orSet(spec, f.Field, list(values), err)
	default:
		values, err := flags.GetStringArray(f.Name)
		if err != nil {
			return err
		}
		return f.structured(spec, values)
	}
}

func (f Flag) structured(spec map[string]any, values []string) error {
	if f.Form == Special {
		return f.put(spec, values)
	}
	if f.Form == Structure && len(values) > 1 {
		return fmt.Errorf("is given %d times (give it once)", len(values))
	}
	objects := make([]any, len(values))
	for i, value := range values {
		object, err := parse(value, f.Keys)
		if err != nil {
			return fmt.Errorf("%q: %w", value, err)
		}
		objects[i] = object
	}
	if f.Form == Structure {
		return set(spec, f.Field, objects[0])
	}
	return set(spec, f.Field, objects)
}

func list(values []string) []any {
	all := make([]any, len(values))
	for i, value := range values {
		all[i] = value
	}
	return all
}

func orSet(spec map[string]any, field string, value any, err error) error {
	if err != nil {
		return err
	}
	return set(spec, field, value)
}

// set puts a value into a field.
func set(object map[string]any, field string, value any) error {
	return unstructured.SetNestedField(object, value, strings.Split(field, ".")...)
}
