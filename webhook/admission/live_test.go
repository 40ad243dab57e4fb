// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package admission

import (
	"testing"

	admissionv1 "k8s.io/api/admission/v1"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/test/world"
)

// A product is applied one object after the other, faster than any informer: the cache is empty, the API server has
// it all, and nothing is denied.
func TestStaleCacheDeniesNothing(t *testing.T) {
	f := newFixture(t)
	everything := f.stored.snapshot
	everything.Each(func(o *catalog.Object) bool {
		if _, ours := catalog.ResourceOf(o.Kind); ours {
			f.Catalog = catalog.Watched(catalog.New())
			f.stored.snapshot = everything.With(catalog.Remove(o.ID))
			allowed(t, f.Handle(t.Context(), request(admissionv1.Create, o, nil)), "")
		}
		return true
	})
}

// The grant that permits a use was made a moment ago: no look-up by name finds it, only a list of the owner's.
func TestStaleCacheDoesNotMissAGrant(t *testing.T) {
	f := newFixture(t)
	runtime := world.Runtime("demo", "shop", "test", "library")
	binding := world.Object(catalog.CodeRepoBinding, "demo", "library-for-api", spec{"codeRepo": "library", "product": "demo", "projects": []any{"api"}, "permissions": "readonly"})
	refused(t, f.Handle(t.Context(), request(admissionv1.Create, runtime, nil)), "deploymentruntime-projects-permitted")
	f.stored.snapshot = f.stored.snapshot.With(catalog.Put(binding))
	allowed(t, f.Handle(t.Context(), request(admissionv1.Create, runtime, nil)), "")
}

// What the cache says refers to the environment is gone, or has moved away.
func TestStaleReferrersKeepNothingFromBeingDeleted(t *testing.T) {
	f := newFixture(t)
	environment := f.stored.snapshot.Get(catalog.ID{Kind: catalog.Environment, Namespace: "demo", Name: "test"})
	f.stored.snapshot = f.stored.snapshot.With(
		catalog.Remove(catalog.ID{Kind: catalog.DeploymentRuntime, Namespace: "demo", Name: "web-test"}),
		catalog.Put(world.Runtime("demo", "api-test", "prod", "deploy")),
	)
	allowed(t, f.Handle(t.Context(), request(admissionv1.Delete, nil, environment)), "")
}

// A reference can hold what can not be the name of anything. It is denied for not existing, not for failing to be
// looked up.
func TestReferenceThatIsNoNameIsDeniedLikeAMissingOne(t *testing.T) {
	f := newFixture(t)
	for _, repo := range []string{"a/b/c", "/charts", "demo/", "..", "demo/..", "a%b"} {
		refused(t, f.Handle(t.Context(), request(admissionv1.Create, world.Runtime("demo", "shop", "test", repo), nil)), "deploymentruntime-source-exists")
	}
	refused(t, f.Handle(t.Context(), request(admissionv1.Create, runtimeOn("", nil), nil)), "deploymentruntime-environment-exists")
}

// A runtime is judged on the cluster that its environment is on now, not on the one that the cache still shows: a
// neighbour's namespace is safe even from one who is faster than the informers.
func TestStaleEnvironmentDoesNotHideTheNeighbours(t *testing.T) {
	f := newFixture(t)
	theirs := world.Object(catalog.Environment, "shop", "e", spec{"cluster": "test-0"})
	taken := world.Object(catalog.DeploymentRuntime, "shop", "theirs", spec{"destination": spec{"environment": "e", "namespaces": []any{"demo-shop"}}, "manifestSource": spec{"codeRepo": "x"}})
	f.stored.snapshot = f.stored.snapshot.With(catalog.Put(theirs), catalog.Put(taken),
		catalog.Put(world.Object(catalog.Environment, "demo", "prod", spec{"cluster": "test-0"})))
	f.Catalog.Apply(catalog.Put(theirs), catalog.Put(taken))
	refused(t, f.Handle(t.Context(), request(admissionv1.Create, runtimeOn("prod", nil), nil)), "runtime-namespace-free")
}

