// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package world

import (
	"fmt"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
)

// PerTenantProduct is the number of objects of ours that each product of a tenant has, the Product itself included.
const PerTenantProduct = 21

// PerTenant is the number of objects of ours that a tenant has beside its products: a provider of either kind, a host
// and two virtual workers on it, two physical workers.
const PerTenant = 7

// Tenant returns objects of every kind: a host with virtual clusters, physical clusters, and products on them that
// share repos with each other, with their namespaces. All names begin with the prefix, so that several tenants can be
// in one place. Every object is valid by every rule once all are there; the order is none to apply them in.
func Tenant(prefix string, products int) []*catalog.Object {
	t := tenant(prefix)
	objects := []*catalog.Object{
		Object("CodeRepoProvider", "", t.name("gitlab"), spec{
			"httpAddress": "https://gitlab.example.com", "apiServer": "https://gitlab.example.com",
			"sshAddress": "ssh://git@gitlab.example.com", "providerType": "gitlab",
		}),
		Object("ArtifactRepoProvider", "", t.name("nexus"), spec{
			"url": "https://nexus.example.com", "apiServer": "https://nexus.example.com", "providerType": "nexus",
		}),
		t.cluster("host", "host", "", false),
		t.cluster("ci", "worker", "pipeline", true),
		t.cluster("build", "worker", "pipeline", false),
		t.cluster("test", "worker", "deployment", true),
		t.cluster("prod", "worker", "deployment", false),
	}
	for p := range products {
		objects = append(objects, t.product(p, (p+1)%products)...)
	}
	return objects
}

type tenant string

func (t tenant) name(name string) string { return string(t) + "-" + name }

// cluster has the components that its class needs.
func (t tenant) cluster(name, usage, workerType string, virtual bool) *catalog.Object {
	name = t.name(name)
	address := name + ".example.com"
	fields := spec{"apiServer": "https://" + address + ":6443", "clusterKind": "kubernetes", "usage": usage, "primaryDomain": address}
	if virtual {
		fields["clusterType"], fields["hostCluster"] = "virtual", t.name("host")
		fields["vcluster"] = spec{"httpsNodePort": int64(31443)}
	} else {
		fields["clusterType"] = "physical"
		fields["kubeconfigSecretRef"] = spec{"name": name + "-kubeconfig", "namespace": "nautes-system", "key": "kubeconfig"}
	}
	components := spec{
		"gateway":          spec{"name": "traefik", "namespace": "traefik", "additions": spec{"httpNodePort": "30080", "httpsNodePort": "30443"}},
		"secretManagement": spec{"name": "vault", "namespace": "vault"},
	}
	if workerType != "pipeline" || !virtual {
		components["oauthProxy"] = spec{"name": "oauth2-proxy", "namespace": "oauth2-proxy"}
	}
	if usage == "worker" {
		fields["workerType"] = workerType
		components["multiTenant"] = spec{"name": "hnc", "namespace": "hnc-system"}
		components["secretSync"] = spec{"name": "external-secrets", "namespace": "external-secrets"}
		components["deployment"] = spec{"name": "argocd", "namespace": "argocd", "additions": spec{"host": "argocd." + address}}
	}
	switch workerType {
	case "pipeline":
		components["eventListener"] = spec{"name": "argo-events", "namespace": "argo-events"}
		components["pipeline"] = spec{"name": "tekton", "namespace": "tekton-pipelines", "additions": spec{"host": "tekton." + address}}
	case "deployment":
		components["progressiveDelivery"] = spec{"name": "argo-rollouts", "namespace": "argo-rollouts"}
	}
	fields["componentsList"] = components
	return Object("Cluster", "", name, fields)
}

// product has an environment on each worker, two projects, and shares its library with the next product.
func (t tenant) product(number, next int) []*catalog.Object {
	name := t.name(fmt.Sprintf("p%d", number))
	neighbour := t.name(fmt.Sprintf("p%d", next))
	provider := t.name("gitlab")
	objects := []*catalog.Object{Namespace(name), Object("Product", "", name, spec{"codeRepoProvider": provider})}
	add := func(kind catalog.Kind, object string, fields spec) {
		objects = append(objects, Object(kind, name, object, fields))
	}
	for _, environment := range []string{"ci", "build", "test", "prod"} {
		add("Environment", environment, spec{"cluster": t.name(environment), "envType": environment})
	}
	for _, project := range []string{"api", "web"} {
		add("Project", project, spec{"language": "golang"})
		add("CodeRepo", project, spec{
			"codeRepoProvider": provider, "project": project, "webhook": spec{"events": []any{"push_events", "tag_push_events", "merge_requests_events"}},
		})
	}
	for _, repo := range []string{"pipelines", "deploy", "library"} {
		add("CodeRepo", repo, spec{"codeRepoProvider": provider})
	}
	add("CodeRepoBinding", "pipelines", spec{"codeRepo": "pipelines", "product": name, "permissions": "readonly"})
	add("CodeRepoBinding", "deploy", spec{"codeRepo": "deploy", "product": name, "projects": []any{"api", "web"}, "permissions": "readonly"})
	add("CodeRepoBinding", "library", spec{"codeRepo": "library", "product": neighbour, "permissions": "readonly"})
	for _, project := range []string{"api", "web"} {
		add("DeploymentRuntime", name+"-"+project+"-test", deploying(project, "test", "deploy"))
	}
	fields := deploying("api", "prod", "deploy")
	fields["destination"].(spec)["namespaces"] = []any{name + "-api", name + "-web"}
	fields["account"] = name + "-prod"
	add("DeploymentRuntime", name+"-api-prod", fields)
	add("ProjectPipelineRuntime", name+"-api-ci", pipeline("api", "ci"))
	add("ProjectPipelineRuntime", name+"-web-build", pipeline("web", "build"))
	add("ArtifactRepo", "modules", spec{
		"artifactRepoProvider": t.name("nexus"), "projects": []any{"api"}, "repoName": "go-proxy", "repoType": "remote", "packageType": "go",
	})
	return objects
}

// deploying is the spec of a deployment runtime whose namespace and account are its own name.
func deploying(project, environment, repo string) spec {
	return spec{
		"projectsRef":    []any{project},
		"manifestSource": spec{"codeRepo": repo, "path": "deploy/" + project, "targetRevision": "main"},
		"destination":    spec{"environment": environment},
	}
}

// pipeline is the spec of a pipeline runtime that builds a project's repo on each push, and every night.
func pipeline(project, environment string) spec {
	return spec{
		"project": project, "pipelineSource": "pipelines", "isolation": "shared",
		"destination": spec{"environment": environment},
		"pipelines":   []any{spec{"name": "build", "path": project + "/build.yaml"}},
		"eventSources": []any{
			spec{"name": "push", "gitlab": spec{"repoName": project, "revision": "main", "events": []any{"push_events"}}},
			spec{"name": "nightly", "calendar": spec{"schedule": "0 2 * * *", "timezone": "Europe/Berlin"}},
		},
		"pipelineTriggers": []any{
			spec{"eventSource": "push", "pipeline": "build", "inputs": []any{spec{
				"source":             spec{"fromEvent": "commitID"},
				"transmissionMethod": spec{"kustomization": spec{"path": "/spec/params/0/value"}},
			}}},
			spec{"eventSource": "nightly", "pipeline": "build", "revision": "main"},
		},
	}
}
