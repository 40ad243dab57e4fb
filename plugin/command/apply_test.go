// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/nautes-labs/kubectl-nautes/plugin/exitcode"
	"github.com/nautes-labs/kubectl-nautes/plugin/live/livetest"
)

func TestApplyGoesInOrderWithTheNamespaceAfterItsProduct(t *testing.T) {
	server := livetest.New(t)
	f := run(t.Context(), t, server, manifests, "apply", "-f", "-")
	f.want(t, exitcode.Done, "5 created")
	want := []string{
		"product.nautes.resource.nautes.io/demo created",
		"namespace/demo created",
		"project.nautes.resource.nautes.io/web created",
		"coderepo.nautes.resource.nautes.io/charts created",
		"coderepo.nautes.resource.nautes.io/web created",
	}
	if diff := cmp.Diff(strings.Join(want, "\n")+"\n", f.out); diff != "" {
		t.Error(diff)
	}
	if got := server.Writes(); len(got) != 5 || got[1] != "POST /api/v1/namespaces" || got[4] != "PATCH "+api+"/namespaces/demo/coderepos/web" {
		t.Errorf("requests: %q", got)
	}
	owner := server.Get(namespacePath)["metadata"].(map[string]any)["ownerReferences"].([]any)[0].(map[string]any)
	if uid := server.Get(productPath)["metadata"].(map[string]any)["uid"]; owner["uid"] != uid {
		t.Errorf("the namespace is owned by %v, want %v", owner["uid"], uid)
	}
	run(t.Context(), t, server, manifests, "apply", "-f", "-").want(t, exitcode.Done, "4 unchanged")
}

func TestApplyGoesOnWithWhatDoesNotDependOnADenial(t *testing.T) {
	server := livetest.New(t)
	server.Intercept = denying(server, projectPath)
	f := run(t.Context(), t, server, manifests, "apply", "-f", "-")
	f.want(t, exitcode.Partly, "3 created, 1 denied, 1 not tried")
	for _, want := range []string{
		"STDIN:15: Project/demo/web: deny", "some-rule", "spec: wrong", "mend: mend it",
		"CodeRepo/demo/web: not tried: depends on Project/demo/web, which was denied",
	} {
		if !strings.Contains(f.errOut, want) {
			t.Errorf("no %q in:\n%s", want, f.errOut)
		}
	}
}

func TestApplyOfNothingButDenials(t *testing.T) {
	server := livetest.New(t)
	demo(t, server)
	server.Remove(projectPath)
	server.Intercept = denying(server, projectPath)
	run(t.Context(), t, server, project, "apply", "-f", "-").want(t, exitcode.Denied, "1 denied")
}

func TestBypassIsOnlyForWhatNeedsIt(t *testing.T) {
	server := livetest.New(t)
	server.Intercept = denying(server, projectPath)
	f := run(t.Context(), t, server, manifests, "apply", "-f", "-", "-i", "--reason", "the rule lands first")
	f.want(t, exitcode.Done, "5 created")
	if !strings.Contains(f.out, "project.nautes.resource.nautes.io/web created (2 rules skipped)\n") {
		t.Errorf("got:\n%s", f.out)
	}
	annotations := server.Get(projectPath)["metadata"].(map[string]any)["annotations"]
	if diff := cmp.Diff(map[string]any{
		"nautes.resource.nautes.io/insecure-skip-check": "true",
		"nautes.resource.nautes.io/skip-check-reason":   "the rule lands first",
	}, annotations); diff != "" {
		t.Error(diff)
	}
	if product := server.Get(productPath)["metadata"].(map[string]any)["annotations"]; product != nil {
		t.Errorf("the product was forced for nothing: %v", product)
	}

	before := len(server.Writes())
	run(t.Context(), t, server, project, "apply", "-f", "-", "-i", "--reason", "the rule lands first").want(t, exitcode.Done, "1 unchanged")
	if n := len(server.Writes()) - before; n != 1 {
		t.Errorf("%d requests for an object that carries the bypass already, want 1", n)
	}
}

func TestReasonIsAskedFor(t *testing.T) {
	server := livetest.New(t)
	f := run(t.Context(), t, server, manifests, "apply", "-f", "-", "-i")
	if !strings.HasPrefix(f.errOut, "Warning: rules are skipped for no reason given") {
		t.Errorf("got:\n%s", f.errOut)
	}
	run(t.Context(), t, server, manifests, "apply", "-f", "-", "--reason", "x").
		want(t, exitcode.Failed, "error: --reason is for skipping rules (give -i too, or leave it out)")
}

