// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package clusteruse_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/plugin/clusteruse"
	"github.com/nautes-labs/kubectl-nautes/plugin/judge"
	"github.com/nautes-labs/kubectl-nautes/policies"
	"github.com/nautes-labs/kubectl-nautes/test/world"
)

type fields = map[string]any

func newJudge(t *testing.T) *judge.Judge {
	t.Helper()
	engine, err := policy.New(t.Context(), policies.FS())
	if err != nil {
		t.Fatal(err)
	}
	return &judge.Judge{Engine: engine}
}

// cluster is a worker, or a host where the worker type is empty, with a component in the namespace argocd.
func cluster(name, server, workerType string, opened fields) *catalog.Object {
	usage := "worker"
	if workerType == "" {
		usage = "host"
	}
	return world.Object(catalog.Cluster, "", name, fields{
		"apiServer": "https://" + server + ".example.com", "usage": usage, "workerType": workerType,
		"componentsList":                    fields{"deployment": fields{"name": "argocd", "namespace": "argocd"}, "gateway": nil},
		"reservedNamespacesAllowedProducts": opened,
	})
}

// tenant is clusters of every sort, two of which are one machine, and products with runtimes on them.
func tenant() *catalog.Snapshot {
	environment := func(product, name, cluster string) *catalog.Object {
		return world.Object(catalog.Environment, product, name, fields{"cluster": cluster, "envType": "test"})
	}
	noNamespace := world.Object(catalog.DeploymentRuntime, "shop", "shop-own-name", fields{"destination": fields{"environment": "run"}})
	leaving := world.Runtime("shop", "leaving", "run", "charts")
	leaving.Content()["metadata"].(fields)["deletionTimestamp"] = "2026-11-23T12:00:00Z"
	return catalog.New(
		world.Object(catalog.Product, "", "demo", nil), world.Object(catalog.Product, "", "shop", nil),
		cluster("run", "run", "deployment", fields{"argocd": []any{"demo"}}), cluster("ci", "ci", "pipeline", nil), cluster("host", "host", "", nil),
		cluster("east", "both", "deployment", fields{"argocd": []any{"demo"}}), cluster("west", "BOTH", "deployment", nil),
		environment("demo", "run", "run"), environment("demo", "ci", "ci"), environment("shop", "run", "run"), environment("shop", "west", "west"),
		// A product may well have something of the name that is asked with.
		world.Runtime("demo", "can-use", "run", "charts"), world.Pipeline("demo", "builds", "ci", "web"),
		world.Runtime("shop", "web", "run", "charts"), world.Runtime("shop", "api", "west", "charts"), noNamespace, leaving,
	)
}

