// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package manifest_test

import (
	"strings"
	"testing"
)

// TestNothingIsLeftOutSilently has text behind the end of a document, which YAML
// decoders do not read.
func TestNothingIsLeftOutSilently(t *testing.T) {
	const (
		head    = `{"apiVersion": "nautes.resource.nautes.io/v1alpha1", "kind": "Project", `
		one     = head + `"metadata": {"name": "one", "namespace": "shop"}, "spec": {"language": "go"}}`
		two     = head + `"metadata": {"name": "two", "namespace": "shop"}, "spec": {"language": "go"}}`
		flow    = `{apiVersion: nautes.resource.nautes.io/v1alpha1, kind: Project, metadata: {name: one, namespace: shop}, spec: {language: go}}`
		json    = "invalid JSON: invalid character '"
		yaml    = "invalid YAML: text behind the end of the document ("
		indent  = " apiVersion: nautes.resource.nautes.io/v1alpha1\n kind: Project\n metadata: {name: one, namespace: shop}\n"
		oldMacs = "\r---\r"
	)
	for _, test := range []struct {
		name, text string
		want       string // how the one error starts; empty: it is right
		taken      int
	}{
		{"JSON", one, "", 1},
		{"JSON values in a row", one + "\n" + two, "", 2},
		{"JSON values in one line", one + two, "", 2},
		{"comment behind JSON", one + " # the first", "", 1},
		{"comment below JSON", one + "\n# the first\n", "", 1},
		{"brace behind JSON", one + " }", "STDIN:1: " + json + "}'", 0},
		{"bracket behind JSON", one + "\n]", "STDIN:2: " + json + "]'", 0},
		{"word behind JSON", one + " x", "STDIN:1: " + json + "x'", 0},
		{"brace behind the second of two", one + "\n\n" + two + "\n\n}\n", "STDIN:5: " + json + "}'", 0},
		{"second one broken", one + "\n" + strings.Replace(two, `"go"`, "", 1), "STDIN:2: " + json + "}'", 0},
		{"second one cut off", one + "\n" + two[:40], "STDIN:2: invalid JSON: unexpected EOF", 0},
		{"YAML behind JSON", one + "\n" + flow, "STDIN:2: " + json + "a'", 0},
		{"comment below a flow mapping", flow + "\n# the first\n", "", 1},
		{"brace behind a flow mapping", flow + " }", "STDIN:1: " + yaml, 0},
		{"brace below a flow mapping", "# one\n" + flow + "\n\n}", "STDIN:4: " + yaml, 0},
		{"flow mapping behind another", flow + "\n" + flow, "STDIN:2: " + yaml, 0},
		{"key below a flow mapping", flow + "\nspec: {language: go}\n", "STDIN:2: " + yaml, 0},
		{"behind a separator", "---  " + flow + " }", "STDIN:1: " + yaml, 0},
		{"indented", indent + " spec: {language: go}\n", "", 1},
		{"first lines indented", indent + "spec: {language: go}\n", "STDIN:4: " + yaml, 0},
		{"document that no line starts", strings.ReplaceAll(projects("one")+oldMacs+projects("two"), "\n", "\r"), "STDIN:6: " + yaml, 0},
		{"dashes in a value", strings.Replace(projects("one"), "golang", "go---lang...", 1), "", 1},
		{"only the document in question", projects("one") + "---\n" + flow + "}\n---\n" + projects("two"), "STDIN:6: " + yaml, 2},
	} {
		t.Run(test.name, func(t *testing.T) {
			documents, err := read(t, test.text)
			said := lines(t, err)
			if (len(said) != 0) != (test.want != "") || len(said) > 1 || !strings.HasPrefix(strings.Join(said, "\n"), test.want) {
				t.Errorf("errors = %q, want %q…", said, test.want)
			}
			if len(documents) != test.taken {
				t.Errorf("%d documents taken, want %d", len(documents), test.taken)
			}
		})
	}
}
