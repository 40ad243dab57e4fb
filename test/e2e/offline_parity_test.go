// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// The references of these manifests are right, so that nothing but the schema has a say.
const parityProduct = "parity"

// parityCases are manifests of one object without its first line. fields are those that are refused.
func parityCases() map[string]struct {
	manifest string
	fields   []string
} {
	long := strings.Repeat("x", 64)
	return map[string]struct {
		manifest string
		fields   []string
	}{
		"project":                            {in("Project", "a", "language: golang"), nil},
		"project that names its product":     {in("Project", "a", "language: golang", "product: parity"), nil},
		"repo with nothing but its provider": {in("CodeRepo", "a", "codeRepoProvider: gitlab"), nil},
		"repo with all":                      {in("CodeRepo", "a", "codeRepoProvider: gitlab", "project: api", "repoName: My_App", "deploymentRuntime: true", "pipelineRuntime: false", "webhook: {events: [push_events]}", "git: {gitlab: {name: A, path: My_App, visibility: public, description: text}}"), nil},
		"null where null is taken":           {in("CodeRepo", "a", "codeRepoProvider: gitlab", "webhook: null"), nil},
		"null for what may be left out":      {in("CodeRepo", "a", "codeRepoProvider: gitlab", "git: null", "repoName: null"), nil},
		"binding without projects":           {in("CodeRepoBinding", "a", "codeRepo: api", "product: parity", "permissions: readonly"), nil},
		"runtime":                            {"kind: DeploymentRuntime" + strings.SplitN(plainRuntime(parityProduct, "a", "test"), "kind: DeploymentRuntime", 2)[1], nil},
		"empty optional name":                {in("Project", "a", "language: golang", `product: ""`), nil},
		"number where a number is due":       {"kind: Product\nmetadata: {name: parity-2}\nspec: {codeRepoProvider: gitlab, git: {gitlab: {parentID: 7}}}\n", nil},
		"labels and annotations":             {"kind: Project\nmetadata: {name: a, namespace: parity, labels: {team: blue}, annotations: {note: \"some, text\"}}\nspec: {language: golang}\n", nil},
		"no spec":                            {"kind: Project\nmetadata: {name: a, namespace: parity}\n", []string{"spec"}},
		"required field":                     {in("Environment", "a", "envType: test"), []string{"spec.cluster"}},
		"two required fields":                {in("CodeRepoBinding", "a", "codeRepo: api"), []string{"spec.permissions", "spec.product"}},
		"required field further down":        {in("DeploymentRuntime", "a", "manifestSource: {codeRepo: api, path: deploy}", "destination: {environment: test}"), []string{"spec.manifestSource.targetRevision"}},
		"unknown field":                      {in("Environment", "a", "cluster: parity", "envType: prod", "clustre: parity"), []string{"spec.clustre"}},
		"unknown field further down":         {in("CodeRepo", "a", "git: {gitlab: {visiblity: public}}"), []string{"spec.git.gitlab.visiblity"}},
		"unknown field of metadata":          {"kind: Project\nmetadata: {name: a, namespace: parity, lables: {}}\nspec: {language: golang}\n", []string{"metadata.lables"}},
		"unknown field beside spec":          {in("Project", "a", "language: golang") + "data: {}\n", []string{"data"}},
		"not one of those allowed":           {in("CodeRepoBinding", "a", "codeRepo: api", "product: parity", "permissions: admin"), []string{"spec.permissions"}},
		"pattern":                            {in("Environment", "a", "cluster: Big_Cluster", "envType: prod"), []string{"spec.cluster"}},
		"too long":                           {in("Project", "a", "language: "+long), []string{"spec.language"}},
		"too short":                          {in("Environment", "a", "cluster: parity", `envType: ""`), []string{"spec.envType"}},
		"too small":                          {"kind: Product\nmetadata: {name: parity-2}\nspec: {git: {gitlab: {parentID: 0}}}\n", []string{"spec.git.gitlab.parentID"}},
		"text for a truth value":             {in("CodeRepo", "a", `pipelineRuntime: "yes"`), []string{"spec.pipelineRuntime"}},
		"number for a text":                  {in("Project", "a", "language: 1.23"), []string{"spec.language"}},
		"text for a list":                    {in("CodeRepo", "a", "webhook: {events: push_events}"), []string{"spec.webhook.events"}},
		"null for a text":                    {in("Project", "a", "language: null"), []string{"spec.language"}},
		"an item of a list":                  {in("DeploymentRuntime", "a", "projectsRef: [api, Web]", "manifestSource: {codeRepo: api, path: deploy, targetRevision: main}", "destination: {environment: test}"), []string{"spec.projectsRef[1]"}},
		"an item twice in a set":             {in("CodeRepo", "a", "webhook: {events: [push_events, push_events]}"), []string{"spec.webhook.events[1]"}},
		"too many items":                     {in("CodeRepo", "a", "webhook: {events: ["+strings.Join(numbered("event", 33), ", ")+"]}"), []string{"spec.webhook.events"}},
		"name of an object":                  {in("Project", "A_b", "language: golang"), []string{"metadata.name"}},
		"label":                              {"kind: Project\nmetadata: {name: a, namespace: parity, labels: {team: \"two words\"}}\nspec: {language: golang}\n", []string{"metadata.labels"}},
		"rule of the schema":                 {"kind: Product\nmetadata: {name: parity-2}\nspec: {name: other}\n", []string{"spec.name"}},
		"rule of the schema on a cluster":    {"kind: Cluster\nmetadata: {name: a}\nspec: {apiServer: \"https://a.example.com\", clusterType: physical, usage: worker, componentsList: {}, kubeconfigSecretRef: {}}\n", []string{"spec.kubeconfigSecretRef.name"}},
	}
}

