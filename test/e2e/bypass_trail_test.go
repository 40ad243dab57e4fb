// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const recordOf = `{.status.bypass.by}|{.status.bypass.reason}|{.status.bypass.rules}`

// A rule is skipped, somebody asks who did and why, what was missing arrives, and the bypass is ended.
func TestBypassFromItsBeginningToItsEnd(t *testing.T) {
	p := shared.product(t, "trail")
	shared.kubectl(t.Context(), "create", "rolebinding", "editors", "-n", p, "--clusterrole=nautes-editor", "--user=bob", "--user=erin").want(t, 0)
	shared.kubectl(t.Context(), "create", "rolebinding", "bypassers", "-n", p, "--clusterrole=nautes-bypasser", "--user=bob").want(t, 0)
	file := filepath.Join(t.TempDir(), "runtime.yaml")
	write(t, file, plainRuntime(p, "shop", "staging"))
	shared.nautes(t.Context(), "apply", "-f", file, "-i", "--reason", "staging comes next", "--as=bob").want(t, 0, "1 rule skipped")

	shared.recorded(t, p, "shop", `bob|staging comes next|["deploymentruntime-environment-exists"]`)
	uid := shared.field(t, p, "deploymentruntime/shop", "{.metadata.uid}")
	shared.kubectl(t.Context(), "get", "events", "-n", p, "--field-selector=reason=Bypassed", "-o", "jsonpath={.items[*].involvedObject.uid}").want(t, 0, uid)

	shared.nautes(t.Context(), "bypass", "list", "-p", p).tidy(t).want(t, 0, "DeploymentRuntime/trail/shop", "no end", "failing", "bob",
		"skipped: deploymentruntime-environment-exists", "reason: staging comes next", "1 bypass in product trail: 1 failing")
	shared.nautes(t.Context(), "bypass", "clear", "--all", "--clean", "-p", p).tidy(t).want(t, 0, "shop unchanged (1 rule still fails)")
	// One who sees this product alone is told as much as can be judged.
	shared.nautes(t.Context(), "bypass", "list", "-p", p, "--as=erin").tidy(t).want(t, 0, "failing", "bob", "as far as you may see")

	shared.apply(t, environmentManifest(p, "staging")).want(t, 0)
	shared.nautes(t.Context(), "bypass", "list", "-p", p, "-o", "json").tidy(t).want(t, 0, `"now": "Clean"`, `"by": "bob"`)
	shared.nautes(t.Context(), "bypass", "clear", "deploymentruntime/shop", "-p", p, "--dry-run=server").tidy(t).want(t, 0, "shop configured (server dry run)")
	// Who may write it may end it.
	shared.nautes(t.Context(), "bypass", "clear", "deploymentruntime/shop", "-p", p, "--as=erin").tidy(t).want(t, 0, "shop configured\n", "1 configured")
	if got := shared.field(t, p, "deploymentruntime/shop", bypassOf); got != "|" {
		t.Errorf("shop still has the bypass %q", got)
	}
	shared.nautes(t.Context(), "bypass", "list", "-p", p).tidy(t).want(t, 0, "no bypasses in product trail")
}

// The record is of the last write for which rules were skipped, by whichever client.
func TestBypassRecordFollowsTheWrites(t *testing.T) {
	p := shared.product(t, "followed")
	const why = `nautes.resource.nautes.io/skip-check-reason: `
	for _, step := range []struct{ environment, reason, want string }{
		{"staging", "first", "first"},
		{"production", "second", "second"},      // another spec
		{"production", "third", "third"},        // only another reason
		{"test", "needs none by now", "third"},  // no rule was skipped
		{"staging", "needs one again", "again"}, // the annotation stood there already
	} {
		shared.apply(t, runtimeManifest(p, "shop", step.environment, skip, why+step.reason)).want(t, 0)
		within(t, time.Minute, func() (string, bool) {
			got := shared.field(t, p, "deploymentruntime/shop", "{.status.bypass.reason}")
			return "the record tells of " + got + ", want " + step.want, strings.HasSuffix(got, step.want)
		})
	}
}

// What people declare never is a record.
func TestStatusInAManifestIsDropped(t *testing.T) {
	p := shared.product(t, "claimed")
	shared.apply(t, environmentManifest(p, "staging")+"status: {bypass: {by: nobody, since: \"2026-11-23T12:00:00Z\"}}\n").want(t, 0)
	if got := shared.field(t, p, "environment/staging", recordOf); got != "||" {
		t.Errorf("the status says %q", got)
	}
}

func TestNoRoleOfPeopleWritesStatuses(t *testing.T) {
	p := shared.product(t, "statuses")
	for _, role := range []string{"viewer", "editor", "product-admin", "bypasser", "break-glass"} {
		user := "--as=" + role
		shared.kubectl(t.Context(), "create", "rolebinding", role, "-n", p, "--clusterrole=nautes-"+role, "--user="+role).want(t, 0)
		shared.kubectl(t.Context(), "patch", "environment", "test", "-n", p, "--subresource=status", "--type=merge",
			"-p", `{"status":{"bypass":{"by":"nobody","since":"2026-11-23T12:00:00Z"}}}`, user).want(t, 1, "forbidden", "environments/status")
		for _, verb := range []string{"update", "patch"} {
			shared.kubectl(t.Context(), "auth", "can-i", verb, "deploymentruntimes.nautes.resource.nautes.io", "--subresource=status", "-n", p, user).want(t, 1, "no")
		}
	}
	if got := shared.field(t, p, "environment/test", recordOf); got != "||" {
		t.Errorf("the status says %q", got)
	}
}

// recorded waits until the record of a runtime says this.
func (e *environment) recorded(t *testing.T, product, runtime, want string) {
	t.Helper()
	within(t, time.Minute, func() (string, bool) {
		got := e.field(t, product, "deploymentruntime/"+runtime, recordOf)
		return "the record is " + got + ", want " + want, got == want
	})
}

// environmentManifest is an environment of a product on a cluster of its own.
func environmentManifest(product, name string) string {
	on := product + "-" + name
	return clusterManifest(on) + "\n" + header + "kind: Environment\nmetadata: {name: " + name + ", namespace: " + product + "}\nspec: {cluster: " + on + ", envType: " + name + "}\n"
}
