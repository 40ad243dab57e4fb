// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/nautes-labs/kubectl-nautes/plugin/exitcode"
	"github.com/nautes-labs/kubectl-nautes/plugin/live/livetest"
)

// collecting takes the namespace away when its product is deleted, as the garbage collector does.
func collecting(server *livetest.Server) func(livetest.Request) *livetest.Answer {
	return func(r livetest.Request) *livetest.Answer {
		if r.Path == productPath && r.Method == http.MethodDelete {
			server.Remove(namespacePath)
		}
		return nil
	}
}

// finalized keeps an object from going.
func finalized(t *testing.T, server *livetest.Server, path string) {
	t.Helper()
	server.Get(path)["metadata"].(map[string]any)["finalizers"] = []any{"nautes.resource.nautes.io/repository"}
	server.Intercept = func(r livetest.Request) *livetest.Answer {
		if r.Path == path && r.Method == http.MethodDelete {
			return &livetest.Answer{Stay: true}
		}
		return nil
	}
}

func TestDeleteGoesBackwardsAndTheNamespaceWithItsProduct(t *testing.T) {
	server := livetest.New(t)
	demo(t, server)
	server.Intercept = collecting(server)
	before := len(server.Writes())
	f := run(t.Context(), t, server, manifests, "delete", "-f", "-")
	f.want(t, exitcode.Done, "5 deleted")
	want := []string{
		"coderepo.nautes.resource.nautes.io/web deleted",
		"project.nautes.resource.nautes.io/web deleted",
		"coderepo.nautes.resource.nautes.io/charts deleted",
		"product.nautes.resource.nautes.io/demo deleted",
		"namespace/demo deleted",
	}
	if diff := cmp.Diff(strings.Join(want, "\n")+"\n", f.out); diff != "" {
		t.Error(diff)
	}
	if writes := server.Writes()[before:]; len(writes) != 4 || !strings.HasSuffix(writes[3], "/products/demo") {
		t.Errorf("requests: %q", writes)
	}
}

func TestDeleteOfWhatIsNotThere(t *testing.T) {
	server := livetest.New(t)
	f := run(t.Context(), t, server, project, "remove", "-f", "-")
	f.want(t, exitcode.Failed, "1 not found")
	if !strings.Contains(f.errOut, "STDIN:2: Project/demo/web: not found\n") {
		t.Errorf("got:\n%s", f.errOut)
	}
	run(t.Context(), t, server, project, "delete", "-f", "-", "--ignore-not-found").want(t, exitcode.Done, "nothing to do")
}

// The file may be older than what is live: only what it names counts.
func TestDeleteTakesManifestsThatWouldNoLongerBeApplied(t *testing.T) {
	server := livetest.New(t)
	demo(t, server)
	old := strings.Replace(project, "language: golang", "tongue: go", 1)
	run(t.Context(), t, server, old, "delete", "-f", "-").want(t, exitcode.Done, "1 deleted")
}

func TestDeleteLeavesWhatADeniedObjectNeeds(t *testing.T) {
	server := livetest.New(t)
	demo(t, server)
	repo := api + "/namespaces/demo/coderepos/web"
	server.Intercept = denying(server, repo)
	f := run(t.Context(), t, server, manifests, "delete", "-f", "-")
	f.want(t, exitcode.Partly, "1 deleted, 1 denied, 3 not tried")
	if !strings.Contains(f.errOut, "Project/demo/web: not tried: needed by CodeRepo/demo/web, which was denied\n") {
		t.Errorf("got:\n%s", f.errOut)
	}
}

func TestForcedDeletionMarksOnlyWhatIsDenied(t *testing.T) {
	server := livetest.New(t)
	demo(t, server)
	server.Intercept = denying(server, projectPath)
	before := len(server.Writes())
	f := run(t.Context(), t, server, project, "delete", "-f", "-", "-i", "--reason", "x")
	f.want(t, exitcode.Done, "1 deleted")
	if !strings.Contains(f.out, "deleted (2 rules skipped)") {
		t.Errorf("got:\n%s%s", f.out, f.errOut)
	}
	want := []string{"DELETE " + projectPath, "PATCH " + projectPath, "DELETE " + projectPath}
	if diff := cmp.Diff(want, server.Writes()[before:]); diff != "" {
		t.Error(diff)
	}
}

func TestBypassIsTakenOffWhereTheDeletionFailsAllTheSame(t *testing.T) {
	server := livetest.New(t)
	demo(t, server)
	metadata := server.Get(projectPath)["metadata"].(map[string]any)
	metadata["annotations"] = map[string]any{"nautes.resource.nautes.io/skip-check-reason": "an older one"}
	server.Intercept = func(r livetest.Request) *livetest.Answer {
		if r.Method == http.MethodDelete {
			return livetest.Denial("firm-rule", "metadata.name", "wrong", "mend it")
		}
		return nil
	}
	run(t.Context(), t, server, project, "delete", "-f", "-", "-i", "--reason", "x").want(t, exitcode.Denied, "1 denied")
	annotations := server.Get(projectPath)["metadata"].(map[string]any)["annotations"]
	if diff := cmp.Diff(map[string]any{"nautes.resource.nautes.io/skip-check-reason": "an older one"}, annotations); diff != "" {
		t.Error(diff)
	}
}

func TestDeleteSaysWhatHoldsAnObjectThatDoesNotGo(t *testing.T) {
	server := livetest.New(t)
	demo(t, server)
	finalized(t, server, projectPath)
	f := run(t.Context(), t, server, project, "delete", "-f", "-", "--timeout=200ms")
	f.want(t, exitcode.TimedOut, "1 not done in time")
	if !strings.Contains(f.errOut, "Project/demo/web: held by nautes.resource.nautes.io/repository after 200ms\n") {
		t.Errorf("got:\n%s", f.errOut)
	}
	run(t.Context(), t, server, project, "delete", "-f", "-", "--wait=false").want(t, exitcode.Done, "1 deleted")
}

func TestNamespaceThatItsProductDoesNotOwnStays(t *testing.T) {
	server := livetest.New(t)
	demo(t, server)
	delete(server.Get(namespacePath)["metadata"].(map[string]any), "ownerReferences")
	f := run(t.Context(), t, server, manifests, "delete", "-f", "-")
	f.want(t, exitcode.Done, "4 deleted")
	if !strings.Contains(f.errOut, "namespace demo stays") {
		t.Errorf("got:\n%s", f.errOut)
	}
}

func TestDryRunsDeleteNothing(t *testing.T) {
	for mode, summary := range map[string]string{
		"client": "5 deleted (dry run)",
		"server": "2 deleted, 3 not sent (server dry run)",
	} {
		t.Run(mode, func(t *testing.T) {
			server := livetest.New(t)
			demo(t, server)
			before := len(server.Writes())
			run(t.Context(), t, server, manifests, "delete", "-f", "-", "--dry-run="+mode).want(t, exitcode.Done, summary)
			for _, write := range server.Writes()[before:] {
				if !strings.HasSuffix(write, "(dry run)") {
					t.Error(write)
				}
			}
		})
	}
}

func TestObjectThatMayNotBeReadIsNotTakenForAbsent(t *testing.T) {
	server := livetest.New(t)
	demo(t, server)
	server.Intercept = func(r livetest.Request) *livetest.Answer {
		if r.Path == projectPath {
			return livetest.Refusal(403, metav1.StatusReasonForbidden, `User "jane" cannot get resource "projects"`)
		}
		return nil
	}
	run(t.Context(), t, server, project, "delete", "-f", "-", "--ignore-not-found").want(t, exitcode.Failed, "1 failed")
}
