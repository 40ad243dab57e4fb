// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package live_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/plugin/live"
	"github.com/nautes-labs/kubectl-nautes/plugin/live/livetest"
)

// declared are objects as a set of manifests declares them.
func declared(t *testing.T, contents ...map[string]any) []*catalog.Object {
	t.Helper()
	var objects []*catalog.Object
	for _, content := range contents {
		object, err := catalog.NewObject(content)
		if err != nil {
			t.Fatal(err)
		}
		objects = append(objects, object)
	}
	return objects
}

// with is an object with a spec.
func with(kind catalog.Kind, namespace, name string, spec map[string]any) map[string]any {
	o := object(kind, namespace, name)
	o.Object["spec"] = spec
	return o.Object
}

func named(kind catalog.Kind, namespace, name string) catalog.ID {
	return catalog.ID{Kind: kind, Namespace: namespace, Name: name}
}

// products puts two products on a server: demo, whose environments are on clusters c1 and c2, and shop. Cluster c1 is
// hosted by c0.
func products(server *livetest.Server) {
	for _, id := range []catalog.ID{
		named(catalog.Product, "", "demo"), named(catalog.Product, "", "shop"), named(catalog.CodeRepoProvider, "", "gitlab"),
		named(catalog.Namespace, "", "demo"), named(catalog.Namespace, "", "shop"), named(catalog.Namespace, "", "kube-system"),
		named(catalog.CodeRepo, "shop", "charts"), named(catalog.Environment, "shop", "test"),
	} {
		put(server, object(id.Kind, id.Namespace, id.Name))
	}
	for name, spec := range map[string]map[string]any{"c0": {}, "c1": {"hostCluster": "c0"}, "c2": {}} {
		server.Put(livetest.Path(catalog.Cluster, "", name), with(catalog.Cluster, "", name, spec))
	}
	server.Put(livetest.Path(catalog.Environment, "demo", "prod"), with(catalog.Environment, "demo", "prod", map[string]any{"cluster": "c2"}))
}

// runtime is a declared runtime of demo that deploys from a repo of shop.
func runtime() map[string]any {
	return with(catalog.DeploymentRuntime, "demo", "web", map[string]any{
		"manifestSource": map[string]any{"codeRepo": "shop/charts"},
		"destination":    map[string]any{"environment": "test"},
	})
}

func TestSnapshotOfWhoMaySeeAllTakesOneListAKind(t *testing.T) {
	server := livetest.New(t)
	products(server)
	view, err := connect(t, server.Config()).Snapshot(t.Context(), declared(t, environment("test").Object, runtime()))
	if err != nil {
		t.Fatal(err)
	}
	// All but the namespaces that nobody named.
	if view.Len() != 10 || view.Get(named(catalog.Namespace, "", "shop")) != nil {
		t.Errorf("%d objects", view.Len())
	}
	if got, want := len(server.Requests()), len(catalog.Resources())+1; got != want {
		t.Errorf("%d requests, want %d: %v", got, want, server.Requests())
	}
	for _, id := range []catalog.ID{named(catalog.Cluster, "", "nope"), named(catalog.Environment, "shop", ""), named(catalog.Cluster, "", "")} {
		if !view.Sees(id) || view.Refusal(id) != nil {
			t.Errorf("%s is not seen", id)
		}
	}
	if view.Partial() {
		t.Error("it is a part only")
	}
}