// The mirror image: an environment arrives under a runtime that the cache has not seen.
func TestStaleRuntimesDoNotHideFromTheirEnvironment(t *testing.T) {
	f := newFixture(t)
	taken := world.Object(catalog.DeploymentRuntime, "shop", "theirs", spec{"destination": spec{"environment": "e", "namespaces": []any{"demo-api-test"}}, "manifestSource": spec{"codeRepo": "x"}})
	f.stored.snapshot = f.stored.snapshot.With(catalog.Put(taken))
	environment := world.Object(catalog.Environment, "shop", "e", spec{"cluster": "test-0", "envType": "test"})
	refused(t, f.Handle(t.Context(), request(admissionv1.Create, environment, nil)), "environment-keeps-runtimes-apart")
}

// With a bypass nothing is denied, so nothing would be read live; but what may not be skipped must not be skipped by
// being fast.
func TestBypassOnAStaleCacheDoesNotSkipWhatMayNotBeSkipped(t *testing.T) {
	f := newFixture(t)
	f.verb = true
	taken := world.Object(catalog.DeploymentRuntime, "shop", "theirs", spec{"destination": spec{"environment": "e", "namespaces": []any{"demo-shop"}}, "manifestSource": spec{"codeRepo": "x"}})
	f.stored.snapshot = f.stored.snapshot.With(
		catalog.Put(world.Object(catalog.Environment, "shop", "e", spec{"cluster": "test-0"})), catalog.Put(taken),
		catalog.Put(world.Object(catalog.Environment, "demo", "new", spec{"cluster": "test-0"})))
	f.Catalog.Apply(catalog.Put(world.Object(catalog.Environment, "shop", "e", spec{"cluster": "test-0"})), catalog.Put(taken))
	refused(t, f.Handle(t.Context(), request(admissionv1.Create, runtimeOn("new", spec{skip: "true", skipReason: "r"}), nil)), "runtime-namespace-free")
}

// One live referrer is enough to deny; the rest is not read.
func TestLiveReadsStopAtTheFirstReferrer(t *testing.T) {
	f := newFixture(t)
	var many []catalog.Change
	for i := range 500 {
		many = append(many, catalog.Put(world.Runtime("demo", "runtime-"+string(rune('a'+i%26))+string(rune('a'+i/26)), "test", "deploy")))
	}
	f.stored.snapshot = f.stored.snapshot.With(many...)
	f.Catalog = catalog.Watched(f.stored.snapshot)
	environment := f.stored.snapshot.Get(catalog.ID{Kind: catalog.Environment, Namespace: "demo", Name: "test"})
	refused(t, f.Handle(t.Context(), request(admissionv1.Delete, nil, environment)), "environment-in-use")
	if len(f.stored.gets) > 5 {
		t.Errorf("%d live reads for one denial", len(f.stored.gets))
	}
}

// The neighbour that the cache shows on the cluster has left it.
func TestStaleIndexDeniesNothing(t *testing.T) {
	f := newFixture(t)
	taken := world.Object(catalog.DeploymentRuntime, "shop", "theirs", spec{"destination": spec{"environment": "e", "namespaces": []any{"demo-shop"}}, "manifestSource": spec{"codeRepo": "x"}})
	f.Catalog.Apply(catalog.Put(world.Object(catalog.Environment, "shop", "e", spec{"cluster": "test-0"})), catalog.Put(taken))
	r := request(admissionv1.Create, runtimeOn("test", nil), nil)
	allowed(t, f.Handle(t.Context(), r), "")

	f.stored.snapshot = f.stored.snapshot.With(catalog.Put(world.Object(catalog.Environment, "shop", "e", spec{"cluster": "test-0"})), catalog.Put(taken))
	refused(t, f.Handle(t.Context(), r), "runtime-namespace-free")
}
