// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"fmt"
	"strings"
	"syscall"
	"testing"
	"time"
)

// soon is how long the audit may take to see a change and write about it.
const soon = 30 * time.Second

// condition is what Compliant says on an object: status and reason.
const condition = `{.status.conditions[?(@.type=="Compliant")].status} {.status.conditions[?(@.type=="Compliant")].reason}`

// becomes waits until the audit says something on an object.
func (e *environment) becomes(t *testing.T, product, object, want string) {
	t.Helper()
	within(t, soon, func() (string, bool) {
		got := strings.TrimSpace(e.field(t, product, object, condition))
		return fmt.Sprintf("%s is %q, want %q", object, got, want), got == want
	})
}

// shows waits until the metrics of a webhook have a line.
func (w *webhook) shows(t *testing.T, line string) {
	t.Helper()
	within(t, soon, func() (string, bool) {
		metrics := w.metrics(t.Context())
		return fmt.Sprintf("no %q in\n%s", line, metrics), strings.Contains("\n"+metrics, "\n"+line+"\n")
	})
}

func staging(product string) string {
	return clusterManifest(product+"-staging") + fmt.Sprintf(`
apiVersion: nautes.resource.nautes.io/v1alpha1
kind: Environment
metadata: {name: staging, namespace: %[1]s}
spec: {cluster: %[1]s-staging, envType: staging}
`, product)
}

// An object that was forced in before what it needs turns compliant by itself when that comes. One replica says so; when
// it ends, the other one goes on where it was.
func TestAudit(t *testing.T) {
	e := own(t)
	p := e.product(t, "demo")
	second, err := e.startWebhook()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(second.kill)
	first := e.webhook

	e.apply(t, runtimeManifest(p, "shop", "staging", skip, reason)).want(t, 0)
	e.becomes(t, p, "deploymentruntime/shop", "False Bypassed")
	first.shows(t, `nautes_audit_findings{action="skipped",rule="deploymentruntime-environment-exists"} 1`)
	first.shows(t, "nautes_bypassed_objects 1")
	first.shows(t, "nautes_audit_leading 1")
	second.shows(t, "nautes_audit_leading 0")
	for _, silent := range []string{"nautes_audit_findings", "nautes_bypassed_objects", "nautes_audit_writes_total"} {
		if metrics := second.metrics(t.Context()); strings.Contains(metrics, "\n"+silent) {
			t.Errorf("%s of a replica that does not audit:\n%s", silent, metrics)
		}
	}

	e.apply(t, runtimeManifest(p, "shop", "staging")).want(t, 0) // takes the bypass off
	e.becomes(t, p, "deploymentruntime/shop", "False RuleViolated")
	first.shows(t, `nautes_audit_findings{action="deny",rule="deploymentruntime-environment-exists"} 1`)
	first.shows(t, "nautes_bypassed_objects 0")
	e.kubectl(t.Context(), "describe", "deploymentruntime", "shop", "-n", p).want(t, 0,
		"1 rule is not met: deploymentruntime-environment-exists", "NotCompliant")

	if err := first.command.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	<-first.ended
	e.webhook = second
	if err := e.register(t.Context(), second.port); err != nil {
		t.Fatal(err)
	}
	if err := second.waitUntilReady(t.Context()); err != nil {
		t.Fatal(err)
	}
	second.shows(t, "nautes_audit_leading 1")
	second.shows(t, `nautes_audit_findings{action="deny",rule="deploymentruntime-environment-exists"} 1`)
	within(t, soon, func() (string, bool) { // the registration takes a moment to reach the API server's webhook client
		r := e.apply(t, staging(p))
		return r.stderr, r.code == 0
	})
	e.becomes(t, p, "deploymentruntime/shop", "True RulesMet")
	within(t, soon, func() (string, bool) {
		record := e.field(t, p, "deploymentruntime/shop", "{.status.bypass}")
		return "the record of the bypass is left: " + record, record == ""
	})
	owners := e.kubectl(t.Context(), "get", "deploymentruntime", "shop", "-n", p, "--show-managed-fields", "-o", `jsonpath={.metadata.managedFields[?(@.subresource=="status")].manager}`)
	owners.want(t, 0, "nautes.resource.nautes.io/audit")
}
