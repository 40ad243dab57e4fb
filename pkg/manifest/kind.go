// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package manifest

import (
	"errors"
	"fmt"
	"sync"

	"k8s.io/apiextensions-apiserver/pkg/apihelpers"
	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	celconfig "k8s.io/apiserver/pkg/apis/cel"
	"sigs.k8s.io/yaml"
)

// kindSchema is one CRD.
type kindSchema struct {
	kind       string
	namespaced bool
	// versions compiles the schemas of the served versions when first asked.
	versions func() (map[string]*versionSchema, error)
}

func newKindSchema(head *apiextensionsv1.CustomResourceDefinition, file string, text []byte) *kindSchema {
	k := &kindSchema{
		kind:       head.Spec.Names.Kind,
		namespaced: head.Spec.Scope == apiextensionsv1.NamespaceScoped,
	}
	k.versions = sync.OnceValues(func() (map[string]*versionSchema, error) {
		versions, err := compileVersions(text, k)
		if err != nil {
			return nil, fmt.Errorf("compile CRD %s: %w", file, err)
		}
		return versions, nil
	})
	return k
}

// versionSchema is the schema of one version in the forms that the apiserver's
// library wants it in.
type versionSchema struct {
	kind       *kindSchema
	apiVersion string
	hasStatus  bool // status is a subresource: not taken on create
	structural *schema.Structural
	validator  validation.SchemaValidator
	// rules compiles x-kubernetes-validations when first asked; nil: there are none.
	rules func() *cel.Validator
}

func compileVersions(text []byte, k *kindSchema) (map[string]*versionSchema, error) {
	var crd apiextensionsv1.CustomResourceDefinition
	if err := yaml.Unmarshal(text, &crd); err != nil {
		return nil, err
	}
	versions := make(map[string]*versionSchema, len(crd.Spec.Versions))
	for _, version := range crd.Spec.Versions {
		if !version.Served {
			continue
		}
		compiled, err := compileVersion(&crd, version.Name)
		if err != nil {
			return nil, fmt.Errorf("version %s: %w", version.Name, err)
		}
		compiled.kind = k
		versions[version.Name] = compiled
	}
	return versions, nil
}

// compileVersion does what the apiserver's handler does with a CRD. The scale
// subresource is left out: no nautes kind has one.
func compileVersion(crd *apiextensionsv1.CustomResourceDefinition, version string) (*versionSchema, error) {
	declared, err := apihelpers.GetSchemaForVersion(crd, version)
	if err != nil {
		return nil, err
	}
	if declared == nil || declared.OpenAPIV3Schema == nil {
		return nil, errors.New("it has no schema")
	}
	var internal apiextensions.CustomResourceValidation
	if err := apiextensionsv1.Convert_v1_CustomResourceValidation_To_apiextensions_CustomResourceValidation(declared, &internal, nil); err != nil {
		return nil, fmt.Errorf("convert schema: %w", err)
	}
	structural, err := schema.NewStructural(internal.OpenAPIV3Schema)
	if err != nil {
		return nil, fmt.Errorf("make schema structural: %w", err)
	}
	structural = structural.DeepCopy() // its defaults are those of internal
	if err := defaulting.PruneDefaults(structural); err != nil {
		return nil, fmt.Errorf("prune defaults: %w", err)
	}
	validator, _, err := validation.NewSchemaValidator(internal.OpenAPIV3Schema)
	if err != nil {
		return nil, fmt.Errorf("make validator: %w", err)
	}
	subresources, err := apihelpers.GetSubresourcesForVersion(crd, version)
	if err != nil {
		return nil, err
	}
	return &versionSchema{
		apiVersion: crd.Spec.Group + "/" + version,
		hasStatus:  subresources != nil && subresources.Status != nil,
		structural: structural,
		validator:  validator,
		rules: sync.OnceValue(func() *cel.Validator {
			return cel.NewValidator(structural, true, celconfig.PerCallLimit)
		}),
	}, nil
}
