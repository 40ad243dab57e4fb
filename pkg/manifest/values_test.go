// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package manifest_test

import (
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/util/yaml"

	"github.com/nautes-labs/kubectl-nautes/pkg/manifest"
)

// TestValuesAreKubectls decodes with the decoder that kubectl uses and expects
// the same objects, of the same Go types.
func TestValuesAreKubectls(t *testing.T) {
	const head = "apiVersion: nautes.resource.nautes.io/v1alpha1\nkind: Project\nmetadata: {name: a, namespace: shop}\n"
	for _, text := range []string{
		head + "spec: {a: yes, b: off, c: ~, d: null, e: 'yes', f: Yes, g: n}\n",
		head + "spec: {a: 1, b: 1.0, c: 1e3, d: 010, e: 0o10, f: 0x1f, g: 1_000, h: -0, i: 9223372036854775807, j: 18446744073709551615}\n",
		head + "spec: {a: 2020-01-01, b: 12:30:45, c: 1.2.3, d: '1'}\n",
		head + "spec:\n  1: a\n  true: b\n  1.5: c\n",
		head + "spec:\n  a: |\n    one\n    --- two\n  b: >\n    folded\n    text\n",
		head + "spec: &s {a: &x [1, 2], b: *x}\n",
		head + "spec: {a: {<<: {x: 1}, y: 2}}\n",
		`{"apiVersion": "nautes.resource.nautes.io/v1alpha1", "kind": "Project", "metadata": {"name": "a", "namespace": "shop"}, "spec": {"a": 1, "b": 1.0, "c": "\ud83d\ude00\/", "d": 1e3, "e": null}}`,
	} {
		want := kubectlReads(t, text)
		reader := &manifest.Reader{Schemas: crds(t), IdentityOnly: true, Stdin: strings.NewReader(text)}
		got, err := reader.Read(t.Context(), manifest.Source{Filenames: []string{"-"}})
		if err != nil || len(got) != 1 {
			t.Errorf("%s\nread = %d documents, error %v", text, len(got), err)
			continue
		}
		if !reflect.DeepEqual(got[0].Object.Object, want.Object) {
			t.Errorf("%s\ngot  %#v\nwant %#v", text, got[0].Object.Object["spec"], want.Object["spec"])
		}
	}
}

func kubectlReads(t *testing.T, text string) *unstructured.Unstructured {
	t.Helper()
	object := &unstructured.Unstructured{}
	decoder := yaml.NewYAMLOrJSONDecoder(strings.NewReader(text), 4096)
	if err := decoder.Decode(object); err != nil {
		t.Fatalf("kubectl's decoder: %v\n%s", err, text)
	}
	if err := decoder.Decode(&unstructured.Unstructured{}); !errors.Is(err, io.EOF) {
		t.Fatalf("kubectl's decoder reads more than one document\n%s", text)
	}
	return object
}

func TestDuplicateKeys(t *testing.T) {
	const head = "apiVersion: nautes.resource.nautes.io/v1alpha1\nkind: Project\nmetadata: {name: a, namespace: shop}\nspec:\n"
	for _, test := range []struct {
		spec string
		want []string
	}{
		{"  language: a\n  'language': b\n", []string{`STDIN:6: spec.language: key "language" is given twice (first in line 5)`}},
		{"  yes: a\n  true: b\n", []string{`STDIN:6: spec.true: key "true" is given twice (first in line 5)`}},
		{"  8: a\n  '8': b\n", []string{`STDIN:6: spec.8: key "8" is given twice (first in line 5)`}},
		{"  yes: a\n  'yes': b\n", nil},
		{"  a: &a {x: 1, y: 2}\n  b:\n    <<: *a\n    x: 3\n", nil},
		{
			"  a:\n  - {x: 1, x: 2}\n  - b.c/d: 1\n    b.c/d: 1\n",
			[]string{
				`STDIN:6: spec.a[0].x: key "x" is given twice (first in line 6)`,
				`STDIN:8: spec.a[1][b.c/d]: key "b.c/d" is given twice (first in line 7)`,
			},
		},
	} {
		reader := &manifest.Reader{Schemas: crds(t), IdentityOnly: true, Stdin: strings.NewReader(head + test.spec)}
		documents, err := reader.Read(t.Context(), manifest.Source{Filenames: []string{"-"}})
		if got := lines(t, err); !reflect.DeepEqual(got, test.want) {
			t.Errorf("%s\ngot  %q\nwant %q", test.spec, got, test.want)
		}
		if (len(documents) == 1) != (test.want == nil) {
			t.Errorf("%s\n%d documents taken", test.spec, len(documents))
		}
	}
}
