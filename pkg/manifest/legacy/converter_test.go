// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package legacy_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"sigs.k8s.io/yaml"

	"github.com/nautes-labs/kubectl-nautes/pkg/manifest/legacy"
)

const head = "apiVersion: nautes.resource.nautes.io/v1alpha1\n"

// old is a document of the command line.
func old(kind, spec string) string { return head + "kind: " + kind + "\nspec:\n" + indented(spec) }

func indented(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		b.WriteString("  " + line)
	}
	return b.String()
}

// Each case is one document and the spec that it becomes, with what is said of it.
func TestConvert(t *testing.T) {
	tests := map[string]struct {
		kind, spec string
		want       string
		notes      []string
	}{
		"a name and a product": {
			kind: "Project", spec: "name: web\nproduct: demo\nlanguage: golang\n",
			want: "{metadata: {name: web, namespace: demo}, spec: {language: golang}}",
		},
		"a name that YAML takes for a number": {
			kind: "Project", spec: "name: 8\nproduct: 7\nlanguage: golang\n",
			want: `{metadata: {name: "8", namespace: "7"}, spec: {language: golang}}`,
		},
		"a binding names its owner by productName, the grantee by product": {
			kind: "CodeRepoBinding", spec: "name: b\nproductName: demo\nproduct: other\ncoderepo: charts\npermissions: readonly\n",
			want:  "{metadata: {name: b, namespace: demo}, spec: {codeRepo: charts, product: other, permissions: readonly}}",
			notes: []string{"STDIN:7: CodeRepoBinding/demo/b: spec.coderepo is now spec.codeRepo"},
		},
		"both spellings of the flag of pipelines": {
			kind: "CodeRepo", spec: "name: r\nproduct: demo\nprojectPipelineRuntime: true\npipelineRuntime: true\n",
			want: "{metadata: {name: r, namespace: demo}, spec: {pipelineRuntime: true}}",
			notes: []string{
				"STDIN:7: CodeRepo/demo/r: spec.pipelineRuntime counts now; the old command line left it out of what it sent",
				"STDIN:6: CodeRepo/demo/r: spec.projectPipelineRuntime is now spec.pipelineRuntime",
			},
		},
		"a destination of before release 0.3.8": {
			kind: "DeploymentRuntime", spec: "name: d\nproduct: demo\nmanifestsource: {codeRepo: r, targetRevision: main, path: p}\ndestination: test\n",
			want: "{metadata: {name: d, namespace: demo}, spec: {manifestSource: {codeRepo: r, targetRevision: main, path: p}, destination: {environment: test}}}",
			notes: []string{
				"STDIN:6: DeploymentRuntime/demo/d: spec.manifestsource is now spec.manifestSource",
				"STDIN:7: DeploymentRuntime/demo/d: spec.destination is now spec.destination.environment",
			},
		},
		"a group without a parent": {
			kind: "Product", spec: "name: demo\ngit: {gitlab: {path: demo, visibility: private, parentID: 0}}\n",
			want: "{metadata: {name: demo}, spec: {git: {gitlab: {path: demo, visibility: private}}}}",
		},
		"a parent in quotes": {
			kind: "Product", spec: "name: demo\ngit: {gitlab: {path: demo, visibility: private, parentID: \"12\"}}\n",
			want: "{metadata: {name: demo}, spec: {git: {gitlab: {path: demo, visibility: private, parentID: 12}}}}",
		},
		"placeholders in values, keys and beside dashes": {
			kind: "Cluster", spec: cluster + "productAllowedClusterResources: {demo-$suffix: [{group: g, kind: K}]}\nprimaryDomain: $suffix-x.${cluster-ip}.nip.io\n",
			want: "{metadata: {name: vc}, spec: {apiServer: 'https://10.0.0.9:31443', clusterType: virtual, usage: worker, workerType: deployment, hostCluster: h, " +
				"primaryDomain: q-x.1.2.3.4.nip.io, productAllowedClusterResources: {demo-q: [{group: g, kind: K}]}, componentsList: " + virtualDeployment + "}}",
			notes: filled,
		},
		"hosts as releases before 0.4 had them": {
			kind: "Cluster", spec: cluster + "argocdHost: argocd.example.com\n",
			want: "{metadata: {name: vc}, spec: {apiServer: 'https://10.0.0.9:31443', clusterType: virtual, usage: worker, workerType: deployment, hostCluster: h, " +
				"componentsList: " + strings.Replace(virtualDeployment, "argocd.vc.10.0.0.9.nip.io", "argocd.example.com", 1) + "}}",
			notes: []string{
				"STDIN:10: Cluster/vc: spec.argocdHost is now spec.componentsList.deployment.additions.host",
				filled[1], filled[2], filled[3], filled[4],
				"STDIN:3: Cluster/vc: spec.componentsList.deployment.name is filled in: it is the component of that category",
				"STDIN:3: Cluster/vc: spec.componentsList.deployment.namespace is filled in: it is where argocd is installed",
			},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			c := &legacy.Converter{Values: map[string]string{"suffix": "q", "cluster-ip": "1.2.3.4"}}
			documents, err := converted(t, c, old(test.kind, test.spec))
			if err != nil {
				t.Fatal(err)
			}
			want := map[string]any{}
			if err := yaml.Unmarshal([]byte(test.want), &want); err != nil {
				t.Fatal(err)
			}
			got := documents[0].Object.Object
			delete(got, "apiVersion")
			delete(got, "kind")
			if diff := cmp.Diff(asYAML(t, want), asYAML(t, got)); diff != "" {
				t.Errorf("object (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.notes, said(c.Notes), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("notes (-want +got):\n%s", diff)
			}
		})
	}
}

