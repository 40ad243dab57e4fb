// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package manifest_test

import (
	"os"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"

	"github.com/nautes-labs/kubectl-nautes/pkg/manifest"
)

// object parses a manifest without checking anything.
func object(t testing.TB, text string) *unstructured.Unstructured {
	t.Helper()
	u := &unstructured.Unstructured{}
	if err := yaml.Unmarshal([]byte(text), u); err != nil {
		t.Fatal(err)
	}
	return u
}

// TestEveryCRDCompiles sends an object of each kind through its schema and its
// CEL rules: one that does not compile would refuse every object.
func TestEveryCRDCompiles(t *testing.T) {
	schemas := crds(t)
	kinds, err := schemas.Kinds()
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range []string{"Cluster", "CodeRepo", "DeploymentRuntime", "Environment", "Product", "Project"} {
		if !slices.Contains(kinds, kind) {
			t.Errorf("kinds = %q, %s is missing", kinds, kind)
		}
	}
	for _, kind := range kinds {
		u := &unstructured.Unstructured{}
		u.SetAPIVersion("nautes.resource.nautes.io/v1alpha1")
		u.SetKind(kind)
		u.SetName("a")
		for _, err := range schemas.Validate(t.Context(), u) {
			if strings.Contains(err.Error(), "compil") || strings.Contains(err.Error(), "Internal") {
				t.Errorf("%s: %v", kind, err)
			}
		}
	}
}

// TestSamplesAreValid reads what the project shows to people.
func TestSamplesAreValid(t *testing.T) {
	for _, folder := range []string{"../../manifests/samples", "../../manifests/samples/demo"} {
		reader := &manifest.Reader{Schemas: crds(t)}
		documents, err := reader.Read(t.Context(), manifest.Source{Filenames: []string{folder}})
		if err != nil || len(documents) == 0 {
			t.Errorf("%s: %d documents, errors:\n%v", folder, len(documents), err)
		}
	}
}

// gadgets is a small CRD that has what ours may lose one day: rules, a list map,
// a set, a version not served, and a spec in another order than controller-gen's.
func gadgets() *manifest.Schemas { return manifest.NewSchemas(os.DirFS("testdata/crds")) }

func TestValidate(t *testing.T) {
	const head = "apiVersion: example.com/v1\nkind: Gadget\nmetadata: {name: a, namespace: b}\n"
	for _, test := range []struct {
		name, text string
		want       []string
	}{
		{"right", head + "spec: {size: 3}\n", nil},
		{"unknown field", head + "spec: {size: 3, colour: red}\n", []string{"spec.colour: Forbidden: unknown field"}},
		{"required, without what rules would say of it", head + "spec: {}\n", []string{"spec.size: Required value"}},
		{"null for what is required", head + "spec: {size: null}\n", []string{"spec.size: Required value"}},
		{"null in a list", head + "spec: {size: 3, tags: [null]}\n", []string{`spec.tags[0]: Invalid value: "null"`}},
		{"null for an unknown field", head + "spec: {size: 3, colour: null}\n", []string{"spec.colour: Forbidden: unknown field"}},
		{"rule", head + "spec: {size: 11}\n", []string{"spec: Invalid value: size must be at most max"}},
		{"rule over a default", head + "spec: {size: 11, max: 12}\n", nil},
		{"list map key twice", head + "spec: {size: 3, ports: [{name: a, port: 1}, {name: a, port: 2}]}\n", []string{`spec.ports[1]: Duplicate value: {"name":"a"}`}},
		{"list set value twice", head + "spec: {size: 3, tags: [x, x]}\n", []string{`spec.tags[1]: Duplicate value: "x"`}},
		{"null is dropped where it may not be", head + "spec: {size: 3, max: null}\n", nil},
		{"status is not taken on create", head + "spec: {size: 3}\nstatus: {ready: maybe}\n", nil},
		{"status of another type", head + "spec: {size: 3}\nstatus: abc\n", nil},
		{"status knows its fields", head + "spec: {size: 3}\nstatus: {raedy: true}\n", []string{"status.raedy: Forbidden: unknown field"}},
		{"what the apiserver sets", head[:len(head)-2] + ", generation: -1, managedFields: [{operation: Nope}]}\nspec: {size: 3}\n", nil},
		{"what the apiserver sets knows its types", head[:len(head)-2] + ", uid: 7}\nspec: {size: 3}\n", []string{"metadata.uid: Invalid value: must be a string, not number"}},
		{"label", head[:len(head)-2] + ", labels: {a: 'b c'}}\nspec: {size: 3}\n", []string{`metadata.labels: Invalid value: "b c": a valid label must be`}},
		{"metadata of the wrong type", head[:len(head)-2] + ", finalizers: x}\nspec: {size: 3}\n", []string{"metadata.finalizers: Invalid value: must be a list, not string"}},
		{"no namespace", strings.Replace(head, ", namespace: b", "", 1) + "spec: {size: 3}\n", []string{"metadata.namespace: Required value"}},
		{"unknown version", strings.Replace(head, "/v1", "/v9", 1), []string{`apiVersion: Unsupported value: "example.com/v9": supported values: "example.com/v1"`}},
		{"version not served", strings.Replace(head, "/v1", "/v0", 1), []string{`apiVersion: Unsupported value: "example.com/v0"`}},
		{"unknown kind", strings.Replace(head, "Gadget", "Gizmo", 1), []string{`kind: Unsupported value: "Gizmo": supported values: "Gadget"`}},
	} {
		t.Run(test.name, func(t *testing.T) {
			given := object(t, test.text)
			before := given.DeepCopy()
			errs := gadgets().Validate(t.Context(), given)
			if len(errs) != len(test.want) {
				t.Fatalf("errors = %v, want %q", errs, test.want)
			}
			for i, want := range test.want {
				if !strings.HasPrefix(errs[i].Error(), want) {
					t.Errorf("error = %q, want %q…", errs[i], want)
				}
			}
			if !reflect.DeepEqual(given, before) {
				t.Errorf("Validate changed the object to %v", given)
			}
		})
	}
}

