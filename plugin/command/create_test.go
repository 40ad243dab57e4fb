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

func TestCreateSendsOneObject(t *testing.T) {
	server := livetest.New(t)
	demo(t, server)
	before := len(server.Writes())
	got := run(t.Context(), t, server, "", "create", "coderepo", "lib", "-p", "demo", "--project", "web", "--event", "push_events")
	got.want(t, exitcode.Done, "1 created")
	if want := "coderepo.nautes.resource.nautes.io/lib created\n"; got.out != want {
		t.Errorf("stdout %q, want %q", got.out, want)
	}
	if writes := server.Writes()[before:]; len(writes) != 1 || writes[0] != "PATCH "+api+"/namespaces/demo/coderepos/lib" {
		t.Errorf("requests: %q", writes)
	}
	spec := server.Get(api + "/namespaces/demo/coderepos/lib")["spec"].(map[string]any)
	if spec["project"] != "web" {
		t.Errorf("stored is %v", spec)
	}
}

func TestCreateLeavesWhatIsThere(t *testing.T) {
	for _, flag := range []string{"--dry-run=none", "--dry-run=client", "--dry-run=server"} {
		server := livetest.New(t)
		demo(t, server)
		before := len(server.Writes())
		got := run(t.Context(), t, server, "", "create", "project", "web", "-p", "demo", "--language", "java", flag)
		got.says(t, exitcode.Failed, "error: Project/demo/web: there is one already: Project/demo/web (to change it: kubectl nautes apply, or kubectl edit)", "1 failed")
		if writes := server.Writes()[before:]; len(writes) > 0 {
			t.Errorf("%s: requests %q", flag, writes)
		}
	}
}

func TestCreateNamesTheFlagOfWhatIsWrong(t *testing.T) {
	server := livetest.New(t)
	demo(t, server)
	for name, test := range map[string]struct {
		args []string
		code exitcode.Code
		want string
	}{
		"missing":        {[]string{"environment", "test", "--cluster", "c"}, exitcode.Failed, "error: --type: spec.envType: Required value\n"},
		"no choice":      {[]string{"coderepo", "r", "--visibility", "hidden"}, exitcode.Failed, `error: --visibility: spec.git.gitlab.visibility: Unsupported value: "hidden"`},
		"no key":         {[]string{"pipelineruntime", "r", "--trigger", "evntSource=a"}, exitcode.Failed, `error: --trigger: "evntSource=a": unknown key "evntSource" (did you mean "eventSource"?)`},
		"bad name":       {[]string{"project", "Web", "--language", "go"}, exitcode.Failed, `error: metadata.name: Invalid value: "Web"`},
		"by the rules":   {[]string{"coderepo", "r", "--project", "nope", "--dry-run=client"}, exitcode.Denied, "    --project: spec.project: project \"nope\" does not exist in product \"demo\"\n"},
		"no name":        {[]string{"project"}, exitcode.Failed, "error: no name given (write: kubectl nautes create project NAME)"},
		"two names":      {[]string{"project", "a", "b"}, exitcode.Failed, "error: more than one name given"},
		"unknown kind":   {[]string{"projekt", "a"}, exitcode.Failed, `error: unknown command "projekt" for "kubectl nautes create"`},
		"offline, sent":  {[]string{"project", "a", "--language", "go", "--offline"}, exitcode.Failed, "error: --offline sends nothing (give --dry-run=client too)"},
		"unknown format": {[]string{"project", "a", "--language", "go", "-o", "xml"}, exitcode.Failed, "error: unable to match a printer"},
	} {
		t.Run(name, func(t *testing.T) {
			run(t.Context(), t, server, "", append([]string{"create", "-p", "demo"}, test.args...)...).says(t, test.code, test.want)
		})
	}
	run(t.Context(), t, server, "", "create", "project", "a", "--language", "go").says(t, exitcode.Failed, "error: no product named (give -p PRODUCT)")
}

func TestDenialOfTheWebhookNamesTheFlag(t *testing.T) {
	server := livetest.New(t)
	demo(t, server)
	path := api + "/namespaces/demo/projects/app"
	server.Intercept = func(r livetest.Request) *livetest.Answer {
		if r.Path == path && r.Write() {
			return livetest.Denial("some-rule", "spec.language", "wrong", "mend it")
		}
		return nil
	}
	args := []string{"create", "proj", "app", "-p", "demo", "--language", "go"}
	run(t.Context(), t, server, "", args...).says(t, exitcode.Denied, "    --language: spec.language: wrong\n", "1 denied")
	server.Intercept = denying(server, path)
	forced := run(t.Context(), t, server, "", append(args, "-i", "--reason", "soon")...)
	forced.want(t, exitcode.Done, "1 created")
	if !strings.Contains(forced.out, "created (2 rules skipped)") {
		t.Errorf("stdout: %s", forced.out)
	}
}

// Server-side apply would change an object that the user may write and not read.
func TestCreateOfWhatMayNotBeRead(t *testing.T) {
	for _, flag := range []string{"--dry-run=none", "--dry-run=client", "--dry-run=server"} {
		server := livetest.New(t)
		demo(t, server)
		before := len(server.Writes())
		server.Intercept = func(r livetest.Request) *livetest.Answer {
			if !r.Write() && strings.HasSuffix(r.Path, "/projects") || r.Path == projectPath {
				return livetest.Refusal(http.StatusForbidden, metav1.StatusReasonForbidden, `User "jane" cannot read projects`)
			}
			return nil
		}
		run(t.Context(), t, server, "", "create", "project", "web", "-p", "demo", "--language", "java", flag).says(t, exitcode.Failed, "1 failed")
		if writes := server.Writes()[before:]; len(writes) > 0 {
			t.Errorf("%s: requests %q", flag, writes)
		}
	}
}

func TestCreateInAProductThatIsNotThere(t *testing.T) {
	server := livetest.New(t)
	run(t.Context(), t, server, "", "create", "project", "a", "-p", "nope", "--language", "go").
		says(t, exitcode.Failed, `there is neither a namespace nor a product "nope"`)
}

// With no cluster it is a way to write manifests; what is printed is what was said.
func TestCreatePrintsManifests(t *testing.T) {
	server := livetest.New(t)
	got := run(t.Context(), t, server, "", "create", "environment", "test", "-p", "demo", "--cluster", "c", "--type", "test",
		"--dry-run=client", "--offline", "-o", "yaml")
	got.says(t, exitcode.Done, "1 object judged: nothing found; ")
	want := `apiVersion: nautes.resource.nautes.io/v1alpha1
kind: Environment
metadata:
  name: test
  namespace: demo
spec:
  cluster: c
  envType: test
`
	if got.out != want {
		t.Errorf("stdout:\n%s", got.out)
	}
	if asked := server.Requests(); len(asked) > 0 {
		t.Errorf("asked: %v", asked)
	}
}