// in is a manifest of the product.
func in(kind, name string, spec ...string) string {
	fields := " {}"
	if len(spec) > 0 {
		fields = "\n  " + strings.Join(spec, "\n  ")
	}
	return "kind: " + kind + "\nmetadata: {name: " + name + ", namespace: " + parityProduct + "}\nspec:" + fields + "\n"
}

func numbered(name string, n int) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = name + "_" + strings.Repeat("x", i)
	}
	return all
}

// Without a cluster the same is refused as by the API server, for the same fields.
func TestOfflineRefusesWhatTheServerRefuses(t *testing.T) {
	shared.product(t, parityProduct)
	for name, test := range parityCases() {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "manifest.yaml")
			write(t, file, header+test.manifest)
			offline := shared.nautes(t.Context(), "validate", "--offline", "-f", file).tidy(t)
			server := shared.kubectl(t.Context(), "apply", "--dry-run=server", "--validate=strict", "-f", file)
			if (offline.code == 0) != (server.code == 0) {
				t.Fatalf("offline: exit code %d, the server: %d\noffline: %s\nserver: %s", offline.code, server.code, offline.stdout+offline.stderr, server.stderr)
			}
			if got := refusedFields(offline.stderr); !slices.Equal(got, test.fields) {
				t.Errorf("offline refuses %q, want %q:\n%s", got, test.fields, offline.stderr)
			}
			for _, field := range test.fields {
				if !regexp.MustCompile(`(^|[\s"])` + regexp.QuoteMeta(field) + `($|[\s":])`).MatchString(server.stderr) {
					t.Errorf("the server does not name %s: %s", field, server.stderr)
				}
			}
			// The plugin applies in another way than kubectl does, and what it takes must not differ for that.
			if ours := shared.nautes(t.Context(), "apply", "--dry-run=server", "-f", file).tidy(t); (ours.code == 0) != (server.code == 0) {
				t.Errorf("apply: exit code %d, that of kubectl: %d\napply: %s\nkubectl: %s", ours.code, server.code, ours.stderr, server.stderr)
			}
			if offline.code > 1 || strings.Contains(server.stderr, "admission webhook") {
				t.Errorf("it was for a rule to refuse this: %s%s", offline.stdout, server.stderr)
			}
		})
	}
}

// refusedFields are the fields that errors name, sorted.
func refusedFields(stderr string) []string {
	var fields []string
	for _, match := range regexp.MustCompile(`(?m)^error: \S+:\d+: ([\w.\[\]/-]+): `).FindAllStringSubmatch(stderr, -1) {
		fields = append(fields, match[1])
	}
	slices.Sort(fields)
	return fields
}
