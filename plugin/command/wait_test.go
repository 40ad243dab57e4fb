// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"context"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/cli-runtime/pkg/genericiooptions"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/plugin/exitcode"
	"github.com/nautes-labs/kubectl-nautes/plugin/live/livetest"
)

// waited is a server whose environment test of product demo has a status.
func waited(t *testing.T, status fields) *livetest.Server {
	t.Helper()
	server := twoProducts(t)
	at := livetest.Path(catalog.Environment, "demo", "test")
	object := server.Get(at)
	object["status"] = status
	object["metadata"].(fields)["generation"] = 2
	return server
}

// becomes has the status change when the environment is looked at for the nth time.
func becomes(server *livetest.Server, nth int32, status fields) {
	var looks atomic.Int32
	at := livetest.Path(catalog.Environment, "demo", "test")
	server.Intercept = func(r livetest.Request) *livetest.Answer {
		if r.Method == http.MethodGet && r.Path == at && looks.Add(1) == nth {
			object := server.Get(at)
			changed := fields{}
			for name, value := range object {
				changed[name] = value
			}
			changed["status"] = status
			server.Put(at, changed)
		}
		return nil
	}
}

func readiness(status, reason string, generation int) fields {
	return fields{"conditions": []any{fields{"type": "Ready", "status": status, "reason": reason, "observedGeneration": generation}}}
}

func TestWaitSaysWhatIsInTheWayWheneverThatChanges(t *testing.T) {
	server := waited(t, readiness("True", "Done", 1))
	var looks atomic.Int32
	at := livetest.Path(catalog.Environment, "demo", "test")
	server.Intercept = func(r livetest.Request) *livetest.Answer {
		if r.Path != at {
			return nil
		}
		change := map[int32]fields{3: readiness("False", "NoCluster", 2), 5: readiness("True", "Done", 2)}[looks.Add(1)]
		if change != nil {
			object := fields{}
			for name, value := range server.Get(at) {
				object[name] = value
			}
			object["status"] = change
			server.Put(at, object)
		}
		return nil
	}
	got := runOn(t, server, "wait", "env/test", "-p", "demo")
	got.wantCode(t, exitcode.Done)
	if want := "environment.nautes.resource.nautes.io/test condition met\n"; got.out != want {
		t.Errorf("stdout %q, want %q", got.out, want)
	}
	want := "waiting for Environment/demo/test: generation 2 not looked at yet (condition Ready is about generation 1)\n" +
		"waiting for Environment/demo/test: Ready=False: NoCluster\n"
	if got.errOut != want {
		t.Errorf("stderr %q, want %q", got.errOut, want)
	}
}

func TestWaitTimesOut(t *testing.T) {
	server := waited(t, readiness("False", "NoCluster", 2))
	server.Put("/api/v1/namespaces/demo/events", fields{"items": []any{
		fields{"reason": "Old", "message": "long ago", "lastTimestamp": "2026-11-20T12:00:00Z"},
		fields{"reason": "Refused", "message": "the cluster says no", "lastTimestamp": "2026-11-23T12:00:00Z"},
	}})
	got := runOn(t, server, "wait", "env/test", "env/prod", "-p", "demo", "--timeout=300ms")
	got.wantCode(t, exitcode.TimedOut)
	wantContains(t, got.out, "environment.nautes.resource.nautes.io/prod condition met\n")
	wantContains(t, got.errOut, "waiting for Environment/demo/test: Ready=False: NoCluster (Refused: the cluster says no)\n",
		"error: timed out after 300ms: 1 of 2 not met\n  Environment/demo/test: Ready=False: NoCluster (Refused: the cluster says no)\n")
}

func TestWaitForAProduct(t *testing.T) {
	server := waited(t, readiness("False", "NoCluster", 2))
	becomes(server, 1, readiness("True", "Done", 2))
	got := runOn(t, server, "wait", "-p", "demo")
	got.wantCode(t, exitcode.Done)
	wantContains(t, got.out, "product.nautes.resource.nautes.io/demo condition met", "deploymentruntime.nautes.resource.nautes.io/")
}

