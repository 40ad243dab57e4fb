// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/cli-runtime/pkg/genericiooptions"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/plugin/exitcode"
	"github.com/nautes-labs/kubectl-nautes/plugin/live/livetest"
)

// clearOn runs the program on a server, with manifests on its standard input.
func clearOn(t *testing.T, server *livetest.Server, stdin string, args ...string) outcome {
	t.Helper()
	streams, in, out, errOut := genericiooptions.NewTestIOStreams()
	in.WriteString(stdin)
	code := Run(t.Context(), streams, append([]string{"bypass", "clear", "--kubeconfig", server.Kubeconfig()}, args...))
	return outcome{out: out.String(), errOut: errOut.String(), code: code}
}

// left are the annotations that go around the rules which an object still has.
func left(server *livetest.Server, name string) []string {
	object, err := catalog.NewObject(server.Get(livetest.Path(catalog.DeploymentRuntime, "demo", name)))
	if err != nil {
		panic(err)
	}
	var names []string
	for annotation := range annotationsOf(object) {
		if slices.Contains(bypassAnnotations(), annotation) {
			names = append(names, annotation)
		}
	}
	return names
}

func TestBypassClearOfNamedObjects(t *testing.T) {
	server := bypassed(t)
	o := clearOn(t, server, "", "-p", "demo", "deploymentruntime/failing", "DeploymentRuntime/demo/clean", "deploymentruntimes/glass", "deploymentruntime/untouched")
	o.wantCode(t, exitcode.Done)
	wantContains(t, o.out,
		"deploymentruntime.nautes.resource.nautes.io/failing configured (1 rule still fails)\n",
		"deploymentruntime.nautes.resource.nautes.io/clean configured\n",
		"deploymentruntime.nautes.resource.nautes.io/glass configured\n",
		"deploymentruntime.nautes.resource.nautes.io/untouched unchanged\n")
	wantContains(t, o.errOut, "DeploymentRuntime/demo/failing: deny", `environment "staging" does not exist`,
		"the next change of the spec", "3 configured, 1 unchanged\n")
	fits(t, o.errOut)
	for _, name := range []string{"failing", "clean", "glass"} {
		if names := left(server, name); len(names) > 0 {
			t.Errorf("%s still has %q", name, names)
		}
	}
	if names := left(server, "until"); len(names) != 1 {
		t.Errorf("what was not named has %q", names)
	}
	untouched := server.Get(livetest.Path(catalog.DeploymentRuntime, "demo", "untouched"))
	if note := untouched["metadata"].(fields)["annotations"].(fields)["note"]; note != "x" {
		t.Errorf("the note of somebody is %v", note)
	}
	if n := len(server.Writes()); n != 3 {
		t.Errorf("%d writes, want 3", n)
	}
}

func TestBypassClearOfAll(t *testing.T) {
	server := bypassed(t)
	clearOn(t, server, "", "-p", "demo", "--all").wantCode(t, exitcode.Done)
	if writes := server.Writes(); len(writes) != 10 {
		t.Errorf("writes %q, want those of demo that carry an annotation", writes)
	}
	again := clearOn(t, server, "", "-p", "demo", "--all")
	again.wantCode(t, exitcode.Done)
	wantContains(t, again.errOut, "nothing to do")
	o := clearOn(t, server, "", "-A", "--all")
	o.wantCode(t, exitcode.Done)
	wantContains(t, o.errOut, "1 configured\n")
}

// Tidying up must not take a bypass away from what still needs it, or may need it.
func TestBypassClearOfWhatIsClean(t *testing.T) {
	server := bypassed(t)
	o := clearOn(t, server, "", "-p", "demo", "--all", "--clean")
	o.wantCode(t, exitcode.Done)
	wantContains(t, o.out, "/clean configured\n", "/malformed configured\n", "/failing unchanged (1 rule still fails)\n")
	for name, want := range map[string]int{"clean": 0, "malformed": 0, "failing": 2, "until": 1, "ended": 2, "no-record": 1} {
		if names := left(server, name); len(names) != want {
			t.Errorf("%s has %q, want %d of them", name, names, want)
		}
	}
	if strings.Contains(o.errOut, "the next change") {
		t.Errorf("nothing was taken from what fails:\n%s", o.errOut)
	}

	server = bypassed(t)
	server.Intercept = livetest.BoundIn([]string{"demo"})
	o = clearOn(t, server, "", "-p", "demo", "deploymentruntime/clean", "--clean")
	wantContains(t, o.out, "/clean unchanged (not every rule could be judged)\n")
	wantContains(t, o.errOut, "nautes-viewer")
}

