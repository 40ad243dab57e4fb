// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nautes-labs/kubectl-nautes/test/cluster"
)

const (
	glass     = `nautes.resource.nautes.io/break-glass: "the webhook is gone"`
	glassName = "nautes.resource.nautes.io/break-glass"
)

// behindGlass is a control plane of its own with two editors of the product demo, of whom gail may break the glass.
func behindGlass(t *testing.T) *environment {
	t.Helper()
	folder := t.TempDir()
	e, err := start(t.Context(), folder, cluster.Options{AuditLog: filepath.Join(folder, "audit.log")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(e.stop)
	p := e.product(t, "demo")
	e.kubectl(t.Context(), "apply", "-f", manifest("webhook/validatingadmissionpolicy.yaml")).want(t, 0)
	e.kubectl(t.Context(), "create", "rolebinding", "editors", "-n", p, "--clusterrole=nautes-editor", "--user=gail", "--user=eve").want(t, 0)
	e.kubectl(t.Context(), "create", "rolebinding", "emergency", "-n", p, "--clusterrole=nautes-break-glass", "--user=gail").want(t, 0)
	within(t, time.Minute, func() (string, bool) {
		r := e.kubectl(t.Context(), "annotate", "environment", "test", "-n", p, glassName+"=x", "--dry-run=server", "--as=eve")
		return "the annotation is not guarded: " + r.stdout + r.stderr, strings.Contains(r.stderr, "you may not set the annotation")
	})
	return e
}

func TestBreakGlassWithTheWebhookDown(t *testing.T) {
	e := behindGlass(t)
	const p = "demo"
	e.apply(t, runtimeManifest(p, "standing", "test")).want(t, 0)
	e.webhook.kill()

	// It takes both: a cluster-admin holds every verb, and is judged like everyone without the annotation.
	e.apply(t, runtimeManifest(p, "by-admin", "test")).want(t, 1, "failed calling webhook")
	e.apply(t, runtimeManifest(p, "by-gail", "test"), "--as=gail").want(t, 1, "failed calling webhook")
	e.apply(t, runtimeManifest(p, "by-eve", "test", glass), "--as=eve").want(t, 1)
	nothingIn(t, e, p, "deploymentruntime/by-admin", "deploymentruntime/by-gail", "deploymentruntime/by-eve")
	for _, empty := range []string{`""`, `"false"`} {
		e.apply(t, runtimeManifest(p, "by-gail", "test", glassName+": "+empty), "--as=gail").want(t, 1, "failed calling webhook")
	}

	e.apply(t, runtimeManifest(p, "by-gail", "nowhere", glass), "--as=gail").want(t, 0, "created")
	e.apply(t, runtimeManifest(p, "by-gail", "elsewhere", glass), "--as=gail").want(t, 0, "configured")
	e.apply(t, runtimeManifest(p, "standing", "nowhere", glass)).want(t, 0, "configured")

	// Where it stands, it serves nobody without the verb, and ends with the annotation.
	e.apply(t, runtimeManifest(p, "by-gail", "test", glass), "--as=eve").want(t, 1, "failed calling webhook")
	e.kubectl(t.Context(), "label", "deploymentruntime", "by-gail", "-n", p, "team=blue", "--as=eve").want(t, 0)
	e.apply(t, runtimeManifest(p, "by-gail", "test"), "--as=gail").want(t, 1, "failed calling webhook")

	// A delete carries no object: what is stored counts.
	remove := []string{"delete", "environment", "test", "-n", p}
	e.kubectl(t.Context(), append(remove, "--as=gail")...).want(t, 1, "failed calling webhook")
	e.kubectl(t.Context(), remove...).want(t, 1, "failed calling webhook")
	e.kubectl(t.Context(), "annotate", "environment", "test", "-n", p, glassName+"=it has to go", "--as=gail").want(t, 0)
	e.kubectl(t.Context(), append(remove, "--as=eve")...).want(t, 1, "failed calling webhook")
	e.kubectl(t.Context(), append(remove, "--as=gail")...).want(t, 0, "deleted")

	// What was left is found without the webhook, and its annotation comes off without it.
	e.nautes(t.Context(), "bypass", "list", "-p", p).tidy(t).want(t, 0, "DeploymentRuntime/demo/by-gail", "DeploymentRuntime/demo/standing",
		"break-glass: the webhook is gone", "failing", "2 bypasses")
	e.nautes(t.Context(), "bypass", "clear", "--all", "-p", p, "--as=eve").tidy(t).want(t, 0, "2 configured", "will be", "refused")
	e.inAuditLog(t, `"nautes-break-glass/break-glass":"the webhook is gone"`, `"nautes-break-glass/break-glass":"it has to go"`)

	e.restart(t)
	e.apply(t, runtimeManifest(p, "by-gail", "nowhere-again"), "--as=gail").want(t, 1, "deploymentruntime-environment-exists")
}

// The webhook answers, but wrongly or too late: it is not asked, and nobody plants what lets a controller with every verb
// write unjudged.
func TestBreakGlassWithTheWebhookUp(t *testing.T) {
	e := behindGlass(t)
	const p = "demo"
	e.apply(t, runtimeManifest(p, "by-admin", "nowhere")).want(t, 1, "deploymentruntime-environment-exists")
	e.apply(t, runtimeManifest(p, "by-admin", "nowhere", glass)).want(t, 0, "created")
	e.apply(t, runtimeManifest(p, "by-eve", "test", glass), "--as=eve").want(t, 1, "you may not set the annotation", "nautes-break-glass")
	e.kubectl(t.Context(), "annotate", "environment", "test", "-n", p, glassName+"=planted", "--as=eve").want(t, 1, "you may not set the annotation")
	e.kubectl(t.Context(), "annotate", "--overwrite", "deploymentruntime", "by-admin", "-n", p, glassName+"=mine now", "--as=eve").want(t, 1, "you may not set the annotation")
	e.kubectl(t.Context(), "annotate", "deploymentruntime", "by-admin", "-n", p, glassName+"-", "--as=eve").want(t, 0)
	e.apply(t, runtimeManifest(p, "by-admin", "nowhere-else")).want(t, 1, "deploymentruntime-environment-exists")
}

// What docs/emergency.md says to do, and to undo.
func TestEmergencyIsTurnedOnAndOff(t *testing.T) {
	e := own(t)
	p := e.product(t, "demo")
	policy := func(value string) {
		e.kubectl(t.Context(), "patch", "validatingwebhookconfiguration", "nautes-webhook", "--type=json",
			"-p", `[{"op":"replace","path":"/webhooks/0/failurePolicy","value":"`+value+`"}]`).want(t, 0)
	}
	// The API server notices a changed configuration a moment later.
	tried := func(environment, says string) {
		t.Helper()
		within(t, time.Minute, func() (string, bool) {
			r := e.apply(t, runtimeManifest(p, "shop", environment), "--dry-run=server")
			return "no " + says + " in " + r.stdout + r.stderr, strings.Contains(r.stdout+r.stderr, says)
		})
	}
	policy("Ignore")
	tried("nowhere", "deploymentruntime-environment-exists") // it answers, so it judges
	e.webhook.kill()
	tried("nowhere", "created")
	policy("Fail")
	tried("nowhere", "failed calling webhook")
	e.restart(t)
	tried("nowhere", "deploymentruntime-environment-exists")

	e.kubectl(t.Context(), "delete", "validatingwebhookconfiguration", "nautes-webhook").want(t, 0)
	tried("nowhere", "created")
	file := filepath.Join(t.TempDir(), "runtime.yaml")
	write(t, file, plainRuntime(p, "shop", "test"))
	e.nautes(t.Context(), "apply", "-f", file).want(t, 1, "nautes-webhook is not installed")
	if err := e.register(t.Context(), e.webhook.port); err != nil {
		t.Fatal(err)
	}
	tried("nowhere", "deploymentruntime-environment-exists")
	tried("test", "created")
}

// inAuditLog waits until the audit log holds all of it. A cluster that was given keeps none for us.
func (e *environment) inAuditLog(t *testing.T, texts ...string) {
	t.Helper()
	if e.cluster.AuditLog == "" {
		return
	}
	within(t, time.Minute, func() (string, bool) {
		content, err := os.ReadFile(e.cluster.AuditLog)
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range texts {
			if !strings.Contains(string(content), text) {
				return "no audit event has " + text, false
			}
		}
		return "", true
	})
}

func nothingIn(t *testing.T, e *environment, product string, names ...string) {
	t.Helper()
	for _, name := range names {
		e.kubectl(t.Context(), "get", name, "-n", product, "--ignore-not-found", "-o", "name").wantOut(t, "")
	}
}
