// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package policies_test

import (
	"slices"
	"testing"
	"time"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/policies"
	"github.com/nautes-labs/kubectl-nautes/test/world"
)

// The key of clusters_by_api_server is made in Go and looked up in Rego: whatever the spelling, both have to agree.
func TestClustersOnOneAPIServerAreFound(t *testing.T) {
	engine := rulesEngine(t)
	for _, test := range []struct {
		one, other string
		same       bool
	}{
		{"https://k8s.example.io:6443", "https://k8s.example.io:6443", true},
		{"https://k8s.example.io:6443", "HTTPS://K8S.example.io:6443/", true},
		{"https://k8s.example.io", "https://k8s.example.io:443", true},
		{"http://k8s.example.io:80/", "http://k8s.example.io", true},
		{"https://[FE80::1]/", "https://[fe80::1]:443", true},
		{"https://k8s.example.io/clusters/a/", "https://k8s.example.io:443/clusters/a", true},
		{"https://k8s.example.io/clusters/a", "https://k8s.example.io/clusters/A", false},
		{"https://k8s.example.io", "http://k8s.example.io", false},
		{"https://k8s.example.io", "https://k8s.example.io:6443", false},
		{"https://k8s.example.io:80", "https://k8s.example.io", false},
	} {
		for _, urls := range [][]string{{test.one, test.other}, {test.other, test.one}} {
			review := policy.Review{Operation: policy.Create, Object: at("new", urls[1]).Content(), Catalog: catalog.New(at("old", urls[0]))}
			if same := slices.Contains(found(t, engine, review), "cluster-api-server-unique"); same != test.same {
				t.Errorf("%q and %q are one API server: %v, want %v", urls[0], urls[1], same, test.same)
			}
		}
	}
}

// What the status tells is a use like what the spec says: nothing names the cluster, and a runtime is still on it.
func TestClusterThatARuntimeIsLeftOnIsInUse(t *testing.T) {
	engine := rulesEngine(t)
	left := world.Runtime("product-0", "api-test", "gone", "deploy")
	left.Content()["status"] = spec{"deployed": spec{"environment": "test", "cluster": "old"}}
	review := policy.Review{Operation: policy.Delete, OldObject: world.Cluster("old", "deployment").Content(), Catalog: catalog.New(left)}
	if rules := found(t, engine, review); !slices.Equal(rules, []string{"cluster-in-use"}) {
		t.Errorf("found %v, want cluster-in-use", rules)
	}
}

// The same of a provider that a product does not name: it is the only one there is.
func TestProviderThatAProductWasGivenIsInUse(t *testing.T) {
	engine := rulesEngine(t)
	product := world.Object(catalog.Product, "", "shop", spec{})
	product.Content()["status"] = spec{"provider": "gitlab"}
	review := policy.Review{Operation: policy.Delete, OldObject: world.Provider("gitlab").Content(), Catalog: catalog.New(product)}
	if rules := found(t, engine, review); !slices.Equal(rules, []string{"provider-in-use"}) {
		t.Errorf("found %v, want provider-in-use", rules)
	}
}

// Each runtime on a cluster can be held against those on another with the same API server, and a change of components
// against all that is there.
func TestClusterIsJudgedInTimeLinearInItsRuntimes(t *testing.T) {
	engine := rulesEngine(t)
	moved := at("test-0", "https://prod-0.example.com:6443")
	rebuilt := world.Cluster("test-0", "deployment")
	rebuilt.Content()["spec"].(spec)["componentsList"].(spec)["pipeline"] = spec{"name": "tekton", "namespace": "tekton"}
	for name, test := range map[string]struct {
		after *catalog.Object
		most  float64
	}{
		"to the API server of another": {moved, 4.5},
		"other components":             {rebuilt, 1.2},
	} {
		t.Run(name, func(t *testing.T) {
			cost := func(runtimes int) float64 {
				objects := world.Objects(100)
				for i := range runtimes {
					objects = append(objects, deploying(i, "test", "product-1-w"), deploying(runtimes+i, "prod", "product-1-w"))
				}
				review := policy.Review{
					Operation: policy.Update, Object: test.after.Content(), OldObject: world.Cluster("test-0", "deployment").Content(),
					Catalog: catalog.New(objects...),
				}
				return testing.AllocsPerRun(3, func() { found(t, engine, review) })
			}
			few, many := cost(50), cost(200)
			if ratio := many / few; ratio > test.most {
				t.Errorf("%.0f allocations among 50 runtimes, %.0f among 200: %.1f times as many, not at most %.1f", few, many, ratio, test.most)
			} else {
				t.Logf("%.0f allocations among 50 runtimes, %.0f among 200: %.1f times", few, many, ratio)
			}
		})
	}
}

// at is a cluster with an API server.
func at(name, url string) *catalog.Object {
	cluster := world.Cluster(name, "deployment")
	cluster.Content()["spec"].(spec)["apiServer"] = url
	return cluster
}

func rulesEngine(t *testing.T) *policy.Engine {
	t.Helper()
	engine, err := policy.New(t.Context(), policies.FS())
	if err != nil {
		t.Fatal(err)
	}
	return engine
}

// found are the rules that a write breaks, in order.
func found(t *testing.T, engine *policy.Engine, review policy.Review) []string {
	t.Helper()
	review.Now = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	verdict, err := engine.Judge(t.Context(), review)
	if err != nil {
		t.Fatal(err)
	}
	var rules []string
	for _, finding := range verdict.Findings {
		rules = append(rules, finding.Rule)
	}
	return rules
}
