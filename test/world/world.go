// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

// Package world makes catalogs of any size for tests and benchmarks: products that all look alike, spread over
// clusters, every manifest valid by every rule. It knows nothing of files or servers.
package world

import (
	"fmt"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
)

// perProduct is the number of objects of one product: the Product, its Namespace, two environments, two projects,
// five repos, two bindings, three deployment runtimes.
const perProduct = 16

// productsPerCluster: as many products share a pair of clusters, whatever the size of the world, so that the cost of
// a look-up by cluster can be compared between sizes.
const productsPerCluster = 50

// Objects returns a world of about n objects: whole products, the clusters that they need, one provider.
func Objects(n int) []*catalog.Object {
	products := max(1, n/perProduct)
	objects := []*catalog.Object{Provider("gitlab")}
	for c := 0; c <= (products-1)/productsPerCluster; c++ {
		objects = append(objects, Cluster(fmt.Sprintf("test-%d", c), "deployment"), Cluster(fmt.Sprintf("prod-%d", c), "deployment"))
	}
	for p := range products {
		objects = append(objects, Product(fmt.Sprintf("product-%d", p), p/productsPerCluster)...)
	}
	return objects
}

// Product returns one product with its namespace and everything in it, on the clusters test-<c> and prod-<c>.
func Product(name string, c int) []*catalog.Object {
	objects := []*catalog.Object{
		Object("Product", "", name, spec{"codeRepoProvider": "gitlab"}),
		Namespace(name),
		Object("Environment", name, "test", spec{"cluster": fmt.Sprintf("test-%d", c), "envType": "test"}),
		Object("Environment", name, "prod", spec{"cluster": fmt.Sprintf("prod-%d", c), "envType": "prod"}),
		Object("Project", name, "api", spec{"language": "golang"}),
		Object("Project", name, "web", spec{"language": "typescript"}),
		Object("CodeRepo", name, "api", spec{"codeRepoProvider": "gitlab", "project": "api"}),
		Object("CodeRepo", name, "web", spec{"codeRepoProvider": "gitlab", "project": "web"}),
	}
	for _, repo := range []string{"deploy", "charts", "library"} {
		objects = append(objects, Object("CodeRepo", name, repo, spec{"codeRepoProvider": "gitlab"}))
	}
	for _, repo := range []string{"deploy", "charts"} {
		objects = append(objects, Object("CodeRepoBinding", name, repo+"-for-all", spec{"codeRepo": repo, "product": name, "permissions": "readonly"}))
	}
	for _, runtime := range []struct{ name, environment, repo string }{
		{"api-test", "test", "deploy"}, {"api-prod", "prod", "deploy"}, {"web-test", "test", "charts"},
	} {
		objects = append(objects, Runtime(name, runtime.name, runtime.environment, runtime.repo))
	}
	return objects
}

// Runtime returns a deployment runtime of a product with a namespace and an account that no other product takes.
func Runtime(product, name, environment, repo string) *catalog.Object {
	return Object("DeploymentRuntime", product, name, spec{
		"manifestSource": spec{"codeRepo": repo, "path": "deploy/" + name, "targetRevision": "main"},
		"projectsRef":    []any{"api"},
		"destination":    spec{"environment": environment, "namespaces": []any{product + "-" + name}},
		"account":        product + "-" + name,
	})
}

// Pipeline returns a pipeline runtime of a product that runs one file of a repo when something is pushed to that repo,
// with a namespace and an account that no other product takes. The webhook of the repo has to send push_events.
func Pipeline(product, name, environment, repo string) *catalog.Object {
	return Object("ProjectPipelineRuntime", product, name, spec{
		"project": "api", "pipelineSource": repo, "isolation": "shared",
		"pipelines":        []any{spec{"name": "build", "path": "pipelines/" + name + ".yaml"}},
		"eventSources":     []any{spec{"name": "push", "gitlab": spec{"repoName": repo, "events": []any{"push_events"}}}},
		"pipelineTriggers": []any{spec{"eventSource": "push", "pipeline": "build"}},
		"destination":      spec{"environment": environment, "namespace": product + "-" + name},
		"account":          product + "-" + name,
	})
}

// Provider returns a GitLab provider.
func Provider(name string) *catalog.Object {
	return Object("CodeRepoProvider", "", name, spec{
		"httpAddress": "https://gitlab.example.com", "apiServer": "https://gitlab.example.com",
		"sshAddress": "ssh://git@gitlab.example.com", "providerType": "gitlab",
	})
}

// Cluster returns a physical worker of a type, with the components that its class needs.
func Cluster(name, workerType string) *catalog.Object {
	component := func(name, namespace string) spec { return spec{"name": name, "namespace": namespace} }
	return Object("Cluster", "", name, spec{
		"apiServer": "https://" + name + ".example.com:6443", "clusterKind": "kubernetes", "clusterType": "physical",
		"usage": "worker", "workerType": workerType, "kubeconfigSecretRef": spec{"name": name},
		"componentsList": spec{
			"multiTenant": component("hnc", "hnc-system"), "secretSync": component("external-secrets", "external-secrets"),
			"gateway":             component("traefik", "traefik"),
			"deployment":          spec{"name": "argocd", "namespace": "argocd", "additions": spec{"host": "argocd." + name + ".example.com"}},
			"progressiveDelivery": component("argo-rollouts", "argo-rollouts"), "secretManagement": component("vault", "vault"),
		},
	})
}

// Namespace returns the namespace of a product.
func Namespace(product string) *catalog.Object {
	return must(catalog.NewObject(spec{"apiVersion": "v1", "kind": "Namespace", "metadata": spec{
		"name": product, "labels": spec{"nautes.resource.nautes.io/product": product},
	}}))
}

// Object returns an object of one of our kinds.
func Object(kind catalog.Kind, namespace, name string, fields map[string]any) *catalog.Object {
	metadata := spec{"name": name}
	if namespace != "" {
		metadata["namespace"] = namespace
	}
	return must(catalog.NewObject(spec{
		"apiVersion": catalog.APIVersion, "kind": string(kind), "metadata": metadata, "spec": fields,
	}))
}

type spec = map[string]any

// must panics on what only a mistake in this package can cause.
func must(o *catalog.Object, err error) *catalog.Object {
	if err != nil {
		panic(err)
	}
	return o
}
