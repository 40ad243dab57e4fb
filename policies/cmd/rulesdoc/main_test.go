// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/policies/examples"
)

const module = `# METADATA
# scope: package
# custom:
#   kinds: [Project]
package nautes.rules.project

import data.catalog

# METADATA
# scope: document
# title: The language is known
# description: A project names a language that there is.
# custom:
#   id: project-language-known
#   operations: [CREATE, UPDATE]
#   bypassable: true
#   action: deny
#   mend: Name another language.
#   origin: new
project_language_known contains violation if {
	input.request.operation in {"CREATE", "UPDATE"}
	not catalog.languages[input.request.object.spec.language]
	violation := {"field": "spec.language", "message": sprintf("%q is no language", [input.request.object.spec.language])}
}
`

const testModule = `package nautes.rules.project_test

import data.nautes.rules.project

project_of(language) := {"kind": "Project", "metadata": {"name": "cart"}, "spec": {"language": language, "product": null}}

create(object) := {"request": {"operation": "CREATE", "object": object, "oldObject": null}}

test_language_known_fires if {
	every language in ["klingon", "elvish"] {
		found := project.project_language_known with input as create(project_of(language))
			with data.catalog as {"languages": {"go": true, "java": true}}
		count(found) == 1
	}
}

test_language_known_is_silent_on_a_delete if {
	found := project.project_language_known
		with input as {"request": {"operation": "DELETE", "object": null, "oldObject": project_of("klingon")}}
	found == set()
}

test_language_known_is_silent if {
	found := project.project_language_known with input as create(project_of("go"))
		with data.catalog as {"languages": {"go": true, "java": true}}
	found == set()
}
`

func generate(t *testing.T, moduleOfTests string) (map[string]examples.Pair, []policy.Rule, error) {
	t.Helper()
	files := fstest.MapFS{
		"rules/project.rego":      {Data: []byte(module)},
		"rules/project_test.rego": {Data: []byte(moduleOfTests)},
	}
	engine, err := policy.New(t.Context(), files)
	if err != nil {
		t.Fatal(err)
	}
	pairs, err := pairsOf(t.Context(), files, engine.Rules())
	return pairs, engine.Rules(), err
}

func TestExamplesComeFromTests(t *testing.T) {
	pairs, _, err := generate(t, testModule)
	if err != nil {
		t.Fatal(err)
	}
	project := func(language string) map[string]any {
		return map[string]any{
			"kind": "Project", "metadata": map[string]any{"name": "cart"}, "spec": map[string]any{"language": language},
		}
	}
	want := map[string]examples.Pair{"project-language-known": {
		Rule: "project-language-known",
		Bad: examples.Example{
			Test: "test_language_known_fires", Operation: "CREATE", Object: project("klingon"),
			Violations: []examples.Violation{{Field: "spec.language", Message: `"klingon" is no language`}},
		},
		// Not the delete, which shows less.
		Good: examples.Example{Test: "test_language_known_is_silent", Operation: "CREATE", Object: project("go")},
	}}
	if diff := cmp.Diff(want, pairs); diff != "" {
		t.Error(diff)
	}
}

func TestRuleWithoutExamplesFailsAndSaysWhich(t *testing.T) {
	for name, test := range map[string]struct{ from, to, want string }{
		"none fires":     {"_known_fires", "_known_works", `: rule "project-language-known" has no test test_..._fires...`},
		"none is silent": {"_is_silent", "_passes", `: rule "project-language-known" has no test test_..._silent...`},
		"one fails":      {"count(found) == 1", "count(found) == 7", "rules/project_test.rego:9: test_language_known_fires fails"},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := generate(t, strings.ReplaceAll(testModule, test.from, test.to))
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want %s", err, test.want)
			}
		})
	}
}

func TestPageHoldsWhatPeopleNeed(t *testing.T) {
	pairs, rules, err := generate(t, testModule)
	if err != nil {
		t.Fatal(err)
	}
	var page bytes.Buffer
	if err := writePage(&page, rules, pairs); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"| [`project-language-known`](#project-language-known) | C U | yes | deny | The language is known |\n",
		"### project-language-known\n\nA project names a language that there is.\n",
		"- **Judges:** create, update of Project\n",
		"Refused, when it is created:\n\n```yaml\nkind: Project\n",
		"> `spec.language: \"klingon\" is no language`\n",
		"Passes, when it is created:\n",
	} {
		if !strings.Contains(page.String(), want) {
			t.Errorf("no %q in:\n%s", want, page.String())
		}
	}
}
