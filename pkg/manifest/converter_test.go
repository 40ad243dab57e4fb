// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package manifest_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nautes-labs/kubectl-nautes/pkg/manifest"
)

// labelling is a format in which the language of a project stands in a label, and notes are no objects.
type labelling struct{}

func (labelling) Recognize(d *manifest.Document) bool {
	return d.Object.GetKind() == "Note" || d.Object.GetLabels()["language"] != ""
}

func (labelling) Convert(d *manifest.Document) (*manifest.Conversion, manifest.Errors) {
	if d.Object.GetKind() == "Note" {
		return nil, nil
	}
	object := d.Object.DeepCopy()
	language := object.GetLabels()["language"]
	object.SetLabels(nil)
	object.Object["spec"] = map[string]any{"language": language}
	conversion := &manifest.Conversion{Object: object, Was: func(field string) string {
		if field == "spec.language" {
			return "metadata.labels.language"
		}
		return field
	}}
	if language == "none" {
		return conversion, manifest.Errors{{File: d.Origin.File, Line: 1, Message: "no language"}}
	}
	return conversion, nil
}

func TestConvertedDocumentsPointAtTheirSource(t *testing.T) {
	const text = `kind: Note
---
apiVersion: nautes.resource.nautes.io/v1alpha1
kind: Project
metadata:
  name: web
  labels:
    # what it is written in
    language: LANGUAGE # mostly
`
	read := func(language string) ([]*manifest.Document, error) {
		reader := &manifest.Reader{
			Schemas: crds(t), Namespace: "shop", Converter: labelling{}, Stdin: strings.NewReader(strings.ReplaceAll(text, "LANGUAGE", language)),
		}
		return reader.Read(t.Context(), manifest.Source{Filenames: []string{"-"}})
	}
	documents, err := read("golang")
	if err != nil || len(documents) != 1 {
		t.Fatalf("%d documents, error %v", len(documents), err)
	}
	d := documents[0]
	if got := d.Line("spec.language"); got != 9 || !d.Renamed() {
		t.Errorf("the field is in line %d, renamed %t", got, d.Renamed())
	}
	if diff := cmp.Diff(manifest.Comments{Head: "# what it is written in", Line: "# mostly"}, d.Comments("spec.language")); diff != "" {
		t.Error(diff)
	}

	// What is wrong with the object is said in the words of the source, and beside what is wrong with that.
	_, err = read(strings.Repeat("x", 64))
	if got := lines(t, err); len(got) != 1 || !strings.HasPrefix(got[0], "STDIN:9: metadata.labels.language: Too long") {
		t.Errorf("errors %q", got)
	}
	_, err = read("none")
	if got := lines(t, err); len(got) != 1 || got[0] != "STDIN:1: no language" {
		t.Errorf("errors %q", got)
	}
}

func TestComments(t *testing.T) {
	documents, err := read(t, `# file

# object
apiVersion: nautes.resource.nautes.io/v1alpha1
kind: DeploymentRuntime # kind
metadata: {name: web} # flow
spec:
  # source
  manifestSource: # beside
    codeRepo: r
    path: p # path
    targetRevision: main
  destination:
    environment: e
    namespaces:
    # first
    - a # one
    - b
  # projects
  projectsRef: [x]
# end
`)
	if err != nil {
		t.Fatal(err)
	}
	for field, want := range map[string]manifest.Comments{
		"":                               {Head: "# file"},
		"apiVersion":                     {Head: "# object"},
		"kind":                           {Line: "# kind"},
		"spec.manifestSource":            {Head: "# source", Line: "# beside"},
		"spec.manifestSource.path":       {Line: "# path"},
		"spec.destination.namespaces[0]": {Head: "# first", Line: "# one"},
		"spec.projectsRef":               {Head: "# projects"},
		"spec":                           {Foot: "# end"},
		"spec.account":                   {},
		"spec.destination.namespaces[7]": {},
	} {
		if diff := cmp.Diff(want, documents[0].Comments(field)); diff != "" {
			t.Errorf("%q: %s", field, diff)
		}
	}
}
