// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command_test

import (
	"net/http"
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/nautes-labs/kubectl-nautes/plugin/exitcode"
	"github.com/nautes-labs/kubectl-nautes/plugin/live/livetest"
)

const skipAnnotation = "nautes.resource.nautes.io/insecure-skip-check"

func annotationsOf(server *livetest.Server, path string) map[string]any {
	annotations, _ := server.Get(path)["metadata"].(map[string]any)["annotations"].(map[string]any)
	return annotations
}

// isMark tells a patch of the annotations from an apply.
func isMark(r livetest.Request) bool {
	return r.Method == http.MethodPatch && r.Path == projectPath && r.Body["kind"] == nil
}

// A bypass that can not be taken off again is what a person must hear of, before all.
func TestBypassThatStaysIsTold(t *testing.T) {
	server := livetest.New(t)
	demo(t, server)
	marks := 0
	server.Intercept = func(r livetest.Request) *livetest.Answer {
		if r.Method == http.MethodDelete {
			return livetest.Denial("some-rule", "spec", "wrong", "mend it")
		}
		if isMark(r) {
			marks++
			if marks == 2 {
				return livetest.Refusal(http.StatusInternalServerError, metav1.StatusReasonInternalError, "etcd hiccup")
			}
		}
		return nil
	}
	run(t.Context(), t, server, project, "delete", "-f", "-", "-i", "--reason", "x").says(t, exitcode.Failed,
		"the bypass stays on it", "etcd hiccup", "kubectl annotate projects.nautes.resource.nautes.io --namespace demo web "+skipAnnotation+"-", "1 failed")
}

// The answer to the mark got lost: it may be stored, so it is taken off.
func TestBypassIsTakenOffWhereNobodyKnowsWhetherItWasPutOn(t *testing.T) {
	server := livetest.New(t)
	demo(t, server)
	marks := 0
	server.Intercept = func(r livetest.Request) *livetest.Answer {
		if r.Method == http.MethodDelete {
			return livetest.Denial("some-rule", "spec", "wrong", "mend it")
		}
		if isMark(r) {
			marks++
			if marks == 1 {
				server.Get(projectPath)["metadata"].(map[string]any)["annotations"] = map[string]any{skipAnnotation: "true"}
				return livetest.Refusal(http.StatusGatewayTimeout, metav1.StatusReasonTimeout, "timed out")
			}
		}
		return nil
	}
	run(t.Context(), t, server, project, "delete", "-f", "-", "-i", "--reason", "x").says(t, exitcode.Failed, "1 failed")
	if left := annotationsOf(server, projectPath)[skipAnnotation]; left != nil {
		t.Errorf("the bypass %v is left", left)
	}
}

// Nothing is marked, and nothing sent again, for a rule that may not be skipped.
func TestForcingIsNotTriedWhereItCanNotHelp(t *testing.T) {
	server := livetest.New(t)
	demo(t, server)
	firm := livetest.Denial("firm-rule", "spec", "wrong", "mend it")
	firm.Status.Message, _, _ = strings.Cut(firm.Status.Message, "\nto submit it anyway")
	server.Intercept = func(r livetest.Request) *livetest.Answer {
		if r.Write() && r.Path == projectPath {
			return firm
		}
		return nil
	}
	for _, command := range []string{"delete", "apply"} {
		before := len(server.Writes())
		run(t.Context(), t, server, strings.Replace(project, "golang", "rust", 1), command, "-f", "-", "-i", "--reason", "x").says(t, exitcode.Denied, "firm-rule")
		if writes := server.Writes()[before:]; len(writes) != 1 {
			t.Errorf("%s: writes %q, want one", command, writes)
		}
	}
}

// What was to hold until a time does not come to hold for good by -i.
func TestForcingKeepsTheEndOfABypass(t *testing.T) {
	server := livetest.New(t)
	demo(t, server)
	until := strings.Replace(project, "{name: web, namespace: demo}", `{name: web, namespace: demo, annotations: {`+skipAnnotation+`: "2099-01-01T00:00:00Z"}}`, 1)
	run(t.Context(), t, server, until, "apply", "-f", "-").says(t, exitcode.Done)
	for _, manifest := range []string{until, project} {
		run(t.Context(), t, server, manifest, "apply", "-f", "-", "-i", "--reason", "x").says(t, exitcode.Done)
		if got := annotationsOf(server, projectPath)[skipAnnotation]; got != "2099-01-01T00:00:00Z" {
			t.Errorf("the bypass is %v", got)
		}
	}
}

// Nobody looked, so nobody can say that it is gone.
func TestDeleteWithoutALookIsNotDone(t *testing.T) {
	server := livetest.New(t)
	demo(t, server)
	finalized(t, server, projectPath)
	f := run(t.Context(), t, server, project, "delete", "-f", "-", "--timeout=1ns")
	f.says(t, exitcode.TimedOut)
	if strings.Contains(f.out, "deleted") {
		t.Errorf("said to be deleted: %s", f.out)
	}
}

// The garbage collector has not come for the namespace of the product's former self yet.
func TestNamespaceOfADeletedProductIsNotUsed(t *testing.T) {
	server := livetest.New(t)
	server.Put(namespacePath, map[string]any{"kind": "Namespace", "apiVersion": "v1", "metadata": map[string]any{
		"name": "demo", "labels": map[string]any{"nautes.resource.nautes.io/product": "demo"},
		"ownerReferences": []any{map[string]any{"apiVersion": "nautes.resource.nautes.io/v1alpha1", "kind": "Product", "name": "demo", "uid": "the-old-product"}},
	}})
	run(t.Context(), t, server, manifests, "apply", "-f", "-").says(t, exitcode.Partly, "will go with all that is in it", "not tried")
}