func TestNamespaceThatIsNotTheProducts(t *testing.T) {
	for name, test := range map[string]struct {
		put     bool
		message string
	}{
		"another's":           {true, "(if it shall be: kubectl label namespace demo nautes.resource.nautes.io/product=demo)"},
		"nobody's and absent": {false, `there is neither a namespace nor a product "demo"`},
	} {
		t.Run(name, func(t *testing.T) {
			server := livetest.New(t)
			if test.put {
				server.Put(namespacePath, map[string]any{"kind": "Namespace", "apiVersion": "v1", "metadata": map[string]any{"name": "demo"}})
			}
			f := run(t.Context(), t, server, project, "apply", "-f", "-")
			f.want(t, exitcode.Failed, "1 failed, 1 not tried")
			if !strings.Contains(f.errOut, test.message) {
				t.Errorf("got:\n%s", f.errOut)
			}
			wantWrites(t, server)
		})
	}
}

// A namespace on its way out would take with it what is put into it, and the API server refuses it anyway.
func TestApplyWaitsForATerminatingNamespaceToBeGone(t *testing.T) {
	server := livetest.New(t)
	demo(t, server)
	server.Remove(projectPath)
	server.Put(namespacePath, map[string]any{"kind": "Namespace", "apiVersion": "v1", "metadata": map[string]any{
		"name": "demo", "deletionTimestamp": "2026-11-23T12:00:00Z",
	}})
	looks := 0
	server.Intercept = func(r livetest.Request) *livetest.Answer {
		if r.Path == namespacePath {
			looks++
			if looks == 3 {
				server.Remove(namespacePath)
			}
		}
		return nil
	}
	f := run(t.Context(), t, server, project, "apply", "-f", "-")
	f.want(t, exitcode.Done, "2 created")
	if !strings.Contains(f.errOut, "waiting for namespace demo to be gone") {
		t.Errorf("got:\n%s", f.errOut)
	}
}

// Who may declare products need not be allowed to make namespaces: the controller makes them too.
func TestApplyWaitsForANamespaceThatOthersMake(t *testing.T) {
	server := livetest.New(t)
	looks := 0
	server.Intercept = func(r livetest.Request) *livetest.Answer {
		switch {
		case r.Method == http.MethodPost:
			return livetest.Refusal(http.StatusForbidden, metav1.StatusReasonForbidden, `User "jane" cannot create resource "namespaces"`)
		case r.Path == namespacePath:
			looks++
			if looks == 3 {
				server.Put(namespacePath, map[string]any{"kind": "Namespace", "apiVersion": "v1", "metadata": map[string]any{
					"name": "demo", "labels": map[string]any{"nautes.resource.nautes.io/product": "demo"},
				}})
			}
		}
		return nil
	}
	f := run(t.Context(), t, server, manifests, "apply", "-f", "-")
	f.want(t, exitcode.Done, "4 created")
	if !strings.Contains(f.errOut, "waiting for the namespace of product demo: you may not make it\n") {
		t.Errorf("got:\n%s", f.errOut)
	}
}

func TestOneErrorThatWouldMeetAllStops(t *testing.T) {
	server := livetest.New(t)
	server.Intercept = func(r livetest.Request) *livetest.Answer {
		if r.Write() {
			return livetest.Refusal(http.StatusInternalServerError, metav1.StatusReasonInternalError,
				`Internal error occurred: failed calling webhook "validate.nautes.resource.nautes.io": connection refused`)
		}
		return nil
	}
	f := run(t.Context(), t, server, manifests, "apply", "-f", "-")
	f.want(t, exitcode.Failed, "1 failed, 4 not tried")
	if n := strings.Count(f.errOut, "is it running?"); n != 1 {
		t.Errorf("said %d times:\n%s", n, f.errOut)
	}
	wantWrites(t, server, "PATCH products/demo")
}

func TestNothingIsSentWhereItCouldNotBeJudged(t *testing.T) {
	server := livetest.New(t)
	server.Remove(livetest.WebhookPath)
	f := run(t.Context(), t, server, manifests, "apply", "-f", "-")
	if f.code != exitcode.Failed || !strings.Contains(f.errOut, "nautes-webhook is not installed") {
		t.Errorf("code %d, got:\n%s", f.code, f.errOut)
	}
	wantWrites(t, server)
}

