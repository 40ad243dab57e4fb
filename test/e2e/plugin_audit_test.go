// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
)

// What was forced in is shown as skipped while the bypass holds, and denied after it is taken off.
func TestAuditOfAProduct(t *testing.T) {
	p := shared.product(t, "inspected")
	shared.kubectl(t.Context(), "create", "rolebinding", "editors", "-n", p, "--clusterrole=nautes-editor", "--user=erin").want(t, 0)
	file := filepath.Join(t.TempDir(), "runtime.yaml")
	write(t, file, plainRuntime(p, "shop", "staging"))
	shared.nautes(t.Context(), "apply", "-f", file, "-i", "--reason", "staging comes next").want(t, 0, "1 rule skipped")

	shared.nautes(t.Context(), "audit", "-p", p).tidy(t).want(t, 0, "DeploymentRuntime/inspected/shop: warn",
		"deploymentruntime-environment-exists (skipped by the bypass)", "1 warning")
	shared.nautes(t.Context(), "bypass", "clear", "deploymentruntime/shop", "-p", p).want(t, 0)
	shared.nautes(t.Context(), "audit", "-p", p).tidy(t).want(t, 2, "DeploymentRuntime/inspected/shop: deny", "1 denial")
	shared.nautes(t.Context(), "audit", "-A", "-o", "github").tidy(t).want(t, 2, "::error title=deploymentruntime-environment-exists")

	var log struct {
		Runs []struct{ Results []struct{ RuleID string } }
	}
	got := shared.nautes(t.Context(), "audit", "-p", p, "-o", "sarif")
	if err := json.Unmarshal([]byte(got.stdout), &log); err != nil || len(log.Runs[0].Results) != 1 {
		t.Errorf("error %v, log %+v", err, log)
	}
	// Who sees this product alone is told as much as can be judged.
	shared.nautes(t.Context(), "audit", "-p", p, "--as=erin").tidy(t).want(t, 2, "1 denial", "not judged", "product-exists")
	shared.nautes(t.Context(), "audit", "-A", "--as=erin").tidy(t).want(t, 1, "give -p PRODUCT")
}

// The webhook publishes its rules, and they are those of the program.
func TestRulesOfProgramAndWebhookAreTheSame(t *testing.T) {
	version := shared.nautes(t.Context(), "version").tidy(t).want(t, 0, "Client Rules: sha256:", "Webhook Rules: sha256:")
	rules := map[string]bool{}
	for line := range strings.Lines(version.stdout) {
		if _, hash, found := strings.Cut(line, " Rules: "); found && !strings.HasPrefix(line, "Operator") {
			rules[hash] = true
		}
	}
	if len(rules) != 1 || version.stderr != "" {
		t.Errorf("program and webhook differ: %s%s", version.stdout, version.stderr)
	}
	if got := shared.nautes(t.Context(), "policy", "list").want(t, 0, "environment-cluster-exists"); got.stderr != "" {
		t.Errorf("stderr: %s", got.stderr)
	}
}
