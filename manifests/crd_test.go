// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package manifests_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"testing"

	apiextensions "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	crdvalidation "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/listtype"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
	celconfig "k8s.io/apiserver/pkg/apis/cel"
	"sigs.k8s.io/yaml"

	"github.com/nautes-labs/kubectl-nautes/manifests"
)

// crd is a CustomResourceDefinition with what the API server makes of it.
type crd struct {
	*apiextensionsv1.CustomResourceDefinition
	structural *schema.Structural
	validator  validation.SchemaValidator
}

func (c *crd) version() *apiextensionsv1.CustomResourceDefinitionVersion { return &c.Spec.Versions[0] }

// loadCRDs returns the embedded CRDs by kind, each checked as the API server checks it before it takes it.
func loadCRDs(t *testing.T) map[string]*crd {
	t.Helper()
	texts, err := manifests.CRDs()
	if err != nil {
		t.Fatal(err)
	}
	crds := map[string]*crd{}
	for _, text := range texts {
		c := parseCRD(t, text)
		crds[c.Spec.Names.Kind] = c
	}
	return crds
}

func parseCRD(t *testing.T, text []byte) *crd {
	t.Helper()
	c := &crd{CustomResourceDefinition: &apiextensionsv1.CustomResourceDefinition{}}
	if err := yaml.UnmarshalStrict(text, c.CustomResourceDefinition); err != nil {
		t.Fatal(err)
	}
	apiextensionsv1.SetDefaults_CustomResourceDefinition(c.CustomResourceDefinition)
	apiextensionsv1.SetDefaults_CustomResourceDefinitionSpec(&c.Spec)
	c.Status.StoredVersions = []string{c.version().Name}

	internal := &apiextensions.CustomResourceDefinition{}
	if err := apiextensionsv1.Convert_v1_CustomResourceDefinition_To_apiextensions_CustomResourceDefinition(
		c.DeepCopy(), internal, nil); err != nil {
		t.Fatal(err)
	}
	if errs := crdvalidation.ValidateCustomResourceDefinition(t.Context(), internal); len(errs) > 0 {
		t.Fatalf("%s: the API server would refuse this CRD: %v", c.Name, errs.ToAggregate())
	}

	props := &apiextensions.JSONSchemaProps{}
	if err := apiextensionsv1.Convert_v1_JSONSchemaProps_To_apiextensions_JSONSchemaProps(
		c.version().Schema.OpenAPIV3Schema, props, nil); err != nil {
		t.Fatal(err)
	}
	var err error
	if c.structural, err = schema.NewStructural(props); err != nil {
		t.Fatal(err)
	}
	if c.validator, _, err = validation.NewSchemaValidator(props); err != nil {
		t.Fatal(err)
	}
	return c
}

// validate says what the API server would find wrong with an object of this kind.
func (c *crd) validate(ctx context.Context, object map[string]any) error {
	object = (&unstructured.Unstructured{Object: object}).DeepCopy().Object
	unknown := pruning.PruneWithOptions(object, c.structural, true, schema.UnknownFieldPathOptions{TrackUnknownFieldPaths: true})
	var errs []error
	for _, path := range unknown {
		errs = append(errs, errors.New("unknown field "+path))
	}
	defaulting.PruneNonNullableNullsWithoutDefaults(object, c.structural)
	defaulting.Default(object, c.structural)
	found := validation.ValidateCustomResource(nil, object, c.validator)
	found = append(found, listtype.ValidateListSetsAndMaps(nil, c.structural, object)...)
	if v := cel.NewValidator(c.structural, true, celconfig.PerCallLimit); v != nil {
		violations, _ := v.Validate(ctx, nil, c.structural, object, nil, celconfig.RuntimeCELCostBudget)
		found = append(found, violations...)
	}
	if len(found) > 0 {
		errs = append(errs, found.ToAggregate())
	}
	return errors.Join(errs...)
}

// readObjects returns the objects of a file with YAML documents.
func readObjects(t *testing.T, files fs.FS, name string) []*unstructured.Unstructured {
	t.Helper()
	text, err := fs.ReadFile(files, name)
	if err != nil {
		t.Fatal(err)
	}
	var objects []*unstructured.Unstructured
	documents := utilyaml.NewYAMLOrJSONDecoder(bytes.NewReader(text), 4096)
	for {
		object := &unstructured.Unstructured{}
		err := documents.Decode(object)
		if errors.Is(err, io.EOF) {
			return objects
		}
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		objects = append(objects, object)
	}
}