// cluster is a Cluster whose class needs five components, with none of them.
const cluster = `name: vc
apiServer: https://10.0.0.9:31443
clusterType: virtual
usage: worker
workerType: deployment
hostCluster: h
`

const virtualDeployment = "{deployment: {name: argocd, namespace: argocd, additions: {host: argocd.vc.10.0.0.9.nip.io}}, multiTenant: {name: hnc, namespace: hnc-system}, " +
	"progressiveDelivery: {name: argo-rollouts, namespace: argo-rollouts}, secretManagement: {name: vault, namespace: vault}, " +
	"secretSync: {name: external-secrets, namespace: external-secrets}}"

var filled = []string{
	"STDIN:3: Cluster/vc: spec.componentsList.deployment is filled in: a worker/virtual/deployment cluster needs it",
	"STDIN:3: Cluster/vc: spec.componentsList.multiTenant is filled in: a worker/virtual/deployment cluster needs it",
	"STDIN:3: Cluster/vc: spec.componentsList.progressiveDelivery is filled in: a worker/virtual/deployment cluster needs it",
	"STDIN:3: Cluster/vc: spec.componentsList.secretManagement is filled in: a worker/virtual/deployment cluster needs it",
	"STDIN:3: Cluster/vc: spec.componentsList.secretSync is filled in: a worker/virtual/deployment cluster needs it",
	"STDIN:3: Cluster/vc: spec.componentsList.deployment.additions.host is filled in: it is the name that Nautes gave it",
}

