// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package catalog_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/test/world"
)

func waves(s *catalog.Snapshot, objects ...*catalog.Object) []string {
	var ids []catalog.ID
	for _, o := range objects {
		ids = append(ids, o.ID)
	}
	var lines []string
	for _, wave := range s.Order(ids).Waves {
		var names []string
		for _, id := range wave {
			names = append(names, string(id.Kind)+"/"+id.Name)
		}
		lines = append(lines, strings.Join(names, " "))
	}
	return lines
}

func TestOrderOfAWholeProduct(t *testing.T) {
	objects := []*catalog.Object{
		world.Runtime("demo", "api-test", "test", "deploy"),
		world.Object(catalog.CodeRepoBinding, "demo", "deploy-for-all", spec{"codeRepo": "deploy", "product": "demo"}),
		world.Object(catalog.CodeRepo, "demo", "deploy", spec{}),
		world.Object(catalog.Project, "demo", "api", spec{}),
		world.Object(catalog.Environment, "demo", "test", spec{"cluster": "vc"}),
		world.Object(catalog.Product, "", "demo", spec{}),
		world.Object(catalog.Cluster, "", "vc", spec{"hostCluster": "host"}),
		world.Object(catalog.Cluster, "", "host", spec{}),
		world.Provider("gitlab"),
	}
	want := []string{
		"CodeRepoProvider/gitlab Cluster/host",
		"Cluster/vc Product/demo",
		"Environment/test Project/api CodeRepo/deploy",
		"CodeRepoBinding/deploy-for-all",
		"DeploymentRuntime/api-test",
	}
	if diff := cmp.Diff(want, waves(catalog.New(objects...), objects...)); diff != "" {
		t.Error(diff)
	}
}

func TestOrderTakesWhatIsNotInTheSetAsThere(t *testing.T) {
	runtime := world.Runtime("demo", "api-test", "test", "deploy")
	project := world.Object(catalog.Project, "demo", "api", spec{})
	s := demo()
	if diff := cmp.Diff([]string{"Project/api", "DeploymentRuntime/api-test"}, waves(s, runtime, project)); diff != "" {
		t.Error(diff)
	}
}

func TestOrderPutsTheGrantBeforeItsUse(t *testing.T) {
	binding := world.Object(catalog.CodeRepoBinding, "shop", "lib-for-demo", spec{"codeRepo": "lib", "product": "demo"})
	runtime := world.Runtime("demo", "api-test", "test", "shop/lib")
	s := catalog.New(binding, runtime)
	if diff := cmp.Diff([]string{"CodeRepoBinding/lib-for-demo", "DeploymentRuntime/api-test"}, waves(s, runtime, binding)); diff != "" {
		t.Error(diff)
	}
}

func TestOrderReportsARingWithItsMembers(t *testing.T) {
	cluster := func(name, host string) *catalog.Object {
		return world.Object(catalog.Cluster, "", name, spec{"hostCluster": host})
	}
	objects := []*catalog.Object{
		cluster("a", "b"), cluster("b", "c"), cluster("c", "a"), cluster("self", "self"), cluster("on-a", "a"), cluster("free", ""),
	}
	s := catalog.New(objects...)
	var ids []catalog.ID
	for _, o := range objects {
		ids = append(ids, o.ID)
	}
	order := s.Order(ids)
	var rings []string
	for _, ring := range order.Cycles {
		rings = append(rings, fmt.Sprint(ring))
	}
	if diff := cmp.Diff([]string{"[Cluster/a Cluster/b Cluster/c]", "[Cluster/self]"}, rings); diff != "" {
		t.Error(diff)
	}
	want := []string{"Cluster/a Cluster/b Cluster/c Cluster/free Cluster/self", "Cluster/on-a"}
	if diff := cmp.Diff(want, waves(s, objects...)); diff != "" {
		t.Error(diff)
	}
}

// A chain as long as a catalog is large is neither slow nor too deep.
func TestOrderOfALongChain(t *testing.T) {
	var objects []*catalog.Object
	var ids []catalog.ID
	for i := range 20_000 {
		o := world.Object(catalog.Cluster, "", fmt.Sprint("c", i), spec{"hostCluster": fmt.Sprint("c", i+1)})
		objects, ids = append(objects, o), append(ids, o.ID)
	}
	if got := len(catalog.New(objects...).Order(ids).Waves); got != 20_000 {
		t.Errorf("%d waves, want one a cluster", got)
	}
}

func TestOrderOfNothing(t *testing.T) {
	if order := demo().Order(nil); len(order.Waves) != 0 || len(order.Cycles) != 0 {
		t.Errorf("got %v", order)
	}
}