func TestNothingIsSentWhereAManifestIsWrong(t *testing.T) {
	server := livetest.New(t)
	f := run(t.Context(), t, server, manifests+"---\nkind: Projekt\n---\n"+strings.Replace(project, "language", "langage", 1), "apply", "-f", "-")
	if n := strings.Count(f.errOut, "error: STDIN:"); f.code != exitcode.Failed || n < 2 {
		t.Errorf("code %d, %d errors, want each on a line of its own:\n%s", f.code, n, f.errOut)
	}
	if requests := server.Requests(); len(requests) > 0 {
		t.Errorf("requests: %v", requests)
	}
}

func TestInterruptSaysWhatWasDone(t *testing.T) {
	server := livetest.New(t)
	ctx, interrupt := context.WithCancel(t.Context())
	server.Intercept = func(r livetest.Request) *livetest.Answer {
		if r.Path == productPath && r.Write() {
			interrupt()
		}
		return nil
	}
	f := run(ctx, t, server, manifests, "apply", "-f", "-")
	f.want(t, exitcode.Interrupted, "interrupted: 1 created, 4 not tried")
	if !strings.Contains(f.errOut, "not tried: Namespace/demo, Project/demo/web, ") {
		t.Errorf("got:\n%s", f.errOut)
	}
}

func TestApplyWaitsUntilReady(t *testing.T) {
	for name, test := range map[string]struct {
		status  string
		code    exitcode.Code
		summary string
	}{
		"ready":     {"True", exitcode.Done, "1 unchanged"},
		"not ready": {"False", exitcode.TimedOut, "1 unchanged, 1 not done in time"},
	} {
		t.Run(name, func(t *testing.T) {
			server := livetest.New(t)
			demo(t, server)
			server.Get(projectPath)["status"] = map[string]any{"conditions": []any{
				map[string]any{"type": "Ready", "status": test.status, "reason": "Building"},
			}}
			f := run(t.Context(), t, server, project, "apply", "-f", "-", "--wait", "--timeout=300ms")
			f.want(t, test.code, test.summary)
		})
	}
}

func TestDryRunsWriteNothing(t *testing.T) {
	server := livetest.New(t)
	for _, mode := range []string{"client", "server"} {
		f := run(t.Context(), t, server, manifests, "apply", "-f", "-", "--dry-run="+mode)
		if f.code != exitcode.Denied { // there is no provider
			t.Errorf("%s: code %d:\n%s%s", mode, f.code, f.out, f.errOut)
		}
		for _, write := range server.Writes() {
			if !strings.HasSuffix(write, "(dry run)") {
				t.Errorf("%s: %s", mode, write)
			}
		}
	}
}

func TestServerDryRunSendsWhatCanBeSent(t *testing.T) {
	server := livetest.New(t)
	demo(t, server)
	server.Put(api+"/coderepoproviders/gitlab", map[string]any{
		"apiVersion": "nautes.resource.nautes.io/v1alpha1", "kind": "CodeRepoProvider", "metadata": map[string]any{"name": "gitlab"},
	})
	server.Remove(projectPath)
	before := len(server.Writes())
	f := run(t.Context(), t, server, manifests, "apply", "-f", "-", "--dry-run=server")
	f.want(t, exitcode.Done, "1 created, 2 unchanged, 1 not sent (server dry run)")
	if !strings.Contains(f.errOut, "CodeRepo/demo/web: not sent: depends on Project/demo/web\n") {
		t.Errorf("got:\n%s", f.errOut)
	}
	if writes := server.Writes()[before:]; len(writes) != 3 {
		t.Errorf("sent: %q", writes)
	}
}

func TestApplyPrintsObjectsAsAList(t *testing.T) {
	server := livetest.New(t)
	f := run(t.Context(), t, server, manifests, "apply", "-f", "-", "-o", "yaml")
	f.want(t, exitcode.Done, "5 created")
	if !strings.HasPrefix(f.out, "apiVersion: v1\nitems:\n- apiVersion: nautes.resource.nautes.io/v1alpha1\n") || !strings.Contains(f.out, "kind: List") {
		t.Errorf("got:\n%s", f.out)
	}
	f = run(t.Context(), t, server, project, "apply", "-f", "-", "-o", "jsonpath={.metadata.name}")
	if f.out != "web" {
		t.Errorf("got %q", f.out)
	}
	f = run(t.Context(), t, server, project, "apply", "-f", "-", "-o", "name")
	if f.out != "project.nautes.resource.nautes.io/web\n" {
		t.Errorf("got %q", f.out)
	}
}
