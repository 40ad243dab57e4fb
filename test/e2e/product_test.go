// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"fmt"
	"strings"
	"testing"
)

// product makes a product with its namespace, an environment on a cluster of its own, a project and a repo, through
// plain kubectl, and returns its name.
func (e *environment) product(t *testing.T, name string) string {
	t.Helper()
	e.apply(t, clusterManifest(name)+providerManifest+fmt.Sprintf(`
apiVersion: nautes.resource.nautes.io/v1alpha1
kind: Product
metadata: {name: %[1]s}
spec: {codeRepoProvider: gitlab}
---
apiVersion: v1
kind: Namespace
metadata: {name: %[1]s, labels: {nautes.resource.nautes.io/product: %[1]s}}
---
apiVersion: nautes.resource.nautes.io/v1alpha1
kind: Environment
metadata: {name: test, namespace: %[1]s}
spec: {cluster: %[1]s, envType: test}
---
apiVersion: nautes.resource.nautes.io/v1alpha1
kind: Project
metadata: {name: api, namespace: %[1]s}
spec: {language: golang}
---
apiVersion: nautes.resource.nautes.io/v1alpha1
kind: CodeRepo
metadata: {name: api, namespace: %[1]s}
spec: {codeRepoProvider: gitlab, project: api}
`, name)).want(t, 0)
	return name
}

const providerManifest = `
apiVersion: nautes.resource.nautes.io/v1alpha1
kind: CodeRepoProvider
metadata: {name: gitlab}
spec: {httpAddress: "https://gitlab.example.com", apiServer: "https://gitlab.example.com", sshAddress: "ssh://git@gitlab.example.com", providerType: gitlab}
---`

// clusterManifest is a physical worker for deployments.
func clusterManifest(name string) string {
	return fmt.Sprintf(`
apiVersion: nautes.resource.nautes.io/v1alpha1
kind: Cluster
metadata: {name: %[1]s}
spec:
  apiServer: https://%[1]s.example.com:6443
  clusterType: physical
  usage: worker
  workerType: deployment
  kubeconfigSecretRef: {name: %[1]s}
  componentsList:
    multiTenant: {name: hnc, namespace: hnc-system}
    secretSync: {name: external-secrets, namespace: external-secrets}
    gateway: {name: traefik, namespace: traefik}
    deployment: {name: argocd, namespace: argocd, additions: {host: argocd.%[1]s.example.com}}
    progressiveDelivery: {name: argo-rollouts, namespace: argo-rollouts}
    secretManagement: {name: vault, namespace: vault}
---`, name)
}

// runtimeManifest is a deployment runtime of a product that targets an environment.
func runtimeManifest(product, name, environment string, annotations ...string) string {
	return fmt.Sprintf(`
apiVersion: nautes.resource.nautes.io/v1alpha1
kind: DeploymentRuntime
metadata: {name: %[2]s, namespace: %[1]s, annotations: {%[4]s}}
spec:
  projectsRef: [api]
  manifestSource: {codeRepo: api, targetRevision: main, path: deploy/%[2]s}
  destination: {environment: %[3]s, namespaces: [%[1]s-%[2]s]}
  account: %[1]s-%[2]s
`, product, name, environment, strings.Join(annotations, ", "))
}

const (
	skip   = `nautes.resource.nautes.io/insecure-skip-check: "true"`
	reason = `nautes.resource.nautes.io/skip-check-reason: "staging comes next"`
)