func TestNamespaces(t *testing.T) {
	judges := newJudge(t)
	const reserved, taken, worker = "runtime-namespace-not-reserved", "runtime-namespace-free", "environment-cluster-is-worker"
	for name, test := range map[string]struct {
		product, cluster, namespace string
		// rules are those that say no; none for a yes.
		rules   []string
		decides []string
	}{
		"a free one":           {"demo", "run", "anything", nil, nil},
		"of Kubernetes":        {"demo", "run", "kube-system", []string{reserved}, nil},
		"default":              {"demo", "run", "default", []string{reserved}, nil},
		"of Nautes":            {"demo", "run", "nautes-system", []string{reserved}, nil},
		"of another product":   {"demo", "run", "shop", []string{reserved}, []string{"Product/shop metadata.name is shop"}},
		"of the product":       {"demo", "run", "demo", nil, nil},
		"of nobody, on a host": {"demo", "host", "web", []string{worker}, []string{"Cluster/host spec.usage is host"}},
		"of a component": {"shop", "run", "argocd", []string{reserved}, []string{
			"Cluster/run spec.componentsList.deployment.namespace is argocd (argocd)",
			"Cluster/run spec.reservedNamespacesAllowedProducts[argocd] does not list shop",
		}},
		"of a component that is open": {"demo", "run", "argocd", nil, []string{
			"Cluster/run spec.componentsList.deployment.namespace is argocd (argocd)",
			"Cluster/run spec.reservedNamespacesAllowedProducts[argocd] lists demo",
		}},
		"of a component under another name": {"demo", "east", "argocd", []string{reserved}, []string{
			"Cluster/west spec.componentsList.deployment.namespace is argocd (argocd)",
			"Cluster/west spec.reservedNamespacesAllowedProducts[argocd] does not list demo",
		}},
		"of another's runtime":           {"demo", "run", "shop-web", []string{taken}, []string{"DeploymentRuntime/shop/web spec.destination.namespaces[0] takes shop-web"}},
		"of another's, by its name":      {"demo", "run", "shop-own-name", []string{taken}, []string{"DeploymentRuntime/shop/shop-own-name metadata.name takes shop-own-name"}},
		"of another's on the machine":    {"demo", "east", "shop-api", []string{taken}, []string{"DeploymentRuntime/shop/api spec.destination.namespaces[0] takes shop-api"}},
		"of another's elsewhere":         {"demo", "run", "shop-api", nil, nil},
		"of one that is being deleted":   {"demo", "run", "shop-leaving", nil, nil},
		"of the product's own runtime":   {"demo", "run", "demo-can-use", nil, nil},
		"of the product's own pipelines": {"demo", "ci", "demo-builds", []string{taken}, []string{"ProjectPipelineRuntime/demo/builds spec.destination.namespace takes demo-builds"}},
	} {
		t.Run(name, func(t *testing.T) {
			q := clusteruse.Question{Product: test.product, Cluster: test.cluster, Namespace: test.namespace, State: tenant()}
			a, err := q.Answer(t.Context(), judges)
			if err != nil {
				t.Fatal(err)
			}
			var rules, decides []string
			for _, reason := range a.Reasons {
				if reason.Rule != "" {
					rules = append(rules, reason.Rule)
				}
			}
			for _, field := range a.Decides {
				decides = append(decides, field.String())
			}
			if diff := cmp.Diff(test.rules, rules); diff != "" || a.Allowed != (len(test.rules) == 0) || len(a.Reasons) == 0 {
				t.Errorf("allowed %t, reasons %v (-want +got):\n%s", a.Allowed, a.Reasons, diff)
			}
			if diff := cmp.Diff(test.decides, decides); diff != "" {
				t.Errorf("decided by (-want +got):\n%s", diff)
			}
		})
	}
}

// What the rules can not look up makes no yes.
func TestNeitherYesNorNo(t *testing.T) {
	j := newJudge(t)
	j.Holds = func(id catalog.ID) bool { return id.Kind != catalog.Product }
	q := clusteruse.Question{Product: "demo", Cluster: "run", Namespace: "x", State: tenant()}
	_, err := q.Answer(t.Context(), j)
	var open *clusteruse.Unanswered
	if !errors.As(err, &open) || !slices.Equal(open.Rules, []string{"runtime-namespace-not-reserved"}) || !slices.Equal(open.Kinds, []catalog.Kind{catalog.Product}) {
		t.Errorf("got %v", err)
	}
	// A no stays one, whatever else is not known.
	q.Namespace = "shop-web"
	if a, err := q.Answer(t.Context(), j); err != nil || a.Allowed {
		t.Errorf("got %v, %v", a, err)
	}
}

func TestTheRulesThatAreAskedAreThere(t *testing.T) {
	known := map[string]bool{}
	for _, rule := range newJudge(t).Engine.Rules() {
		known[rule.ID] = true
	}
	for _, rule := range []string{"runtime-namespace-not-reserved", "runtime-namespace-free", "environment-cluster-is-worker"} {
		if !known[rule] {
			t.Errorf("there is no rule %s", rule)
		}
	}
}

func TestWhatCanBeNoNamespace(t *testing.T) {
	for _, name := range []string{"", "A", "a.b", "-a", "a/b"} {
		if clusteruse.CheckNamespace(name) == nil {
			t.Errorf("%q is taken", name)
		}
	}
	if err := clusteruse.CheckNamespace("a-1"); err != nil {
		t.Error(err)
	}
}
