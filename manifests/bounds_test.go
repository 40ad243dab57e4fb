// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package manifests_test

import (
	"strconv"
	"strings"
	"testing"

	"sigs.k8s.io/yaml"
)

// change is a filled object of a kind with one field set to a YAML value; an empty value takes the field away.
type change struct {
	kind, field, value string
}

// apply makes the change. Fields are separated by "/", because names have dots in them; numbers are list indexes.
func (c change) apply(t *testing.T, object map[string]any) {
	t.Helper()
	var at any = object
	steps := strings.Split(c.field, "/")
	for _, step := range steps[:len(steps)-1] {
		if list, ok := at.([]any); ok {
			i, err := strconv.Atoi(step)
			if err != nil {
				t.Fatal(err)
			}
			at = list[i]
			continue
		}
		at = at.(map[string]any)[step]
	}
	last, fields := steps[len(steps)-1], at.(map[string]any)
	if c.value == "" {
		delete(fields, last)
		return
	}
	text, err := yaml.YAMLToJSON([]byte("v: " + c.value))
	if err != nil {
		t.Fatal(err)
	}
	var value map[string]any
	if err := yaml.Unmarshal(text, &value); err != nil {
		t.Fatal(err)
	}
	fields[last] = value["v"]
}

func (c change) String() string { return c.kind + " " + c.field + "=" + c.value }

// validate says what the schema has against the changed object.
func (c change) validate(t *testing.T, crds map[string]*crd) error {
	t.Helper()
	object := filled(t)[c.kind].Object
	c.apply(t, object)
	return crds[c.kind].validate(t.Context(), object)
}

func TestSchemaRefuses(t *testing.T) {
	crds := loadCRDs(t)
	long := strings.Repeat("a", 64)
	for _, tc := range []struct {
		change
		want string
	}{
		{change{"CodeRepoProvider", "spec/providerType", "svn"}, "Unsupported value"},
		{change{"CodeRepoProvider", "spec/apiServer", ""}, "Required value"},
		{change{"ArtifactRepoProvider", "spec/url", `""`}, "should be at least 1 chars long"},
		{change{"Cluster", "spec/apiServer", "10.0.0.9:6443"}, "should match"},
		{change{"Cluster", "spec/apiServer", "https://me:secret@10.0.0.9:6443"}, "should match"},
		{change{"Cluster", "spec/apiServer", "https://"}, "should match"},
		{change{"Cluster", "spec/clusterKind", "nomad"}, "Unsupported value"},
		{change{"Cluster", "spec/clusterType", "real"}, "Unsupported value"},
		{change{"Cluster", "spec/usage", "idle"}, "Unsupported value"},
		{change{"Cluster", "spec/workerType", "both"}, "Unsupported value"},
		{change{"Cluster", "spec/componentsList", ""}, "Required value"},
		{change{"Cluster", "spec/componentsList/gateway/namespace", ""}, "Required value"},
		{change{"Cluster", "spec/componentsList/gateway/additions", "{httpNodePort: 30080}"}, "must be of type string"},
		{change{"Cluster", "spec/componentsList/ingress", "{name: nginx, namespace: nginx}"}, "unknown field spec.componentsList.ingress"},
		{change{"Cluster", "spec/productAllowedClusterResources/shop", "[{group: a, kind: B}, {group: a, kind: B}]"}, "Duplicate value"},
		{change{"Cluster", "spec/reservedNamespacesAllowedProducts/argocd", "[shop, shop]"}, "Duplicate value"},
		{change{"Cluster", "spec/vcluster/httpsNodePort", "65536"}, "less than or equal to 65535"},
		{change{"Cluster", "spec/clusterType", "physical"}, "vcluster is for virtual clusters only"},
		{change{"Cluster", "metadata/name", "a.b"}, "metadata.name becomes a namespace"},
		{change{"Cluster", "metadata/name", long}, "metadata.name becomes a namespace"},
		{change{"Product", "metadata/name", "a.b"}, "metadata.name becomes a namespace"},
		{change{"Product", "spec/name", "store"}, "spec.name must be metadata.name"},
		{change{"Product", "spec/deletionPolicy", "Orphan"}, "Unsupported value"},
		{change{"Product", "spec/git/gitlab/visibility", "internal"}, "Unsupported value"},
		{change{"Product", "spec/git/gitlab/parentID", "0"}, "greater than or equal to 1"},
		{change{"Product", "spec/git/gitlab/path", "/shop"}, "should match"},
		{change{"Product", "spec/metaDataPath", "https://token@git.example.com/shop/default.project.git"}, "should match"},
		{change{"Environment", "spec/cluster", ""}, "Required value"},
		{change{"Environment", "spec/cluster", "Dep_VC"}, "should match"},
		{change{"Environment", "spec/envType", `""`}, "should be at least 1 chars long"},
		{change{"Project", "spec/language", ""}, "Required value"},
		{change{"CodeRepo", "spec/webhook", "{}"}, "Required value"},
		{change{"CodeRepo", "spec/git/gitlab/path", "shop/cart"}, "should match"},
		{change{"CodeRepo", "spec/deploymentRuntime", `"yes"`}, "must be of type boolean"},
		{change{"CodeRepoBinding", "spec/permissions", "admin"}, "Unsupported value"},
		{change{"CodeRepoBinding", "spec/permissions", ""}, "Required value"},
		{change{"CodeRepoBinding", "spec/product", ""}, "Required value"},
		{change{"CodeRepoBinding", "spec/codeRepo", "other/lib"}, "should match"},
		{change{"DeploymentRuntime", "spec/manifestSource/codeRepo", "a/b/c"}, "should match"},
		{change{"DeploymentRuntime", "spec/manifestSource/targetRevision", ""}, "Required value"},
		{change{"DeploymentRuntime", "spec/destination", ""}, "Required value"},
		{change{"DeploymentRuntime", "spec/destination/namespaces", "[Shop]"}, "should match"},
		{change{"DeploymentRuntime", "spec/projectsRef", "[cart, cart]"}, "Duplicate value"},
		{change{"DeploymentRuntime", "spec/account", long}, "may not be more than 63"},
		{change{"ProjectPipelineRuntime", "spec/isolation", "none"}, "Unsupported value"},
		{change{"ProjectPipelineRuntime", "spec/pipelines", "[]"}, "should have at least 1 items"},
		{change{"ProjectPipelineRuntime", "spec/pipelines/0/name", "Dev_1"}, "should match"},
		{change{"ProjectPipelineRuntime", "spec/eventSources/0/gitlab/events", "[]"}, "should have at least 1 items"},
		{change{"ProjectPipelineRuntime", "spec/pipelineTriggers/0/inputs/0/source", ""}, "Required value"},
		{change{"ArtifactRepo", "spec/packageType", "npm"}, "Unsupported value"},
	} {
		t.Run(tc.String(), func(t *testing.T) {
			err := tc.validate(t, crds)
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got %v, want an error with %q", err, tc.want)
			}
		})
	}
}

