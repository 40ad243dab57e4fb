// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package set_test

import (
	"errors"
	"io/fs"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nautes-labs/kubectl-nautes/manifests"
	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/manifest"
	"github.com/nautes-labs/kubectl-nautes/plugin/merge"
	"github.com/nautes-labs/kubectl-nautes/plugin/set"
	"github.com/nautes-labs/kubectl-nautes/test/world"
)

func read(t *testing.T, source manifest.Source, stdin string) (*set.Set, error) {
	t.Helper()
	crds, err := fs.Sub(manifests.Files(), "crds")
	if err != nil {
		t.Fatal(err)
	}
	schemas := manifest.NewSchemas(crds)
	reader := &manifest.Reader{Schemas: schemas, Stdin: strings.NewReader(stdin)}
	return set.Read(t.Context(), reader, source, merge.New(crds, schemas.Default))
}

// of reads text as standard input.
func of(t *testing.T, text string) *set.Set {
	t.Helper()
	members, err := read(t, manifest.Source{Filenames: []string{"-"}}, text)
	if err != nil {
		t.Fatal(err)
	}
	return members
}

// demo is the sample product, whose objects stand in an order in which they could not be applied.
func demo(t *testing.T) *set.Set {
	t.Helper()
	members, err := read(t, manifest.Source{Filenames: []string{"../../manifests/samples/demo"}}, "")
	if err != nil {
		t.Fatal(err)
	}
	return members
}

func names(members []*set.Member) []string {
	var all []string
	for _, m := range members {
		all = append(all, m.String())
	}
	return all
}

func TestSetsOfBadInputSayAllThatIsWrong(t *testing.T) {
	_, err := read(t, manifest.Source{Filenames: []string{"-"}}, "kind: Project\n---\na: b\n")
	var all manifest.Errors
	if !errors.As(err, &all) || len(all) < 2 {
		t.Errorf("error is %v, want the errors of both documents", err)
	}
}

func TestWavesComeDependenciesFirst(t *testing.T) {
	members := demo(t)
	state, err := members.Applied(catalog.New())
	if err != nil {
		t.Fatal(err)
	}
	waves, err := members.Waves(state)
	if err != nil {
		t.Fatal(err)
	}
	var got [][]string
	for _, wave := range waves {
		got = append(got, names(wave))
	}
	want := [][]string{
		{"CodeRepoProvider/gitlab", "Cluster/demo-prod", "Cluster/demo-test"},
		{"Product/demo"},
		{"Environment/demo/production", "Environment/demo/test", "Project/demo/web", "CodeRepo/demo/charts", "CodeRepo/demo/web-deploy"},
		{"CodeRepo/demo/web", "CodeRepoBinding/demo/charts-to-all", "CodeRepoBinding/demo/web-deploy-to-web"},
		{"DeploymentRuntime/demo/web-test"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestBeforeListsOnlyMembers(t *testing.T) {
	members := demo(t)
	base := catalog.New(world.Provider("another"))
	state, err := members.Applied(base)
	if err != nil {
		t.Fatal(err)
	}
	runtime := members.Get(catalog.ID{Kind: catalog.DeploymentRuntime, Namespace: "demo", Name: "web-test"})
	want := []string{
		"Product/demo", "Environment/demo/test", "Project/demo/web", "CodeRepo/demo/web-deploy", "CodeRepoBinding/demo/web-deploy-to-web",
	}
	if diff := cmp.Diff(want, names(members.Before(runtime, state))); diff != "" {
		t.Error(diff)
	}
}

func TestRingIsNamedWithFilesAndFields(t *testing.T) {
	members := of(t, virtual("one", "two")+"---\n"+virtual("two", "one"))
	state, err := members.Applied(catalog.New())
	if err != nil {
		t.Fatal(err)
	}
	_, err = members.Waves(state)
	var cycle *set.CycleError
	if !errors.As(err, &cycle) {
		t.Fatalf("error is %v, want a CycleError", err)
	}
	want := `the order can not be told: these refer to each other in a ring (change one of the fields)
  STDIN:11: Cluster/one names Cluster/two in spec.hostCluster
  STDIN:26: Cluster/two names Cluster/one in spec.hostCluster`
	if diff := cmp.Diff(want, err.Error()); diff != "" {
		t.Error(diff)
	}
}

func TestRingThroughLiveObjectsIsNone(t *testing.T) {
	// What is live beside the set orders nothing: it is there already.
	members := of(t, virtual("one", "two"))
	base := catalog.New(world.Object(catalog.Cluster, "", "two", map[string]any{"hostCluster": "one"}))
	state, err := members.Applied(base)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := members.Waves(state); err != nil {
		t.Error(err)
	}
}

func TestAppliedHasDefaultsAndKeepsWhatOthersWrote(t *testing.T) {
	members := of(t, `apiVersion: nautes.resource.nautes.io/v1alpha1
kind: Product
metadata: {name: demo}
spec: {codeRepoProvider: gitlab}
status: {conditions: []}
`)
	id := catalog.ID{Kind: catalog.Product, Name: "demo"}
	fresh, err := members.Applied(catalog.New())
	if err != nil {
		t.Fatal(err)
	}
	if got := fresh.Get(id).String("spec.deletionPolicy"); got != "Retain" {
		t.Errorf("spec.deletionPolicy = %q, want the default", got)
	}
	if _, status := fresh.Get(id).Content()["status"]; status {
		t.Error("the status of a manifest is taken, want it left out as the server does")
	}
	live := world.Object(catalog.Product, "", "demo", map[string]any{"deletionPolicy": "Delete"})
	live.Content()["metadata"].(map[string]any)["uid"] = "1-2-3"
	updated, err := members.Applied(catalog.New(live))
	if err != nil {
		t.Fatal(err)
	}
	got := updated.Get(id)
	if got.String("metadata.uid") != "1-2-3" || got.String("spec.deletionPolicy") != "Delete" || got.String("spec.codeRepoProvider") != "gitlab" {
		t.Errorf("applied to the live object: %v", got.Content())
	}
}

func TestDeletedHoldsNoMember(t *testing.T) {
	members := demo(t)
	state, err := members.Applied(catalog.New(world.Provider("another")))
	if err != nil {
		t.Fatal(err)
	}
	if left := members.Deleted(state); left.Len() != 1 {
		t.Errorf("%d objects are left, want the one that is no member", left.Len())
	}
}

func TestAbsentKinds(t *testing.T) {
	want := []catalog.Kind{catalog.ArtifactRepoProvider, catalog.ProjectPipelineRuntime, catalog.ArtifactRepo, catalog.Namespace}
	if diff := cmp.Diff(want, demo(t).Absent()); diff != "" {
		t.Error(diff)
	}
}

// virtual is a virtual cluster on a host.
func virtual(name, host string) string {
	return `apiVersion: nautes.resource.nautes.io/v1alpha1
kind: Cluster
metadata:
  name: ` + name + `
spec:
  usage: worker
  workerType: deployment
  clusterType: virtual
  apiServer: https://10.20.0.12:6443
  # The line of this field is what people look for.
  hostCluster: ` + host + `
  componentsList:
    deployment: {name: argocd, namespace: argocd}
    multiTenant: {name: hnc, namespace: hnc-system}
`
}
