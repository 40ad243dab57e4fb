// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"os"
	"strings"
	"testing"
	"time"
)

func TestPlainKubectlIsToldRuleFieldAndMend(t *testing.T) {
	p := shared.product(t, "told")
	shared.apply(t, runtimeManifest(p, "shop", "staging")).want(t, 1,
		"deploymentruntime-environment-exists: spec.destination.environment:", `environment "staging" does not exist`, "mend:", "kubectl nautes apply|delete -i")
	shared.apply(t, runtimeManifest(p, "shop", "test")).want(t, 0, "created")
}

// Everything of a product, one after the other, without a pause: no cache is that fast, and nothing is denied.
func TestFirstRunPasses(t *testing.T) {
	for _, name := range []string{"first-a", "first-b", "first-c", "first-d", "first-e"} {
		shared.apply(t, runtimeManifest(shared.product(t, name), "shop", "test")).want(t, 0)
	}
}

func TestBypassNeedsTheVerb(t *testing.T) {
	p := shared.product(t, "bypass")
	shared.kubectl(t.Context(), "create", "rolebinding", "editors", "-n", p, "--clusterrole=nautes-editor", "--user=erin", "--user=bob").want(t, 0)
	shared.kubectl(t.Context(), "create", "rolebinding", "bypassers", "-n", p, "--clusterrole=nautes-bypasser", "--user=bob").want(t, 0)
	forced := runtimeManifest(p, "shop", "staging", skip, reason)

	shared.apply(t, forced, "--as=erin").want(t, 1, "bypass-permitted", "skip-check")
	shared.apply(t, forced, "--as=bob").want(t, 0, "created", "Warning: skipped deploymentruntime-environment-exists")

	// Where it stands, one without the verb is judged as if it were not there, and is not punished for it.
	shared.apply(t, runtimeManifest(p, "shop", "production", skip, reason), "--as=erin").want(t, 1,
		"deploymentruntime-environment-exists", "was ignored: you may not use it")
	shared.apply(t, runtimeManifest(p, "shop", "test", skip, reason), "--as=erin").want(t, 0, "configured")

	shared.kubectl(t.Context(), "get", "events", "-n", p, "-o", "jsonpath={.items[*].note}{.items[*].message}").want(t, 0,
		"bob skipped deploymentruntime-environment-exists (reason: staging comes next)")
}

func TestDeleteOfWhatIsInUseIsDenied(t *testing.T) {
	p := shared.product(t, "used")
	shared.apply(t, runtimeManifest(p, "shop", "test")).want(t, 0)
	shared.kubectl(t.Context(), "delete", "environment", "test", "-n", p).want(t, 1, "environment-in-use", "DeploymentRuntime/shop")
	// The name of what a collection's delete takes is not in the request.
	shared.kubectl(t.Context(), "delete", "environments", "--all", "-n", p).want(t, 1, "environment-in-use")
	shared.kubectl(t.Context(), "delete", "deploymentruntime", "shop", "-n", p).want(t, 0)
	shared.kubectl(t.Context(), "delete", "environment", "test", "-n", p).want(t, 0, "deleted")
}

// The namespace controller deletes in any order, and must.
func TestNamespaceOfAProductCanGo(t *testing.T) {
	p := shared.product(t, "going")
	shared.apply(t, runtimeManifest(p, "shop", "test")).want(t, 0)
	shared.kubectl(t.Context(), "delete", "namespace", p, "--timeout=60s").want(t, 0)
}

func TestOwnNamespaceIsNotJudged(t *testing.T) {
	shared.apply(t, runtimeManifest("nautes-system", "shop", "nowhere")).want(t, 0, "created")
	shared.kubectl(t.Context(), "delete", "deploymentruntime", "shop", "-n", "nautes-system").want(t, 0)
}

func TestServerDryRunIsJudgedAndRecordsNothing(t *testing.T) {
	p := shared.product(t, "dry")
	shared.apply(t, runtimeManifest(p, "shop", "staging"), "--dry-run=server").want(t, 1, "deploymentruntime-environment-exists")
	shared.apply(t, runtimeManifest(p, "shop", "staging", skip, reason), "--dry-run=server").want(t, 0, "Warning: skipped")
	shared.kubectl(t.Context(), "get", "deploymentruntimes", "-n", p, "-o", "name").want(t, 0)
	if events := shared.kubectl(t.Context(), "get", "events", "-n", p, "-o", "name"); strings.TrimSpace(events.stdout) != "" {
		t.Errorf("a dry run left %s", events.stdout)
	}
}

func TestAuditLogNamesRulesAndReason(t *testing.T) {
	if shared.cluster.AuditLog == "" {
		t.Log("the given cluster keeps no audit log for us; the annotations are held by webhook/admission alone")
		return
	}
	p := shared.product(t, "audited")
	shared.apply(t, runtimeManifest(p, "shop", "staging")).want(t, 1)
	shared.apply(t, runtimeManifest(p, "forced", "staging", skip, reason)).want(t, 0)
	within(t, time.Minute, func() (string, bool) {
		content, err := os.ReadFile(shared.cluster.AuditLog)
		if err != nil {
			t.Fatal(err)
		}
		for _, annotation := range []string{
			`"validate.nautes.resource.nautes.io/decision":"deny"`,
			`"validate.nautes.resource.nautes.io/decision":"bypass"`,
			`"validate.nautes.resource.nautes.io/bypass-reason":"staging comes next"`,
			`"validate.nautes.resource.nautes.io/rules":"deploymentruntime-environment-exists"`,
		} {
			if !strings.Contains(string(content), annotation) {
				return "no audit event has " + annotation, false
			}
		}
		return "", true
	})
}

func TestMetricsCountDecisions(t *testing.T) {
	p := shared.product(t, "counted")
	shared.apply(t, runtimeManifest(p, "shop", "staging")).want(t, 1)
	metrics := shared.webhook.metrics(t.Context())
	for _, line := range []string{
		`nautes_webhook_decisions_total{decision="deny",dryrun="false",kind="DeploymentRuntime",operation="CREATE",reason=""}`,
		`nautes_webhook_findings_total{action="deny",rule="deploymentruntime-environment-exists"}`,
		`nautes_webhook_decision_seconds_bucket{decision="allow",kind="Environment",le="0.001"}`,
	} {
		if !strings.Contains(metrics, line) {
			t.Errorf("no metric %s", line)
		}
	}
}

// within waits until a condition holds that others bring about, and fails with what it last saw when it never does.
func within(t *testing.T, limit time.Duration, holds func() (seen string, ok bool)) {
	t.Helper()
	for deadline := time.Now().Add(limit); ; time.Sleep(50 * time.Millisecond) {
		seen, ok := holds()
		if ok {
			return
		}
		if time.Now().After(deadline) {
			t.Fatal(seen)
		}
	}
}