func TestSnapshotOfWhoIsBoundInSomeNamespaces(t *testing.T) {
	own := []catalog.ID{named(catalog.Environment, "demo", "prod"), named(catalog.Environment, "demo", "absent"), named(catalog.CodeRepoBinding, "demo", "")}
	shops := []catalog.ID{named(catalog.CodeRepo, "shop", "charts"), named(catalog.CodeRepoBinding, "shop", "")}
	clusters := []catalog.ID{named(catalog.Cluster, "", "c0"), named(catalog.Cluster, "", "c1"), named(catalog.Cluster, "", "c2")}
	never := []catalog.ID{
		named(catalog.Product, "", "demo"), named(catalog.CodeRepoProvider, "", ""), named(catalog.Cluster, "", ""),
		named(catalog.Environment, "other", "test"), named(catalog.Environment, "", ""),
	}
	mayGet := []string{
		livetest.Path(catalog.Cluster, "", "c0"), livetest.Path(catalog.Cluster, "", "c1"), livetest.Path(catalog.Cluster, "", "c2"),
	}
	for name, test := range map[string]struct {
		role         func(livetest.Request) *livetest.Answer
		seen, unseen []catalog.ID
		held         int
	}{
		"in the own one":         {livetest.BoundIn([]string{"demo"}), own, append(shops, clusters...), 1},
		"in that of a friend":    {livetest.BoundIn([]string{"demo", "shop"}), append(own, shops...), clusters, 3},
		"and may get what it is": {livetest.BoundIn([]string{"demo"}, mayGet...), append(own, clusters...), shops, 4},
	} {
		t.Run(name, func(t *testing.T) {
			server := livetest.New(t)
			products(server)
			server.Intercept = test.role
			set := declared(t, with(catalog.Environment, "demo", "test", map[string]any{"cluster": "c1"}), runtime())
			view, err := connect(t, server.Config()).Snapshot(t.Context(), set)
			if err != nil {
				t.Fatal(err)
			}
			for _, id := range test.seen {
				if !view.Sees(id) || view.Refusal(id) != nil {
					t.Errorf("%s is not seen", id)
				}
			}
			for _, id := range append(test.unseen, never...) {
				if view.Sees(id) || live.ReasonOf(view.Refusal(id)) != live.Forbidden {
					t.Errorf("%s is seen", id)
				}
			}
			if got := view.Len() - 1; got != test.held { // one is the namespace
				t.Errorf("%d objects, want %d", got, test.held)
			}
			if !view.Partial() {
				t.Error("it is not said to be a part only")
			}
		})
	}
}

func TestSnapshotOfWhoMayNotListOneKindSeesTheOthersWhole(t *testing.T) {
	server := livetest.New(t)
	products(server)
	server.Intercept = func(r livetest.Request) *livetest.Answer {
		if !strings.Contains(r.Path, "/clusters") {
			return nil
		}
		return livetest.BoundIn(nil)(r)
	}
	view, err := connect(t, server.Config()).Snapshot(t.Context(), declared(t, environment("test").Object))
	if err != nil {
		t.Fatal(err)
	}
	if view.Sees(named(catalog.Cluster, "", "c1")) || !view.Sees(named(catalog.Environment, "", "")) || view.Partial() {
		t.Errorf("sees too much or too little: %+v", view)
	}
}

// A reference can hold anything, also what would lead the request elsewhere.
func TestSnapshotAsksForNamesOnly(t *testing.T) {
	server := livetest.New(t)
	server.Intercept = livetest.BoundIn([]string{"demo"})
	set := declared(t,
		with(catalog.Environment, "demo", "test", map[string]any{"cluster": "../products/x"}),
		with(catalog.CodeRepo, "demo", "web", map[string]any{"codeRepoProvider": "a/b"}),
		with(catalog.DeploymentRuntime, "demo", "web", map[string]any{"manifestSource": map[string]any{"codeRepo": "../x"}}),
	)
	if _, err := connect(t, server.Config()).Snapshot(t.Context(), set); err != nil {
		t.Fatal(err)
	}
	for _, request := range server.Requests() {
		if strings.Contains(request.Path, "x") || strings.Contains(request.Path, "/a/b") {
			t.Errorf("asked for %s", request.Path)
		}
	}
}

func TestSnapshotOfWhoMaySeeNothingIsAnError(t *testing.T) {
	server := livetest.New(t)
	products(server)
	server.Intercept = livetest.BoundIn(nil)
	_, err := connect(t, server.Config()).Snapshot(t.Context(), declared(t, environment("test").Object))
	if live.ReasonOf(err) != live.Forbidden {
		t.Errorf("got %v", err)
	}
}

func TestNamespacesOfProductsAreAmongThose(t *testing.T) {
	got := live.NamespacesOf([]catalog.ID{named(catalog.Project, "demo", "web"), named(catalog.Product, "", "shop"), named(catalog.Product, "", "demo")})
	if diff := cmp.Diff([]catalog.ID{named(catalog.Namespace, "", "demo"), named(catalog.Namespace, "", "shop")}, got); diff != "" {
		t.Error(diff)
	}
}
