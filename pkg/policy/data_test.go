// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package policy

import (
	"io/fs"
	"path"
	"testing"

	"sigs.k8s.io/yaml"

	"github.com/nautes-labs/kubectl-nautes/policies"
)

// Every data document can be replaced but that of the layout, which no webhook sees; and ours are themselves what they
// have to look like.
func TestOurDataHasItsShape(t *testing.T) {
	names, err := fs.Glob(policies.FS(), "*/data.yaml")
	if err != nil {
		t.Fatal(err)
	}
	held := map[string]bool{}
	for _, file := range names {
		name := path.Dir(file)
		held[name] = true
		shape, known := shapes[name]
		if name == "layout" {
			continue
		}
		if !known {
			t.Errorf("data.%s has no shape, so no operator can replace it", name)
			continue
		}
		content, err := fs.ReadFile(policies.FS(), file)
		if err != nil {
			t.Fatal(err)
		}
		var document any
		if err := yaml.UnmarshalStrict(content, &document); err != nil {
			t.Fatal(err)
		}
		if problem := shape.misfit("", document); problem != "" {
			t.Errorf("%s: %s", file, problem)
		}
	}
	for name := range shapes {
		if !held[name] {
			t.Errorf("there is a shape for data.%s, but no such data", name)
		}
	}
}

func TestShapesSayWhatDoesNotFit(t *testing.T) {
	tests := map[string]struct{ name, document, want string }{
		"no map":              {"components", "[]", "the document is no map"},
		"no text":             {"components", "a: {category: 1, namespace: a, additions: {}, serviceAccounts: []}", "a.category is no text (put it in quotes)"},
		"no list":             {"components", "a: {category: a, namespace: a, additions: {}, serviceAccounts: b}", "a.serviceAccounts is no list"},
		"an item":             {"categories", "a: [b, 1]", "a[1] is no text (put it in quotes)"},
		"a broken pattern":    {"components", "a: {category: a, namespace: a, serviceAccounts: [], additions: {b: {pattern: '('}}}", "a.additions.b.pattern: error parsing regexp: missing closing ): `(`"},
		"neither nor":         {"timezones", "UTC: yes please", "UTC is neither true nor false"},
		"a part is missing":   {"variables", "builtIn: {}", "the document has no fromEvent"},
		"nothing in it":       {"events", "", "the document is no map"},
		"an unknown field":    {"hooks", "tekton: {notify: {isPosthook: true}}", `tekton.notify.isPosthook is not known (did you mean "isPostHook"?)`},
		"what fits":           {"hooks", "tekton: {notify: {isPostHook: true, supportEventSourceTypes: [gitlab]}}", ""},
		"an empty set of all": {"components", "{}", ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var document any
			if err := yaml.UnmarshalStrict([]byte(test.document), &document); err != nil {
				t.Fatal(err)
			}
			if got := shapes[test.name].misfit("", document); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}
