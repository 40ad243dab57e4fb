// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package policies_test

import (
	"fmt"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/test/world"
)

// forced are sets of objects that must never be there all together. Products are called a and b, clusters c and d.
func forced() map[string][]step {
	return map[string][]step{
		"two products take one namespace": {
			cluster("c", nil), environment("a", "c"), environment("b", "c"),
			deployment("a", spec{"destination": spec{"environment": "e", "namespaces": []any{"n"}}}),
			deployment("b", spec{"destination": spec{"environment": "e", "namespaces": []any{"m", "n"}}}),
		},
		"two products take one namespace that neither writes down": {
			cluster("c", nil), environment("a", "c"), environment("b", "c"),
			deployment("a", spec{"account": "a"}), deployment("b", spec{"account": "b"}),
		},
		"pipelines of one product take the namespace of another": {
			cluster("c", nil), environment("a", "c"), environment("b", "c"),
			running("a", spec{"account": "a", "destination": spec{"environment": "e", "namespace": "n"}}),
			deployment("b", spec{"account": "b", "destination": spec{"environment": "e", "namespaces": []any{"n"}}}),
		},
		"pipelines share a namespace with a deployment of their own product": {
			cluster("c", nil), environment("a", "c"),
			running("a", spec{"destination": spec{"environment": "e", "namespace": "n"}}),
			deployment("a", spec{"destination": spec{"environment": "e", "namespaces": []any{"n"}}}),
		},
		"two products take one account": {
			cluster("c", nil), environment("a", "c"), environment("b", "c"),
			deployment("a", spec{"account": "x", "destination": spec{"environment": "e", "namespaces": []any{"m"}}}),
			running("b", spec{"account": "x", "destination": spec{"environment": "e", "namespace": "n"}}),
		},
		"the two clusters are one machine": {
			cluster("c", spec{"apiServer": "https://one.example.com:443"}), cluster("d", spec{"apiServer": "https://ONE.example.com/"}),
			environment("a", "c"), environment("b", "d"),
			deployment("a", spec{"account": "a"}), deployment("b", spec{"account": "b"}),
		},
		"a cluster becomes the machine of another": {
			cluster("c", nil), cluster("d", nil), changed(cluster("d", spec{"apiServer": "https://c.example.com"})),
			environment("a", "c"), environment("b", "d"), deployment("b", nil),
			running("a", spec{"account": "b", "destination": spec{"environment": "e", "namespace": "n"}}),
		},
		"an environment moves to the cluster of another product": {
			environment("a", "c"), changed(environment("a", "d")), environment("b", "d"),
			deployment("a", spec{"account": "a"}), deployment("b", spec{"account": "b"}),
		},
		"an environment is deleted and made on the cluster of another product": {
			environment("a", "c"), deleted(environment("a", "c")), changed(environment("a", "d")), environment("b", "d"),
			deployment("a", spec{"account": "a"}), deployment("b", spec{"account": "b"}),
		},
		"a runtime takes the namespace of a component": {
			cluster("c", argocd("argocd")), environment("a", "c"),
			deployment("a", spec{"destination": spec{"environment": "e", "namespaces": []any{"argocd"}}}),
		},
		"a component is installed into the namespace of a runtime": {
			cluster("c", argocd("argocd")), changed(cluster("c", argocd("n"))), environment("a", "c"),
			deployment("a", spec{"destination": spec{"environment": "e", "namespaces": []any{"n"}}}),
		},
		"a namespace that was opened to a product is closed": {
			cluster("c", opened("argocd", "a")), changed(cluster("c", opened("argocd", "b"))), environment("a", "c"),
			running("a", spec{"destination": spec{"environment": "e", "namespace": "argocd"}}),
		},
		"a cluster is deleted and made with other components": {
			cluster("c", nil), deleted(cluster("c", nil)), changed(cluster("c", argocd("n"))), environment("a", "c"),
			deployment("a", spec{"destination": spec{"environment": "e", "namespaces": []any{"n"}}}),
		},
		"a runtime takes the account of a component": {
			environment("a", "c"), deployment("a", spec{"account": "argocd-server"}),
		},
		"a runtime takes the name of another product": {
			product("b"), cluster("c", nil), environment("a", "c"),
			deployment("a", spec{"destination": spec{"environment": "e", "namespaces": []any{"b"}}}),
		},
		"a virtual cluster is on what is no host": {
			cluster("c", spec{"usage": "worker"}), cluster("d", spec{"clusterType": "virtual", "hostCluster": "c"}),
		},
		"a host with virtual clusters becomes a worker": {
			cluster("c", spec{"usage": "host"}), changed(cluster("c", spec{"usage": "worker"})),
			cluster("d", spec{"clusterType": "virtual", "hostCluster": "c"}),
		},
		"a runtime takes the namespace of a virtual cluster on its host": {
			cluster("c", spec{"usage": "host"}), cluster("d", spec{"clusterType": "virtual", "hostCluster": "c"}), environment("a", "c"),
			deployment("a", spec{"destination": spec{"environment": "e", "namespaces": []any{"d"}}}),
		},
		"a host becomes the machine of a runtime in the namespace of its virtual cluster": {
			cluster("c", spec{"usage": "host"}), cluster("d", spec{"clusterType": "virtual", "hostCluster": "c"}),
			cluster("f", spec{"apiServer": "https://c.example.com"}), environment("a", "f"),
			deployment("a", spec{"destination": spec{"environment": "e", "namespaces": []any{"d"}}}),
		},
		"a product takes a namespace that was there before it": {foreign("b"), product("b")},
	}
}

