// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const bypassOf = `{.metadata.annotations.nautes\.resource\.nautes\.io/insecure-skip-check}|{.metadata.annotations.nautes\.resource\.nautes\.io/skip-check-reason}`

// The product and the file of two runtimes: shop is denied, cart is not.
func oneToForce(t *testing.T, name string) (product, file string) {
	t.Helper()
	p := shared.product(t, name)
	file = filepath.Join(t.TempDir(), "runtimes.yaml")
	write(t, file, plainRuntime(p, "shop", "staging")+"---"+plainRuntime(p, "cart", "test"))
	return p, file
}

func TestBypassForcesOnlyWhatIsDenied(t *testing.T) {
	p, file := oneToForce(t, "forced")
	r := shared.nautes(t.Context(), "apply", "-f", file, "-i", "--reason", "staging comes next").tidy(t).want(t, 0,
		"deploymentruntime.nautes.resource.nautes.io/shop created (1 rule skipped)\n", "deploymentruntime.nautes.resource.nautes.io/cart created\n",
		"Warning: ", "skipped deploymentruntime-environment-exists", "2 created")
	if strings.Contains(r.stderr, "no reason given") {
		t.Errorf("a reason was given: %s", r.stderr)
	}
	if got := shared.field(t, p, "deploymentruntime/shop", bypassOf); got != "true|staging comes next" {
		t.Errorf("shop has the bypass %q", got)
	}
	if got := shared.field(t, p, "deploymentruntime/cart", bypassOf); got != "|" {
		t.Errorf("cart has the bypass %q, and needs none", got)
	}

	// With it on, the next one with -i leaves it where it is; the one without takes it off.
	shared.nautes(t.Context(), "apply", "-f", file, "-i", "--reason", "staging comes next").tidy(t).want(t, 0, "2 unchanged")
	shared.nautes(t.Context(), "apply", "-f", file).tidy(t).want(t, 0, "/shop configured", "/cart unchanged", "1 configured, 1 unchanged")
	if got := shared.field(t, p, "deploymentruntime/shop", bypassOf); got != "|" {
		t.Errorf("shop still has the bypass %q", got)
	}
}

func TestBypassWithoutAReasonWarns(t *testing.T) {
	p, file := oneToForce(t, "no-reason")
	shared.nautes(t.Context(), "apply", "-f", file, "-i").tidy(t).want(t, 0, "Warning: ", "--reason", "shop created (1 rule skipped)")
	if got := shared.field(t, p, "deploymentruntime/shop", bypassOf); got != "true|" {
		t.Errorf("shop has the bypass %q", got)
	}
}

// Rules that nobody may skip stay.
func TestBypassDoesNotHelpAgainstFirmRules(t *testing.T) {
	p := shared.product(t, "firm")
	file := filepath.Join(t.TempDir(), "runtime.yaml")
	write(t, file, strings.ReplaceAll(runtimeManifest(p, "shop", "staging"), "path: deploy/shop", "path: ../deploy"))
	shared.nautes(t.Context(), "apply", "-f", file, "-i", "--reason", "none").tidy(t).want(t, 2, "deploymentruntime-path-is-relative", "spec.manifestSource.path", "1 denied")
	nothingOf(t, p, "deploymentruntime/shop")
}

func TestBypassByOneWithoutTheVerb(t *testing.T) {
	p, file := oneToForce(t, "no-verb")
	shared.kubectl(t.Context(), "create", "rolebinding", "editors", "-n", p, "--clusterrole=nautes-editor", "--user=erin", "--user=bob").want(t, 0)
	shared.kubectl(t.Context(), "create", "rolebinding", "bypassers", "-n", p, "--clusterrole=nautes-bypasser", "--user=bob").want(t, 0)

	shared.nautes(t.Context(), "apply", "-f", file, "-i", "--reason", "staging comes next", "--as=erin").tidy(t).want(t, 3,
		"bypass-permitted", "skip-check", "cart created\n", "1 created, 1 denied")
	nothingOf(t, p, "deploymentruntime/shop")
	if got := shared.field(t, p, "deploymentruntime/cart", bypassOf); got != "|" {
		t.Errorf("cart has the bypass %q", got)
	}
	// What stands in the way at first is still what people have to know.
	shared.nautes(t.Context(), "apply", "-f", file, "-i", "--reason", "staging comes next", "--as=erin").tidy(t).want(t, 3, "deploymentruntime-environment-exists")
	shared.nautes(t.Context(), "apply", "-f", file, "-i", "--reason", "staging comes next", "--as=bob").tidy(t).want(t, 0, "shop created (1 rule skipped)", "1 created, 1 unchanged")
}