func TestWaitUntilGone(t *testing.T) {
	server := twoProducts(t)
	at := livetest.Path(catalog.Environment, "demo", "test")
	metadata := server.Get(at)["metadata"].(fields)
	metadata["deletionTimestamp"], metadata["finalizers"] = "2026-11-23T12:00:00Z", []any{"a.example.com/held"}
	var looks atomic.Int32
	server.Intercept = func(r livetest.Request) *livetest.Answer {
		if r.Path == at && looks.Add(1) == 3 {
			server.Remove(at)
		}
		return nil
	}
	got := runOn(t, server, "wait", "env/test", "env/never", "-p", "demo", "--for=delete", "-o", "name")
	got.wantCode(t, exitcode.Done)
	wantContains(t, got.out, "environment.nautes.resource.nautes.io/test\n", "environment.nautes.resource.nautes.io/never\n")
	if want := "waiting for Environment/demo/test: held by a.example.com/held\n"; got.errOut != want {
		t.Errorf("stderr %q, want %q", got.errOut, want)
	}
}

func TestWaitForWhatWillNeverCome(t *testing.T) {
	server := waited(t, readiness("False", "NoCluster", 2))
	at := livetest.Path(catalog.Environment, "demo", "test")
	var looks atomic.Int32
	server.Intercept = func(r livetest.Request) *livetest.Answer {
		if r.Path == at && looks.Add(1) == 3 {
			server.Remove(at)
		}
		return nil
	}
	got := runOn(t, server, "wait", "env/test", "-p", "demo")
	got.wantCode(t, exitcode.Failed)
	wantContains(t, got.errOut, "error: Environment/demo/test: it was deleted while it was waited for\n")
}

func TestWaitRefuses(t *testing.T) {
	for name, test := range map[string]struct {
		args []string
		says string
	}{
		"not there":        {[]string{"env/nope", "-p", "demo"}, "error: there is no Environment/demo/nope (--for=create waits until there is)\n"},
		"nothing":          {[]string{"artifactrepos", "-p", "demo"}, "error: there is nothing to wait for"},
		"goal":             {[]string{"env/test", "-p", "demo", "--for=x"}, "error: unknown --for \"x\""},
		"timeout":          {[]string{"env/test", "-p", "demo", "--timeout=-1s"}, "error: --timeout -1s is negative"},
		"selector":         {[]string{"env/test", "-p", "demo", "-l", "a=b"}, "error: -l and -A are for kinds"},
		"broken selector":  {[]string{"env", "-p", "demo", "-l", "a==="}, "error: read -l"},
		"kind and name":    {[]string{"env", "test", "-p", "demo"}, "error: env is a kind, and more follows"},
		"no product":       {nil, "error: no product named"},
		"format":           {[]string{"env/test", "-p", "demo", "-o", "xml"}, "error: unable to match a printer"},
		"unknown kind":     {[]string{"nope/x", "-p", "demo"}, "error: unknown kind \"nope\""},
		"product not seen": {[]string{"product/nope"}, "error: there is no Product/nope"},
	} {
		t.Run(name, func(t *testing.T) {
			got := runOn(t, twoProducts(t), append([]string{"wait"}, test.args...)...)
			got.wantCode(t, exitcode.Failed)
			if !strings.HasPrefix(got.errOut, test.says) {
				t.Errorf("says %q, want %q", got.errOut, test.says)
			}
		})
	}
}

func TestWaitIsInterrupted(t *testing.T) {
	server := waited(t, readiness("False", "NoCluster", 2))
	ctx, cancel := context.WithCancel(t.Context())
	var looks atomic.Int32
	server.Intercept = func(r livetest.Request) *livetest.Answer {
		if strings.HasSuffix(r.Path, "/environments/test") && looks.Add(1) == 3 {
			cancel()
		}
		return nil
	}
	streams, _, _, errOut := genericiooptions.NewTestIOStreams()
	code := Run(ctx, streams, []string{"wait", "env/test", "env/prod", "-p", "demo", "--timeout=0", "--kubeconfig", server.Kubeconfig()})
	if code != exitcode.Interrupted || !strings.HasSuffix(errOut.String(), "interrupted: 1 of 2 met\n") {
		t.Errorf("code %d: %s", code, errOut)
	}
}

func TestWaitMayNotRead(t *testing.T) {
	server := twoProducts(t)
	server.Intercept = func(r livetest.Request) *livetest.Answer {
		return livetest.Refusal(http.StatusForbidden, metav1.StatusReasonForbidden, "jane cannot read "+r.Path)
	}
	for _, args := range [][]string{{"wait", "env/test", "-p", "demo"}, {"wait", "env", "-p", "demo"}} {
		got := runOn(t, server, args...)
		got.wantCode(t, exitcode.Failed)
		wantContains(t, got.errOut, "error: jane cannot read")
	}
}