// What rules.md promises under a rule's id has to reach the rule: a schema that refused it first would take away the
// id, the way to mend it, and the bypass.
func TestSchemaLeavesToTheRules(t *testing.T) {
	crds := loadCRDs(t)
	for rule, c := range map[string]change{
		"product-matches-namespace":               {"Environment", "spec/product", "till"},
		"cluster-host-is-physical":                {"Cluster", "spec/usage", "host"},
		"cluster-virtual-names-host":              {"Cluster", "spec/hostCluster", ""},
		"cluster-worker-has-worker-type":          {"Cluster", "spec/workerType", ""},
		"cluster-components-complete":             {"Cluster", "spec/componentsList", "{}"},
		"cluster-component-known":                 {"Cluster", "spec/componentsList/gateway/name", "nginx"},
		"cluster-component-properties-valid":      {"Cluster", "spec/componentsList/gateway/additions", `{httpNodePort: "many"}`},
		"cluster-has-kubeconfig":                  {"Cluster", "spec/kubeconfigSecretRef/namespace", "kube-system"},
		"provider-address-valid":                  {"CodeRepoProvider", "spec/apiServer", "git.example.com"},
		"product-group-path-frozen":               {"Product", "spec/git/gitlab/path", "store"},
		"coderepo-url-valid":                      {"CodeRepo", "spec/url", "https://git.example.com/shop/cart.git"},
		"coderepo-webhook-events-known":           {"CodeRepo", "spec/webhook/events", "[wiki_page_events]"},
		"coderepo-path-frozen":                    {"CodeRepo", "spec/git/gitlab/path", "Your_Cart"},
		"binding-projects-unique":                 {"CodeRepoBinding", "spec/projects", "[scanner, scanner]"},
		"deploymentruntime-path-is-relative":      {"DeploymentRuntime", "spec/manifestSource/path", "/etc/../deploy"},
		"runtime-namespace-not-reserved":          {"DeploymentRuntime", "spec/destination/namespaces", "[kube-system]"},
		"runtime-account-not-taken":               {"DeploymentRuntime", "spec/account", "default"},
		"pipelineruntime-event-source-one-kind":   {"ProjectPipelineRuntime", "spec/eventSources", "[{name: push}]"},
		"pipelineruntime-calendar-valid":          {"ProjectPipelineRuntime", "spec/eventSources/0/calendar", "{schedule: often, timezone: Mars, exclusionDates: [never]}"},
		"pipelineruntime-revision-valid":          {"ProjectPipelineRuntime", "spec/eventSources/0/gitlab/revision", `"("`},
		"pipelineruntime-names-unique":            {"ProjectPipelineRuntime", "spec/pipelines", "[{name: dev, path: a}, {name: dev, path: b}]"},
		"pipelineruntime-pipeline-paths-unique":   {"ProjectPipelineRuntime", "spec/pipelines", "[{name: a, path: x}, {name: b, path: x}]"},
		"pipelineruntime-path-is-relative":        {"ProjectPipelineRuntime", "spec/pipelines/0/path", "../dev.yaml"},
		"pipelineruntime-trigger-unique":          {"ProjectPipelineRuntime", "spec/pipelineTriggers", "[{eventSource: push, pipeline: dev}, {eventSource: push, pipeline: dev}]"},
		"pipelineruntime-input-source-single":     {"ProjectPipelineRuntime", "spec/pipelineTriggers/0/inputs/0/source", "{}"},
		"pipelineruntime-input-transmission-set":  {"ProjectPipelineRuntime", "spec/pipelineTriggers/0/inputs/0/transmissionMethod", "{}"},
		"pipelineruntime-input-known":             {"ProjectPipelineRuntime", "spec/pipelineTriggers/0/inputs/0/source", "{fromEvent: weather}"},
		"pipelineruntime-additional-source-set":   {"ProjectPipelineRuntime", "spec/additionalResources/git", "{revision: main, path: tekton}"},
		"pipelineruntime-hooks-valid":             {"ProjectPipelineRuntime", "spec/hooks/preHooks", "[{name: ls}, {name: ls}]"},
		"pipelineruntime-events-emitted":          {"ProjectPipelineRuntime", "spec/eventSources/0/gitlab/events", "[wiki_page_events]"},
		"name-is-dns-label":                       {"Environment", "metadata/name", "a.b"},
		"coderepo-name-not-reserved":              {"CodeRepo", "metadata/name", "default.project"},
		"product-name-not-reserved (spec absent)": {"Product", "spec", ""},
	} {
		t.Run(rule, func(t *testing.T) {
			if err := c.validate(t, crds); err != nil {
				t.Errorf("%s: %v", c, err)
			}
		})
	}
}

