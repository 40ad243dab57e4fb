// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package manifest_test

import (
	"os"
	"strings"
	"testing"

	"github.com/nautes-labs/kubectl-nautes/pkg/manifest"
)

func TestLines(t *testing.T) {
	text, err := os.ReadFile("testdata/good/documents.yaml")
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		document int
		field    string
		want     int // in the file, comments and separators counted
	}{
		{0, "", 5},
		{0, "kind", 6},
		{0, "metadata", 7},
		{0, "metadata.annotations[nautes.resource.nautes.io/skip-check-reason]", 11},
		{0, "metadata.annotations.nautes.resource.nautes.io/skip-check-reason", 11},
		{0, "spec.cluster", 14},
		{0, "spec.envType", 15},
		{0, "spec.product", 12}, // not there: its parent
		{0, "nothing.at.all", 5},
		{1, "", 20},
		{1, "spec.manifestSource.path", 26},
		{1, "spec.destination.namespaces", 29},
		{1, "spec.destination.namespaces[0]", 31},
		{1, "spec.destination.namespaces[1]", 32},
		{1, "spec.destination.namespaces[2]", 29},
		{1, "spec.destination.namespaces[x", 29},
		{2, "", 33},
		{2, "spec.language", 33},
	}
	for _, ending := range []struct{ name, text string }{
		{"LF", string(text)},
		{"CRLF", strings.ReplaceAll(string(text), "\n", "\r\n")},
		{"no end of line at the end", strings.TrimRight(string(text), "\n")},
	} {
		t.Run(ending.name, func(t *testing.T) {
			documents, err := read(t, ending.text)
			if err != nil || len(documents) != 3 {
				t.Fatalf("read = %d documents, error %v, want 3 documents", len(documents), err)
			}
			for _, test := range tests {
				if got := documents[test.document].Line(test.field); got != test.want {
					t.Errorf("document %d: Line(%q) = %d, want %d", test.document, test.field, got, test.want)
				}
			}
			for i, want := range []int{5, 20, 33} {
				if got := documents[i].Origin.Line; got != want {
					t.Errorf("document %d: Origin.Line = %d, want %d", i, got, want)
				}
			}
		})
	}
}

func TestLinesOfOtherForms(t *testing.T) {
	for _, test := range []struct {
		file     string
		document int
		field    string
		want     int
	}{
		{"projects.json", 0, "", 1},
		{"projects.json", 0, "spec.language", 6}, // indented with tabs
		{"projects.json", 1, "", 9},
		{"projects.json", 1, "metadata.name", 10},
		{"list.yaml", 0, "", 4},
		{"list.yaml", 0, "spec.language", 7},
		{"list.yaml", 1, "", 11},
		{"list.yaml", 1, "metadata.name", 14},
		{"merged.yaml", 0, "spec.componentsList.gateway.name", 17},
		{"merged.yaml", 0, "spec.componentsList.gateway.additions.host", 14}, // where the anchor has it
	} {
		reader := &manifest.Reader{Schemas: crds(t)}
		documents, err := reader.Read(t.Context(), manifest.Source{Filenames: []string{"testdata/good/" + test.file}})
		if err != nil || len(documents) <= test.document {
			t.Fatalf("%s: read = %d documents, error %v", test.file, len(documents), err)
		}
		if got := documents[test.document].Line(test.field); got != test.want {
			t.Errorf("%s, document %d: Line(%q) = %d, want %d", test.file, test.document, test.field, got, test.want)
		}
	}
}

func TestLineOfDocumentMadeByHand(t *testing.T) {
	d := &manifest.Document{Origin: manifest.Origin{File: "live", Line: 7}}
	if got := d.Line("spec.cluster"); got != 7 {
		t.Errorf("Line = %d, want that of the origin", got)
	}
}
