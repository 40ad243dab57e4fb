// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package manifests_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/registry/customresource/tableconvertor"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/nautes-labs/kubectl-nautes/pkg/api/v1alpha1"
)

// filled returns, by kind, an object with every field filled.
func filled(t *testing.T) map[string]*unstructured.Unstructured {
	t.Helper()
	objects := map[string]*unstructured.Unstructured{}
	for _, object := range readObjects(t, os.DirFS("testdata"), "filled.yaml") {
		objects[object.GetKind()] = object
	}
	return objects
}

func TestCRDNames(t *testing.T) {
	want := map[string]struct {
		plural, short string
		scope         string
	}{
		"CodeRepoProvider":       {"coderepoproviders", "", "Cluster"},
		"ArtifactRepoProvider":   {"artifactrepoproviders", "", "Cluster"},
		"Cluster":                {"clusters", "cls", "Cluster"},
		"Product":                {"products", "prod", "Cluster"},
		"Environment":            {"environments", "env", "Namespaced"},
		"Project":                {"projects", "proj", "Namespaced"},
		"CodeRepo":               {"coderepos", "cr", "Namespaced"},
		"CodeRepoBinding":        {"coderepobindings", "crb", "Namespaced"},
		"ProjectPipelineRuntime": {"projectpipelineruntimes", "ppr", "Namespaced"},
		"DeploymentRuntime":      {"deploymentruntimes", "dr", "Namespaced"},
		"ArtifactRepo":           {"artifactrepos", "", "Namespaced"},
	}
	crds := loadCRDs(t)
	if len(crds) != len(want) {
		t.Errorf("there are %d CRDs, want %d", len(crds), len(want))
	}
	for kind, w := range want {
		c := crds[kind]
		if c == nil {
			t.Errorf("%s: no CRD", kind)
			continue
		}
		names := c.Spec.Names
		got := fmt.Sprint(names.Plural, strings.Join(names.ShortNames, ","), c.Spec.Scope, names.Singular, names.Categories)
		if wanted := fmt.Sprint(w.plural, w.short, w.scope, strings.ToLower(kind), []string{"nautes"}); got != wanted {
			t.Errorf("%s: got %s, want %s", kind, got, wanted)
		}
		if c.version().Subresources == nil || c.version().Subresources.Status == nil {
			t.Errorf("%s: no status subresource", kind)
		}
	}
}

func TestFilledObjectsAreValid(t *testing.T) {
	objects := filled(t)
	for kind, c := range loadCRDs(t) {
		object := objects[kind]
		if object == nil {
			t.Errorf("%s: testdata/filled.yaml has none", kind)
			continue
		}
		if err := c.validate(t.Context(), object.Object); err != nil {
			t.Errorf("%s: %v", kind, err)
		}
		for _, path := range unfilled(c.structural, object.Object, "") {
			t.Errorf("%s: testdata/filled.yaml does not fill %s", kind, path)
		}
	}
}

// unfilled lists the fields of the schema that a value does not have.
func unfilled(s *schema.Structural, value any, path string) []string {
	var missing []string
	switch value := value.(type) {
	case map[string]any:
		for name, property := range s.Properties {
			if inner, ok := value[name]; ok {
				missing = append(missing, unfilled(&property, inner, path+"."+name)...)
			} else {
				missing = append(missing, path+"."+name)
			}
		}
		if s.AdditionalProperties != nil && s.AdditionalProperties.Structural != nil {
			for name, inner := range value {
				missing = append(missing, unfilled(s.AdditionalProperties.Structural, inner, path+"["+name+"]")...)
			}
		}
	case []any:
		for i, inner := range value {
			missing = append(missing, unfilled(s.Items, inner, fmt.Sprintf("%s[%d]", path, i))...)
		}
	}
	return missing
}