func TestDefault(t *testing.T) {
	u := object(t, "apiVersion: example.com/v1\nkind: Gadget\nmetadata: {name: a, namespace: b}\nspec: {size: 3, max: null}\n")
	if err := gadgets().Default(u); err != nil {
		t.Fatal(err)
	}
	if got, want := u.Object["spec"], (map[string]any{"size": int64(3), "max": int64(10)}); !reflect.DeepEqual(got, want) {
		t.Errorf("spec = %v, want %v", got, want)
	}
	u.SetKind("Gizmo")
	if err := gadgets().Default(u); err == nil {
		t.Error("Default of an unknown kind gave no error")
	}
}

// TestSchemasAreShared compiles from several goroutines at once, for -race.
func TestSchemasAreShared(t *testing.T) {
	schemas := crds(t)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if errs := schemas.Validate(t.Context(), object(t, projects("a"))); len(errs) > 0 {
				t.Errorf("Validate = %v", errs)
			}
		})
	}
	all.Wait()
}

func TestBrokenCRDs(t *testing.T) {
	head := func(group, kind string) string {
		return "kind: CustomResourceDefinition\nspec:\n  group: " + group + "\n  names: {kind: " + kind + "}\n  scope: Cluster\n  versions:\n"
	}
	for _, test := range []struct {
		name  string
		files map[string]string
		want  string
	}{
		{"none", map[string]string{"kustomization.yaml": "kind: Kustomization\n"}, "read CRDs: there are none"},
		{"not YAML", map[string]string{"a.yaml": "{"}, "read CRD a.yaml: "},
		{"two groups", map[string]string{"a.yaml": head("x.io", "A"), "b.yaml": head("y.io", "B")}, `read CRD b.yaml: group "y.io" is not "x.io"`},
		{"no schema", map[string]string{"a.yaml": head("x.io", "A") + "  - {name: v1, served: true}\n"}, "compile CRD a.yaml: version v1: it has no schema"},
	} {
		t.Run(test.name, func(t *testing.T) {
			folder := fstest.MapFS{}
			for name, text := range test.files {
				folder[name] = &fstest.MapFile{Data: []byte(text)}
			}
			reader := &manifest.Reader{Schemas: manifest.NewSchemas(folder), Stdin: strings.NewReader("apiVersion: x.io/v1\nkind: A\nmetadata: {name: a}\n")}
			_, err := reader.Read(t.Context(), manifest.Source{Filenames: []string{"-"}})
			if said := lines(t, err); len(said) != 1 || !strings.Contains(said[0], test.want) {
				t.Errorf("errors = %q, want %q", said, test.want)
			}
		})
	}
}