func asYAML(t *testing.T, value any) string {
	t.Helper()
	text, err := yaml.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// The errors name the fields and the lines of what the user wrote.
func TestErrors(t *testing.T) {
	tests := map[string]struct {
		text string
		want []string
	}{
		"an unknown kind": {
			text: old("Environmnt", "name: x\nproduct: demo\n"),
			want: []string{`STDIN:2: kind: the old nautes command line has no kind "Environmnt" (did you mean "Environment"?)`},
		},
		"a kind that came later": {
			text: old("ArtifactRepo", "name: x\nproduct: demo\n"),
			want: []string{`STDIN:2: kind: the old nautes command line has no kind "ArtifactRepo"`},
		},
		"an unknown field, which it would have dropped": {
			text: old("Environment", "name: x\nproduct: demo\ncluster: c\nenvTyp: test\n"),
			want: []string{
				`STDIN:7: spec.envTyp: unknown field (did you mean "envType"?)`,
				`STDIN:3: spec.envType: Required value`,
			},
		},
		"a misspelt kubeconfig": {
			text: old("Cluster", cluster+"kubeConfig: x\n"),
			want: []string{`STDIN:10: spec.kubeConfig: unknown field (did you mean "kubeconfig"?)`},
		},
		"an unknown field further down": {
			text: old("DeploymentRuntime", "name: x\nproduct: demo\nmanifestsource:\n  codeRepo: r\n  targetRevison: main\n  path: p\ndestination: {environment: e}\n"),
			want: []string{
				`STDIN:6: spec.manifestsource.targetRevision: Required value`,
				`STDIN:8: spec.manifestsource.targetRevison: unknown field (did you mean "targetRevision"?)`,
			},
		},
		"a field beside the spec": {
			text: old("Project", "name: x\nproduct: demo\nlanguage: go\n") + "status: {}\n",
			want: []string{"STDIN:7: status: unknown field"},
		},
		"an empty name": {
			text: old("Project", "name: \"\"\nproduct: demo\nlanguage: go\n"),
			want: []string{"STDIN:4: spec.name: is empty"},
		},
		"no product": {
			text: old("Project", "name: x\nlanguage: go\n"),
			want: []string{"STDIN:3: spec.product: is missing"},
		},
		"a name that is none": {
			text: old("Project", "name: Web\nproduct: demo\nlanguage: go\n"),
			want: []string{`STDIN:4: spec.name: Invalid value: "Web": a lowercase RFC 1123 subdomain must consist of`},
		},
		"a placeholder, once in a file": {
			text: old("Project", "name: x-$suffix\nproduct: demo-$suffix\nlanguage: go\n") + "---\n" + old("Project", "name: y-${suffix}\nproduct: d\nlanguage: $l\n"),
			want: []string{
				`STDIN:4: spec.name: placeholder "$suffix" has no value (give --set suffix=VALUE)`,
				`STDIN:13: spec.language: placeholder "$l" has no value (give --set l=VALUE)`,
			},
		},
		"two keys that become one": {
			text: old("Cluster", cluster+"productAllowedClusterResources:\n  $a: []\n  x: []\n"),
			want: []string{`STDIN:12: spec.productAllowedClusterResources.x: key "x" is given twice, once by a placeholder`},
		},
		"two spellings that say two things": {
			text: old("CodeRepo", "name: r\nproduct: demo\nprojectPipelineRuntime: true\npipelineRuntime: false\n"),
			want: []string{"STDIN:6: spec.projectPipelineRuntime: says something else than spec.pipelineRuntime (take one of the two out)"},
		},
		"the same object twice": {
			text: old("Project", "name: x\nproduct: demo\nlanguage: go\n") + "---\n" + head + "kind: Project\nmetadata: {name: x, namespace: demo}\nspec: {language: go}\n",
			want: []string{"STDIN:10: metadata.name: Project demo/x is given twice (first at STDIN:1)"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := converted(t, &legacy.Converter{Values: map[string]string{"a": "x"}}, test.text)
			got := lines(t, err)
			if len(got) != len(test.want) {
				t.Fatalf("errors %q, want %q", got, test.want)
			}
			for i, want := range test.want {
				if !strings.HasPrefix(got[i], want) {
					t.Errorf("error %q, want %q", got[i], want)
				}
			}
		})
	}
}

// Findings name the fields that an object has now; their lines are those of the old file.
func TestLinesAreThoseOfTheOldFile(t *testing.T) {
	text := "# comment\n" + old("DeploymentRuntime", "name: d\nproduct: demo\nmanifestsource:\n  codeRepo: r\n  targetRevision: main\n  path: p\ndestination: test\n")
	documents, err := converted(t, &legacy.Converter{}, text)
	if err != nil {
		t.Fatal(err)
	}
	for field, want := range map[string]int{
		"": 2, "metadata.name": 5, "metadata.namespace": 6, "spec.manifestSource.path": 10, "spec.destination.environment": 11,
		"spec.destination.namespaces": 11, "metadata.annotations[a/b]": 2,
	} {
		if got := documents[0].Line(field); got != want {
			t.Errorf("%s is in line %d, want %d", field, got, want)
		}
	}
}

// To delete what a file names it takes no more than the names.
func TestIdentityOnly(t *testing.T) {
	c := &legacy.Converter{IdentityOnly: true}
	documents, err := converted(t, c, old("Cluster", "name: c\nnonsense: $x\nkubeconfig: not one\n")+"---\n"+old("Project", "name: p\nproduct: demo\n"))
	if err != nil {
		t.Fatal(err)
	}
	if len(documents) != 2 || documents[0].Object.GetName() != "c" || documents[1].Object.GetNamespace() != "demo" {
		t.Errorf("documents %v", documents)
	}
	if len(c.Notes) > 0 || len(c.Kubeconfigs) > 0 {
		t.Errorf("notes %q, kubeconfigs %v", said(c.Notes), c.Kubeconfigs)
	}
	if _, err := converted(t, &legacy.Converter{IdentityOnly: true}, old("Project", "name: p-$s\nproduct: demo\n")); err == nil {
		t.Error("a name that is not known is no error")
	}
}

// A revision was searched for; now it has to match the whole name of a branch.
func TestRevisions(t *testing.T) {
	for revision, want := range map[string]string{
		"main": "main", "release/v1": "release/v1", "*": "*", "refs/heads/main": "main", "^refs/heads/feature%-": "feature%-", "v1.2": "v1.2",
	} {
		c := &legacy.Converter{}
		documents, err := converted(t, c, old("ProjectPipelineRuntime", strings.ReplaceAll(runtime, "REVISION", revision)))
		if err != nil {
			t.Fatal(err)
		}
		text := asYAML(t, documents[0].Object.Object)
		if !strings.Contains(text, "revision: "+want+"\n") && !strings.Contains(text, "revision: '"+want+"'\n") {
			t.Errorf("%q became:\n%s", revision, text)
		}
		check := strings.ContainsAny(want, "%.")
		if got := strings.Contains(strings.Join(said(c.Notes), "\n"), "regular expression"); got != check {
			t.Errorf("%q: notes %q", revision, said(c.Notes))
		}
	}
}

const runtime = `name: p
product: demo
project: web
pipelineSource: r
destination: {environment: e}
pipelines: [{name: m, path: m.yaml}]
eventSources: [{name: s, gitlab: {repoName: r, revision: "REVISION", events: [push_events]}}]
pipelineTriggers: [{eventSource: s, pipeline: m}]
`