func TestBypassClearOfFiles(t *testing.T) {
	server := bypassed(t)
	const manifest = "apiVersion: nautes.resource.nautes.io/v1alpha1\nkind: DeploymentRuntime\nmetadata: {name: clean, namespace: demo}\n"
	o := clearOn(t, server, manifest+"---\n"+strings.Replace(manifest, "clean", "nowhere", 1), "-f", "-")
	o.wantCode(t, exitcode.Failed)
	wantContains(t, o.out, "/clean configured\n")
	wantContains(t, o.errOut, "DeploymentRuntime/demo/nowhere: not found", "1 configured, 1 not found")
}

func TestBypassClearDryRun(t *testing.T) {
	for mode, note := range map[string]string{"client": "(dry run)", "server": "(server dry run)"} {
		server := bypassed(t)
		o := clearOn(t, server, "", "-p", "demo", "deploymentruntime/failing", "--dry-run="+mode)
		o.wantCode(t, exitcode.Done)
		wantContains(t, o.out, "/failing configured (1 rule still fails) "+note+"\n")
		wantContains(t, o.errOut, "the next change of the spec will be")
		if names := left(server, "failing"); len(names) != 2 {
			t.Errorf("%s: left are %q", mode, names)
		}
		for _, write := range server.Writes() {
			if mode == "client" || !strings.HasSuffix(write, "(dry run)") {
				t.Errorf("%s: sent %q", mode, write)
			}
		}
	}
	o := clearOn(t, bypassed(t), "", "-p", "demo", "deploymentruntime/failing", "--dry-run=client", "-o", "yaml")
	if strings.Contains(o.out, skips) || !strings.Contains(o.out, "name: failing") {
		t.Errorf("it would be:\n%s", o.out)
	}
}

func TestBypassClearGoesOnAfterAFailure(t *testing.T) {
	server := bypassed(t)
	server.Intercept = func(r livetest.Request) *livetest.Answer {
		if r.Write() && strings.HasSuffix(r.Path, "/failing") {
			return livetest.Refusal(http.StatusForbidden, metav1.StatusReasonForbidden, `User "jane" cannot patch resource "deploymentruntimes"`)
		}
		return nil
	}
	o := clearOn(t, server, "", "-p", "demo", "deploymentruntime/failing", "deploymentruntime/clean")
	o.wantCode(t, exitcode.Partly)
	wantContains(t, o.out, "/clean configured\n")
	wantContains(t, o.errOut, "error: DeploymentRuntime/demo/failing", "cannot patch", "1 configured, 1 failed")
}

// Its name was taken by another object between the look and the write.
func TestBypassClearTouchesNoOtherObjectOfThatName(t *testing.T) {
	server := bypassed(t)
	clearOn(t, server, "", "-p", "demo", "deploymentruntime/clean").wantCode(t, exitcode.Done)
	for _, request := range server.Requests() {
		if request.Method == http.MethodPatch && request.Body["metadata"].(fields)["uid"] == nil {
			t.Errorf("%s names no UID: %v", request, request.Body)
		}
	}
}

func TestBypassClearLeavesAloneWhatIsBeingDeleted(t *testing.T) {
	server := bypassed(t)
	going := forcedRuntime("demo", "going", "staging", fields{skips: "true"}, nil)
	going.Content()["metadata"].(fields)["deletionTimestamp"] = "2026-11-23T11:00:00Z"
	put(server, going)
	o := clearOn(t, server, "", "-p", "demo", "deploymentruntime/going")
	o.wantCode(t, exitcode.Done)
	wantContains(t, o.out, "/going unchanged\n")
}

func TestBypassClearUsage(t *testing.T) {
	for name, test := range map[string]struct {
		args []string
		says string
	}{
		"nothing":   {[]string{"-p", "demo"}, "no objects named (give KIND/NAME, -f FILENAME or --all)"},
		"two ways":  {[]string{"-p", "demo", "--all", "environment/test"}, "exclude each other"},
		"everybody": {[]string{"-A", "environment/test"}, "-A is for --all"},
		"dry run":   {[]string{"-p", "demo", "--all", "--dry-run=maybe"}, "unknown --dry-run"},
		"product":   {[]string{"--all"}, "no product named"},
		"kind":      {[]string{"-p", "demo", "pod/x"}, `unknown kind "pod"`},
		"output":    {[]string{"-p", "demo", "--all", "-o", "table"}, "unable to match a printer"},
	} {
		t.Run(name, func(t *testing.T) {
			o := clearOn(t, bypassed(t), "", test.args...)
			o.wantCode(t, exitcode.Failed)
			wantContains(t, o.errOut, test.says)
		})
	}
}