// Nautes writes the fields of its types even where they are empty.
func TestSchemaTakesEmptyForAbsent(t *testing.T) {
	crds := loadCRDs(t)
	for _, c := range []change{
		{"Cluster", "spec/hostCluster", `""`},
		{"Cluster", "spec/workerType", `""`},
		{"Cluster", "spec/primaryDomain", `""`},
		{"Cluster", "spec/componentsList/certManagement", "null"},
		{"Cluster", "spec/componentsList/gateway/additions", "null"},
		{"Cluster", "spec/reservedNamespacesAllowedProducts", "null"},
		{"Cluster", "spec/productAllowedClusterResources", "null"},
		{"Cluster", "spec/apiServer", "https://[fd00::9]:6443"},
		{"Cluster", "spec/apiServer", "https://localhost:6443/clusters/a"},
		{"Product", "spec/name", `""`},
		{"Product", "spec/metaDataPath", `""`},
		{"Product", "spec/metaDataPath", "git@git.example.com:shop/default.project.git"},
		{"CodeRepo", "spec/codeRepoProvider", `""`},
		{"CodeRepo", "spec/project", `""`},
		{"CodeRepo", "spec/repoName", `""`},
		{"CodeRepo", "spec/webhook", "null"},
		{"CodeRepoBinding", "spec/projects", "[]"},
		{"DeploymentRuntime", "spec/account", `""`},
		{"DeploymentRuntime", "spec/manifestSource/codeRepo", "platform/cart.deploy"},
		{"ProjectPipelineRuntime", "spec/destination/namespace", `""`},
		{"ProjectPipelineRuntime", "spec/pipelineTriggers/0/inputs", "null"},
		{"ProjectPipelineRuntime", "spec/additionalResources/git/codeRepo", `""`},
		{"ArtifactRepo", "spec/projects", "null"},
	} {
		t.Run(c.String(), func(t *testing.T) {
			if err := c.validate(t, crds); err != nil {
				t.Error(err)
			}
		})
	}
}