func forcedIn(kind catalog.Kind, namespace, name string, fields spec) step {
	object := world.Object(kind, namespace, name, fields)
	object.Content()["metadata"].(spec)["annotations"] = spec{"nautes.resource.nautes.io/insecure-skip-check": "true"}
	return step{object: object}
}

func changed(s step) step {
	s.again = true
	return s
}

func deleted(s step) step {
	s.again, s.deletes = true, true
	return s
}

func product(name string) step { return forcedIn(catalog.Product, "", name, spec{}) }

func foreign(name string) step {
	object, err := catalog.NewObject(spec{"apiVersion": "v1", "kind": "Namespace", "metadata": spec{"name": name}})
	if err != nil {
		panic(err)
	}
	return step{object: object}
}

func cluster(name string, fields spec) step {
	all := spec{
		"apiServer": fmt.Sprintf("https://%s.example.com", name), "clusterKind": "kubernetes", "clusterType": "physical", "usage": "worker",
		"componentsList": spec{}, "kubeconfigSecretRef": spec{"name": name, "namespace": "nautes-system", "key": "kubeconfig"},
	}
	for field, value := range fields {
		all[field] = value
	}
	if all["usage"] == "worker" {
		all["workerType"] = "deployment"
	}
	if all["clusterType"] == "virtual" {
		delete(all, "kubeconfigSecretRef")
	}
	return forcedIn(catalog.Cluster, "", name, all)
}

func argocd(namespace string) spec {
	return spec{"componentsList": spec{"deployment": spec{"name": "argocd", "namespace": namespace, "additions": spec{"host": "argocd.example.com"}}}}
}

// opened is a cluster whose Argo CD lets a product into its namespace.
func opened(namespace, product string) spec {
	fields := argocd(namespace)
	fields["reservedNamespacesAllowedProducts"] = spec{namespace: []any{product}}
	return fields
}

// environment e of a product.
func environment(product, on string) step {
	return forcedIn(catalog.Environment, product, "e", spec{"cluster": on, "envType": "test"})
}

// deployment is the deployment runtime r of a product, in its environment e unless the fields say otherwise.
func deployment(product string, fields spec) step {
	all := spec{"manifestSource": spec{"codeRepo": "r", "path": "p", "targetRevision": "main"}, "destination": spec{"environment": "e"}, "account": product}
	for field, value := range fields {
		all[field] = value
	}
	return forcedIn(catalog.DeploymentRuntime, product, "r", all)
}

// running is the pipeline runtime p of a product, in its environment e unless the fields say otherwise.
func running(product string, fields spec) step {
	all := spec{
		"project": "p", "pipelineSource": "r", "isolation": "shared", "destination": spec{"environment": "e"}, "account": product,
		"pipelines":        []any{spec{"name": "build", "path": "build.yaml"}},
		"eventSources":     []any{spec{"name": "nightly", "calendar": spec{"interval": "24h"}}},
		"pipelineTriggers": []any{spec{"eventSource": "nightly", "pipeline": "build"}},
	}
	for field, value := range fields {
		all[field] = value
	}
	return forcedIn(catalog.ProjectPipelineRuntime, product, "p", all)
}