func TestPrinterColumnsShowFilledFields(t *testing.T) {
	objects := filled(t)
	for kind, c := range loadCRDs(t) {
		columns := c.version().AdditionalPrinterColumns
		convertor, err := tableconvertor.New(columns)
		if err != nil {
			t.Fatalf("%s: %v", kind, err)
		}
		table, err := convertor.ConvertToTable(t.Context(), objects[kind], &metav1.TableOptions{})
		if err != nil {
			t.Fatalf("%s: %v", kind, err)
		}
		// The first column is the name, which the API server adds.
		for i, cell := range table.Rows[0].Cells {
			name := table.ColumnDefinitions[i].Name
			if text := fmt.Sprint(cell); cell == nil || text == "" || strings.HasPrefix(text, "<") {
				t.Errorf("%s: the column %s shows %q", kind, name, text)
			}
		}
		if last := columns[len(columns)-1].Name; last != "Age" {
			t.Errorf("%s: the last column is %s, want Age", kind, last)
		}
	}
}

func TestTypesAndSchemasHaveTheSameFields(t *testing.T) {
	scheme := runtime.NewScheme()
	builder := v1alpha1.SchemeBuilder()
	if err := builder.AddToScheme(scheme); err != nil {
		t.Fatal(err)
	}
	for kind, object := range filled(t) {
		typed, err := scheme.New(v1alpha1.GroupVersion().WithKind(kind))
		if err != nil {
			t.Fatal(err)
		}
		const strict = true
		if err := runtime.DefaultUnstructuredConverter.FromUnstructuredWithValidation(object.Object, typed, strict); err != nil {
			t.Errorf("%s: %v", kind, err)
		}
		back, err := runtime.DefaultUnstructuredConverter.ToUnstructured(typed.DeepCopyObject())
		if err != nil {
			t.Fatal(err)
		}
		if fmt.Sprint(back) != fmt.Sprint(object.Object) {
			t.Errorf("%s: a round trip through the Go type gives\n%v\nwant\n%v", kind, back, object.Object)
		}
	}
}

func TestEveryFieldIsExplained(t *testing.T) {
	for kind, c := range loadCRDs(t) {
		for path, description := range descriptions(c.structural, "") {
			if description == "" {
				t.Errorf("%s: %s has no description", kind, path)
			}
		}
	}
}

func descriptions(s *schema.Structural, path string) map[string]string {
	all := map[string]string{}
	for name, property := range s.Properties {
		if path == "" && name == "metadata" {
			continue
		}
		at := path + "." + name
		all[at] = property.Description
		inner := &property
		if property.Items != nil {
			inner = property.Items
		}
		for p, d := range descriptions(inner, at) {
			all[p] = d
		}
	}
	return all
}

func TestConditionsAreAListMapByType(t *testing.T) {
	for kind, c := range loadCRDs(t) {
		conditions := c.version().Schema.OpenAPIV3Schema.Properties["status"].Properties["conditions"]
		if conditions.XListType == nil || *conditions.XListType != "map" || !slices.Equal(conditions.XListMapKeys, []string{"type"}) {
			t.Errorf("%s: status.conditions is no list map by type", kind)
		}
	}
}

func TestDefaults(t *testing.T) {
	crds := loadCRDs(t)
	for _, tc := range []struct {
		kind, field, want string
	}{
		{"Cluster", "spec.clusterKind", "kubernetes"},
		{"Cluster", "spec.kubeconfigSecretRef.namespace", "nautes-system"},
		{"Cluster", "spec.kubeconfigSecretRef.key", "kubeconfig"},
		{"Product", "spec.deletionPolicy", "Retain"},
		{"Product", "spec.git.gitlab.visibility", "private"},
		{"CodeRepo", "spec.deletionPolicy", "Retain"},
		{"CodeRepo", "spec.git.gitlab.visibility", "private"},
	} {
		at := crds[tc.kind].structural
		for _, name := range strings.Split(tc.field, ".") {
			property := at.Properties[name]
			at = &property
		}
		if got := fmt.Sprint(at.Default.Object); got != tc.want {
			t.Errorf("%s: %s defaults to %s, want %s", tc.kind, tc.field, got, tc.want)
		}
	}
}
