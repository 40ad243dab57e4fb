// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command_test

import (
	"maps"
	"net/http"
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/nautes-labs/kubectl-nautes/plugin/exitcode"
	"github.com/nautes-labs/kubectl-nautes/plugin/live/livetest"
)

// A namespace that can not be read is not missing: applying for good leaves it to the API server, too.
func TestPreviewTakesAnUnreadableNamespaceForThere(t *testing.T) {
	for _, mode := range []string{"client", "server", "none"} {
		t.Run(mode, func(t *testing.T) {
			server := livetest.New(t)
			demo(t, server)
			server.Remove(projectPath)
			server.Intercept = func(r livetest.Request) *livetest.Answer {
				if r.Path == namespacePath {
					return livetest.Refusal(http.StatusForbidden, metav1.StatusReasonForbidden, `User "jane" cannot get resource "namespaces"`)
				}
				return nil
			}
			f := run(t.Context(), t, server, project, "apply", "-f", "-", "--dry-run="+mode)
			if f.code != exitcode.Done || !strings.Contains(f.out, "project.nautes.resource.nautes.io/web created") {
				t.Errorf("code %d:\n%s%s", f.code, f.out, f.errOut)
			}
			if strings.Contains(f.out+f.errOut, "amespace/demo") {
				t.Errorf("it speaks of the namespace:\n%s%s", f.out, f.errOut)
			}
		})
	}
}

// With a namespace that is being deleted goes what is in it, whether that is being deleted yet or not.
func TestPreviewSaysThatApplyWaitsForANamespaceToBeGone(t *testing.T) {
	for mode, summary := range map[string]string{"client": "2 created (dry run)", "server": "2 not sent (server dry run)"} {
		for _, going := range []bool{false, true} {
			server := livetest.New(t)
			demo(t, server)
			leaving(server, namespacePath)
			if going {
				leaving(server, projectPath)
			}
			f := run(t.Context(), t, server, project, "apply", "-f", "-", "--dry-run="+mode)
			f.want(t, exitcode.Done, summary)
			if n := strings.Count(f.errOut, "namespace demo is being deleted: apply waits for it to be gone\n"); n != 1 {
				t.Errorf("%s: said %d times:\n%s%s", mode, n, f.out, f.errOut)
			}
		}
	}
}

// An object that was seen on its way out with its namespace is gone when the namespace is.
func TestWhatWentWithItsNamespaceIsMadeAnew(t *testing.T) {
	server := livetest.New(t)
	demo(t, server)
	leaving(server, namespacePath)
	leaving(server, projectPath)
	looks := 0
	server.Intercept = func(r livetest.Request) *livetest.Answer {
		if r.Path == namespacePath {
			looks++
			if looks == 2 {
				server.Remove(projectPath)
				server.Remove(namespacePath)
			}
		}
		return nil
	}
	run(t.Context(), t, server, project, "apply", "-f", "-").want(t, exitcode.Done, "2 created")
}

// leaving turns an object into one that is being deleted.
func leaving(server *livetest.Server, path string) {
	left := maps.Clone(server.Get(path))
	metadata := maps.Clone(left["metadata"].(map[string]any))
	metadata["deletionTimestamp"] = "2026-11-23T12:00:00Z"
	left["metadata"] = metadata
	server.Put(path, left)
}