func TestDeleteOfWhatIsInUseByThePlugin(t *testing.T) {
	p := shared.product(t, "plugin-used")
	shared.apply(t, runtimeManifest(p, "shop", "test")).want(t, 0)
	file := filepath.Join(t.TempDir(), "environment.yaml")
	write(t, file, header+"kind: Environment\nmetadata: {name: test, namespace: plugin-used}\n")

	shared.nautes(t.Context(), "delete", "-f", file).tidy(t).want(t, 2, file+":", "Environment/plugin-used/test: deny", "environment-in-use", "DeploymentRuntime/shop", "1 denied")
	shared.nautes(t.Context(), "delete", "-f", file, "--dry-run=client").tidy(t).want(t, 2, "environment-in-use")
	shared.nautes(t.Context(), "delete", "-f", file, "--dry-run=server").tidy(t).want(t, 2, "environment-in-use")
	if got := shared.field(t, p, "environment/test", bypassOf); got != "|" {
		t.Errorf("the environment has the bypass %q", got)
	}
	shared.nautes(t.Context(), "delete", "-f", file, "-i", "--reason", "moving house").tidy(t).want(t, 0,
		"environment.nautes.resource.nautes.io/test deleted (1 rule skipped)", "skipped environment-in-use", "1 deleted")
	nothingOf(t, p, "environment/test")
	shared.kubectl(t.Context(), "get", "deploymentruntime", "shop", "-n", p).want(t, 0)
}

// Somebody else's policy has its say after ours was skipped: the object stays, so the bypass must not.
func TestDeleteThatFailsTakesTheBypassOffAgain(t *testing.T) {
	p := shared.product(t, "stays")
	shared.apply(t, runtimeManifest(p, "shop", "test")).want(t, 0)
	shared.forbidForcedDeletes(t, p)
	file := filepath.Join(t.TempDir(), "environment.yaml")
	write(t, file, header+"kind: Environment\nmetadata: {name: test, namespace: stays}\n")

	before := shared.field(t, p, "environment/test", "{.metadata.annotations}{.spec}")
	shared.nautes(t.Context(), "delete", "-f", file, "-i", "--reason", "moving house").oneError(t, 1, "Environment/stays/test", "no forced deletes here", "1 failed")
	if after := shared.field(t, p, "environment/test", "{.metadata.annotations}{.spec}"); after != before {
		t.Errorf("the delete that failed left %s, before it was %s", after, before)
	}
}

// forbidForcedDeletes puts a policy on a product's environments by which those with a bypass can not be deleted.
func (e *environment) forbidForcedDeletes(t *testing.T, product string) {
	t.Helper()
	e.apply(t, `
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: no-forced-deletes}
spec:
  matchConstraints:
    resourceRules:
    - {apiGroups: [nautes.resource.nautes.io], apiVersions: ["*"], resources: [environments], operations: [DELETE]}
  validations:
  - expression: "!has(oldObject.metadata.annotations) || !('nautes.resource.nautes.io/insecure-skip-check' in oldObject.metadata.annotations)"
    message: no forced deletes here
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: no-forced-deletes}
spec:
  policyName: no-forced-deletes
  validationActions: [Deny]
  matchResources: {namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: `+product+`}}}
---
apiVersion: nautes.resource.nautes.io/v1alpha1
kind: Environment
metadata: {name: probe, namespace: `+product+`, annotations: {`+skip+`, `+reason+`}}
spec: {cluster: nowhere, envType: probe}
`).want(t, 0)
	ctx := context.WithoutCancel(t.Context()) // that of the test has ended when it is cleaned up
	t.Cleanup(func() {
		e.kubectl(ctx, "delete", "validatingadmissionpolicy,validatingadmissionpolicybinding", "no-forced-deletes").want(t, 0)
	})
	within(t, time.Minute, func() (string, bool) {
		r := e.kubectl(t.Context(), "delete", "environment", "probe", "-n", product, "--dry-run=server")
		return "the policy is not in force: " + r.stdout, strings.Contains(r.stderr, "no forced deletes here")
	})
}
