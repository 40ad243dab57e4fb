// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package catalog_test

import (
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/test/world"
)

type spec = map[string]any

func demo() *catalog.Snapshot {
	objects := append(world.Product("demo", 0), world.Provider("gitlab"), world.Cluster("test-0", "deployment"), world.Cluster("prod-0", "deployment"))
	return catalog.New(objects...)
}

func id(kind catalog.Kind, namespace, name string) catalog.ID {
	return catalog.ID{Kind: kind, Namespace: namespace, Name: name}
}

func TestSnapshotIsNotChangedByTheNextOne(t *testing.T) {
	before := demo()
	environment := id(catalog.Environment, "demo", "test")
	after := before.With(catalog.Remove(environment))

	if before.Get(environment) == nil {
		t.Error("the environment is gone from the snapshot before")
	}
	if after.Get(environment) != nil {
		t.Error("the environment is still in the snapshot after")
	}
	if got := len(before.Lookup("runtimes_by_cluster_namespace", "test-0/demo-api-test")); got != 1 {
		t.Errorf("index before: %d runtimes, want 1", got)
	}
	if got := after.Lookup("runtimes_by_cluster_namespace", "test-0/demo-api-test"); got != nil {
		t.Errorf("index after: %v, want none: a runtime without environment is on no cluster", got)
	}
}

func TestListIsOfOneKindAndNamespace(t *testing.T) {
	s := demo().With(catalog.Put(world.Object(catalog.Project, "demo-2", "api", spec{})))
	var names []string
	for _, o := range s.List(catalog.Project, "demo") {
		names = append(names, o.ID.String())
	}
	if diff := cmp.Diff([]string{"Project/demo/api", "Project/demo/web"}, names); diff != "" {
		t.Error(diff)
	}
	if got := len(s.List(catalog.Project, "")); got != 3 {
		t.Errorf("%d projects in all, want 3", got)
	}
}

