// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package merge

import (
	"encoding/json"
	"fmt"
	"io/fs"

	"k8s.io/apimachinery/pkg/util/managedfields"
	"k8s.io/kube-openapi/pkg/validation/spec"
	"sigs.k8s.io/yaml"
)

// crd is what a merge needs of a CustomResourceDefinition. The schema is read as OpenAPI at once: its
// x-kubernetes-list-type and the like decide how values merge.
type crd struct {
	Kind string `json:"kind"`
	Spec struct {
		Group string `json:"group"`
		Names struct {
			Kind string `json:"kind"`
		} `json:"names"`
		Versions []struct {
			Name   string `json:"name"`
			Schema struct {
				OpenAPIV3Schema *spec.Schema `json:"openAPIV3Schema"`
			} `json:"schema"`
		} `json:"versions"`
	} `json:"spec"`
}

func readTypes(crds fs.FS) (managedfields.TypeConverter, error) {
	files, err := fs.Glob(crds, "*.yaml")
	if err != nil {
		return nil, fmt.Errorf("list CRDs: %w", err)
	}
	schemas := map[string]*spec.Schema{}
	for _, file := range files {
		text, err := fs.ReadFile(crds, file)
		if err != nil {
			return nil, fmt.Errorf("read CRD: %w", err)
		}
		var c crd
		if err := yaml.Unmarshal(text, &c); err != nil {
			return nil, fmt.Errorf("read CRD %s: %w", file, err)
		}
		if c.Kind != "CustomResourceDefinition" {
			continue
		}
		if err := c.addTo(schemas); err != nil {
			return nil, fmt.Errorf("read CRD %s: %w", file, err)
		}
	}
	types, err := managedfields.NewTypeConverter(schemas, false)
	if err != nil {
		return nil, fmt.Errorf("read CRDs: %w", err)
	}
	return types, nil
}

// addTo adds the schema of each version, marked with its kind as the library looks it up.
func (c *crd) addTo(schemas map[string]*spec.Schema) error {
	for _, version := range c.Spec.Versions {
		declared := version.Schema.OpenAPIV3Schema
		if declared == nil {
			return fmt.Errorf("version %s has no schema", version.Name)
		}
		metadata, err := metadataSchema()
		if err != nil {
			return err
		}
		declared.SetProperty("metadata", *metadata)
		declared.AddExtension("x-kubernetes-group-version-kind", []any{map[string]any{
			"group": c.Spec.Group, "version": version.Name, "kind": c.Spec.Names.Kind,
		}})
		schemas[c.Spec.Group+"."+version.Name+"."+c.Spec.Names.Kind] = declared
	}
	return nil
}

// metadataSchema is what the apiserver puts in the place of a CRD's metadata, as far as it decides how values merge;
// the fields that only the server writes may be anything.
func metadataSchema() (*spec.Schema, error) {
	const text = `{
		"type": "object",
		"x-kubernetes-preserve-unknown-fields": true,
		"properties": {
			"labels": {"type": "object", "additionalProperties": {"type": "string"}},
			"annotations": {"type": "object", "additionalProperties": {"type": "string"}},
			"finalizers": {"type": "array", "items": {"type": "string"}, "x-kubernetes-list-type": "set"},
			"ownerReferences": {
				"type": "array", "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["uid"],
				"items": {"type": "object", "x-kubernetes-map-type": "atomic", "required": ["uid"], "properties": {
					"apiVersion": {"type": "string"}, "kind": {"type": "string"}, "name": {"type": "string"},
					"uid": {"type": "string"}, "controller": {"type": "boolean"}, "blockOwnerDeletion": {"type": "boolean"}
				}}
			}
		}
	}`
	metadata := &spec.Schema{}
	if err := json.Unmarshal([]byte(text), metadata); err != nil {
		return nil, fmt.Errorf("read schema of metadata: %w", err)
	}
	return metadata, nil
}