func TestReferrersNameTheField(t *testing.T) {
	s := demo()
	var got []string
	for _, r := range s.Referrers(id(catalog.Environment, "demo", "test")) {
		got = append(got, r.From.Name+" "+r.Field)
	}
	want := []string{"api-test spec.destination.environment", "web-test spec.destination.environment"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestReferrersOfWhatDoesNotExist(t *testing.T) {
	s := catalog.New(world.Runtime("demo", "api-test", "test", "other/deploy"))
	if got := len(s.Referrers(id(catalog.Environment, "demo", "test"))); got != 1 {
		t.Errorf("%d referrers of a missing environment, want 1", got)
	}
	if got := len(s.Referrers(id(catalog.CodeRepo, "other", "deploy"))); got != 1 {
		t.Errorf("%d referrers of a shared repo, want 1", got)
	}
}

// Each reference field of each kind, filled once: what it refers to is what the table says.
func TestEveryReferenceField(t *testing.T) {
	tests := map[string]struct {
		object *catalog.Object
		want   []string
	}{
		"cluster": {
			world.Object(catalog.Cluster, "", "vc", spec{"hostCluster": "host"}),
			[]string{"spec.hostCluster -> Cluster/host"},
		},
		"product": {
			world.Object(catalog.Product, "", "demo", spec{"codeRepoProvider": "gitlab"}),
			[]string{"spec.codeRepoProvider -> CodeRepoProvider/gitlab"},
		},
		"binding to another product": {
			world.Object(catalog.CodeRepoBinding, "demo", "b", spec{"codeRepo": "lib", "product": "shop", "projects": []any{"cart", "pay"}}),
			[]string{
				"metadata.namespace -> Product/demo", "spec.codeRepo -> CodeRepo/demo/lib", "spec.product -> Product/shop",
				"spec.projects[0] -> Project/shop/cart", "spec.projects[1] -> Project/shop/pay",
			},
		},
		"pipeline runtime": {
			world.Object(catalog.ProjectPipelineRuntime, "demo", "ci", spec{
				"project": "api", "pipelineSource": "pipelines", "destination": spec{"environment": "ci"},
				"eventSources":        []any{spec{"name": "nightly", "calendar": spec{}}, spec{"name": "push", "gitlab": spec{"repoName": "shop/lib"}}},
				"additionalResources": spec{"git": spec{"codeRepo": "extra"}},
			}),
			[]string{
				"metadata.namespace -> Product/demo", "spec.project -> Project/demo/api", "spec.pipelineSource -> CodeRepo/demo/pipelines",
				"spec.destination.environment -> Environment/demo/ci", "spec.eventSources[1].gitlab.repoName -> CodeRepo/shop/lib",
				"spec.additionalResources.git.codeRepo -> CodeRepo/demo/extra",
			},
		},
		"artifact repo": {
			world.Object(catalog.ArtifactRepo, "demo", "maven", spec{"artifactRepoProvider": "nexus", "projects": []any{"api"}}),
			[]string{
				"metadata.namespace -> Product/demo", "spec.artifactRepoProvider -> ArtifactRepoProvider/nexus", "spec.projects[0] -> Project/demo/api",
			},
		},
		"what the status tells": {
			withStatus(world.Runtime("demo", "web", "test", "deploy"), spec{"deployed": spec{"environment": "old", "cluster": "vc"}}),
			[]string{
				"metadata.namespace -> Product/demo", "spec.manifestSource.codeRepo -> CodeRepo/demo/deploy",
				"spec.projectsRef[0] -> Project/demo/api", "spec.destination.environment -> Environment/demo/test",
				"status.deployed.cluster -> Cluster/vc",
			},
		},
		"the provider that was found": {
			withStatus(world.Object(catalog.CodeRepo, "demo", "lib", spec{}), spec{"provider": "gitlab"}),
			[]string{"metadata.namespace -> Product/demo", "status.provider -> CodeRepoProvider/gitlab"},
		},
		"fields of a wrong type refer to nothing": {
			world.Object(catalog.DeploymentRuntime, "demo", "dr", spec{"manifestSource": "x", "projectsRef": spec{}, "destination": []any{1}}),
			[]string{"metadata.namespace -> Product/demo"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, r := range catalog.ReferencesOf(test.object) {
				got = append(got, r.Field+" -> "+r.To.String())
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func withStatus(o *catalog.Object, status spec) *catalog.Object {
	o.Content()["status"] = status
	return o
}

func TestIndexFollowsTheEnvironment(t *testing.T) {
	runtime := world.Runtime("demo", "api-test", "test", "deploy")
	environment := func(cluster string) *catalog.Object {
		return world.Object(catalog.Environment, "demo", "test", spec{"cluster": cluster})
	}
	on := func(s *catalog.Snapshot, cluster string) int {
		return len(s.Lookup("runtimes_by_cluster_namespace", cluster+"/demo-api-test")) +
			len(s.Lookup("runtimes_by_cluster_account", cluster+"/demo-api-test")) +
			len(s.Lookup("runtimes_by_cluster_name", cluster+"/DeploymentRuntime/api-test"))
	}

	s := catalog.New(runtime)
	if on(s, "c1") != 0 {
		t.Fatal("a runtime is on a cluster before its environment is there")
	}
	s = s.With(catalog.Put(environment("c1")))
	if on(s, "c1") != 3 {
		t.Fatalf("%d entries on c1 after the environment came, want 3", on(s, "c1"))
	}
	s = s.With(catalog.Put(environment("c2")))
	if on(s, "c1") != 0 || on(s, "c2") != 3 {
		t.Fatalf("after the environment moved: %d entries on c1, %d on c2, want 0 and 3", on(s, "c1"), on(s, "c2"))
	}
	s = s.With(catalog.Remove(runtime.ID))
	if on(s, "c2") != 0 {
		t.Fatal("a runtime that is gone is still on the cluster")
	}
}

// A runtime on an environment that is being deleted is on no cluster: it would be seen as a neighbour by the index and
// by nobody else, and could take a namespace that nobody can get back.
func TestIndexDoesNotFollowAnEnvironmentThatIsBeingDeleted(t *testing.T) {
	leaving := world.Object(catalog.Environment, "demo", "test", spec{"cluster": "c1"})
	leaving.Content()["metadata"].(map[string]any)["deletionTimestamp"] = "2026-11-23T11:59:00Z"
	s := catalog.New(leaving, world.Runtime("demo", "api-test", "test", "deploy"))
	if got := s.Lookup("runtimes_by_cluster_namespace", "c1/demo-api-test"); got != nil {
		t.Errorf("%v", got)
	}
}

// A product's name must be free on all clusters. A runtime that is on none takes its namespace when its environment
// comes, and is judged then.
func TestIndexByNamespaceHoldsThoseOnAnyCluster(t *testing.T) {
	runtime := world.Runtime("demo", "api-test", "test", "deploy")
	s := catalog.New(runtime)
	if got := s.Lookup("runtimes_by_namespace", "demo-api-test"); got != nil {
		t.Errorf("without environment: %v", got)
	}
	environment := world.Object(catalog.Environment, "demo", "test", spec{"cluster": "c1"})
	s = s.With(catalog.Put(environment))
	if got := s.Lookup("runtimes_by_namespace", "demo-api-test"); len(got) != 1 {
		t.Errorf("with it: %v, want the runtime", got)
	}
	behind, _, _ := s.Behind("runtimes_by_namespace", "demo-api-test")
	if diff := cmp.Diff([]catalog.ID{runtime.ID, environment.ID}, behind); diff != "" {
		t.Errorf("what the answer rests on: %s", diff)
	}
}

func TestIndexBySourceResolvesRepoAndPath(t *testing.T) {
	s := catalog.New(world.Object(catalog.DeploymentRuntime, "demo", "web", spec{
		"manifestSource": spec{"codeRepo": "shop/charts", "path": "./overlays//test/"}, "destination": spec{"environment": "test"},
	}))
	if got := s.Lookup("runtimes_by_source", "demo/test/shop/charts/overlays/test"); len(got) != 1 {
		t.Errorf("%v, want the runtime", got)
	}
}

func TestIndexUsesTheNameWhereNothingIsSaid(t *testing.T) {
	s := catalog.New(
		world.Object(catalog.Environment, "demo", "test", spec{"cluster": "c1"}),
		world.Object(catalog.DeploymentRuntime, "demo", "web", spec{"destination": spec{"environment": "test"}}),
	)
	for _, index := range []string{"runtimes_by_cluster_namespace", "runtimes_by_cluster_account"} {
		if got := s.Lookup(index, "c1/web"); len(got) != 1 {
			t.Errorf("%s: %v, want the runtime under its own name", index, got)
		}
	}
}

// Whatever the order in which changes come, the derived trees are the same as those of a catalog made at once.
func TestDerivedTreesDoNotDependOnTheOrderOfChanges(t *testing.T) {
	objects := append(world.Product("demo", 0), world.Product("shop", 0)...)
	atOnce := catalog.New(objects...)
	slices.Reverse(objects)
	oneByOne := catalog.New()
	for _, o := range objects {
		oneByOne = oneByOne.With(catalog.Put(o))
		oneByOne = oneByOne.With(catalog.Remove(o.ID), catalog.Put(o))
	}
	for _, o := range objects {
		if diff := cmp.Diff(atOnce.Referrers(o.ID), oneByOne.Referrers(o.ID)); diff != "" {
			t.Errorf("referrers of %s: %s", o.ID, diff)
		}
	}
	for _, key := range []string{"test-0/demo-api-test", "prod-0/shop-api-prod"} {
		if diff := cmp.Diff(atOnce.Lookup("runtimes_by_cluster_namespace", key), oneByOne.Lookup("runtimes_by_cluster_namespace", key)); diff != "" {
			t.Errorf("%s: %s", key, diff)
		}
	}
}

func TestReadersAndWritersAtOnce(t *testing.T) {
	c := catalog.Watched(demo())
	var work sync.WaitGroup
	for range 4 {
		work.Go(func() {
			for range 200 {
				c.Apply(catalog.Put(world.Runtime("demo", "more", "test", "deploy")))
				c.Apply(catalog.Remove(id(catalog.DeploymentRuntime, "demo", "more")))
			}
		})
		work.Go(func() {
			for range 200 {
				s := c.Snapshot()
				there := s.Get(id(catalog.DeploymentRuntime, "demo", "more")) != nil
				if referred := len(s.Referrers(id(catalog.Environment, "demo", "test"))) == 3; there != referred {
					t.Errorf("one snapshot: object there %v, reference there %v", there, referred)
				}
			}
		})
	}
	work.Wait()
	if got, want := c.Snapshot().Len(), demo().Len(); got != want {
		t.Errorf("%d objects in the end, want %d", got, want)
	}
}

func TestNewObjectRefusesWhatIsNotOurs(t *testing.T) {
	for name, content := range map[string]spec{
		"another group":  {"apiVersion": "apps/v1", "kind": "Project", "metadata": spec{"name": "x"}},
		"unknown kind":   {"apiVersion": catalog.APIVersion, "kind": "Projekt", "metadata": spec{"name": "x"}},
		"no name":        {"apiVersion": catalog.APIVersion, "kind": "Project", "metadata": spec{}},
		"empty document": {},
	} {
		if o, err := catalog.NewObject(content); err == nil {
			t.Errorf("%s: accepted as %s", name, o.ID)
		}
	}
}

func TestIndexOfPipelinesResolvesRepoNamespaceAndPaths(t *testing.T) {
	s := catalog.New(world.Object(catalog.ProjectPipelineRuntime, "demo", "web-ci", spec{
		"pipelineSource": "shop/pipelines", "destination": spec{"environment": "ci"},
		"pipelines": []any{spec{"name": "a", "path": "./a//ci.yaml"}, spec{"name": "b", "path": "b.yaml"}},
	}))
	for _, path := range []string{"a/ci.yaml", "b.yaml"} {
		if got := s.Lookup("pipelines_by_source", "demo/ci/web-ci/shop/pipelines/"+path); len(got) != 1 {
			t.Errorf("%s: %v, want the runtime", path, got)
		}
	}
}

// A runtime moved on, and what it left was free for another while it still ran there.
func TestNamespaceIsTakenWhileARuntimeStillStandsThere(t *testing.T) {
	moved := withStatus(world.Runtime("demo", "web", "nowhere", "charts"), spec{
		"deployed": spec{"environment": "test", "cluster": "test-0", "namespaces": []any{"old"}},
	})
	s := demo().With(catalog.Put(moved))
	if got := s.Lookup("runtimes_by_cluster_namespace", "test-0/old"); !slices.Equal(got, []catalog.ID{moved.ID}) {
		t.Errorf("where it stands: %v", got)
	}
	if got := s.With(catalog.Remove(moved.ID)).Lookup("runtimes_by_cluster_namespace", "test-0/old"); len(got) != 0 {
		t.Errorf("when it is gone: %v", got)
	}
}
