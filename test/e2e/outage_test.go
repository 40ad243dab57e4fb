// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/nautes-labs/kubectl-nautes/test/cluster"
)

// own starts a control plane for one test that does to the webhook what others would not survive.
func own(t *testing.T, flags ...string) *environment {
	t.Helper()
	e, err := start(t.Context(), t.TempDir(), cluster.Options{}, flags...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(e.stop)
	return e
}

func (e *environment) restart(t *testing.T) {
	t.Helper()
	e.webhook.kill()
	var err error
	if e.webhook, err = e.startWebhookOn(e.webhook.ports()); err != nil {
		t.Fatal(err)
	}
	if err := e.webhook.waitUntilReady(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// With the webhook down, what rules speak of is refused, and everything else goes on.
func TestWebhookDown(t *testing.T) {
	e := own(t)
	p := e.product(t, "demo")
	e.apply(t, runtimeManifest(p, "shop", "test")).want(t, 0)
	e.webhook.kill()

	e.apply(t, runtimeManifest(p, "shop-2", "test")).want(t, 1, "failed calling webhook")
	e.kubectl(t.Context(), "delete", "environment", "test", "-n", p).want(t, 1, "failed calling webhook")
	e.kubectl(t.Context(), "label", "environment", "test", "-n", p, "team=blue").want(t, 0)
	e.kubectl(t.Context(), "patch", "environment", "test", "-n", p, "--type=merge", "-p", `{"metadata":{"finalizers":["example.com/hold"]}}`).want(t, 0)
	e.kubectl(t.Context(), "patch", "environment", "test", "-n", p, "--type=merge", "-p", `{"metadata":{"finalizers":null}}`).want(t, 0)
	e.kubectl(t.Context(), "patch", "environment", "test", "-n", p, "--subresource=status", "--type=merge", "-p", `{"status":{"observedGeneration":1}}`).want(t, 0)
	e.kubectl(t.Context(), "delete", "namespace", p, "--timeout=60s").want(t, 0)

	// A person is told that it is the webhook, and how to see what is wrong with it.
	file := filepath.Join(t.TempDir(), "cluster.yaml")
	write(t, file, clusterManifest("late"))
	e.nautes(t.Context(), "apply", "-f", file).want(t, 1, "nautes-webhook")

	e.restart(t)
	e.nautes(t.Context(), "apply", "-f", file).want(t, 0, "created")
}

// SIGKILL in the middle of an apply: run again, it completes, and nothing is lost or doubled.
func TestWebhookKilledInTheMiddleOfAnApply(t *testing.T) {
	const repos = 500
	e := own(t)
	e.product(t, "demo")
	var manifests strings.Builder
	for i := range repos {
		fmt.Fprintf(&manifests, "---\napiVersion: nautes.resource.nautes.io/v1alpha1\nkind: CodeRepo\nmetadata: {name: repo-%d, namespace: demo}\nspec: {codeRepoProvider: gitlab}\n", i)
	}
	file := filepath.Join(t.TempDir(), "repos.yaml")
	write(t, file, manifests.String())

	ended := make(chan result)
	go func() { ended <- e.nautes(t.Context(), "apply", "-f", file) }()
	for strings.Count(e.kubectl(t.Context(), "get", "coderepos", "-n", "demo", "-o", "name").stdout, "\n") < 30 {
		select {
		case first := <-ended:
			t.Fatalf("the apply ended before anything could be killed: %s%s", first.stdout, first.stderr)
		default:
		}
	}
	e.webhook.kill()
	first := <-ended
	if first.code != 3 {
		t.Fatalf("exit code %d of the apply that lost its webhook, want 3 (partly done)\n%s", first.code, first.stderr)
	}
	created := strings.Count(first.stdout, " created\n")
	if created == 0 || created == repos {
		t.Fatalf("%d of %d were created: nothing was interrupted", created, repos)
	}

	e.restart(t)
	second := e.nautes(t.Context(), "apply", "-f", file).want(t, 0)
	if again := strings.Count(second.stdout, " created\n"); created+again != repos {
		t.Errorf("created %d, then %d, of %d", created, again, repos)
	}
	generations := strings.Fields(e.kubectl(t.Context(), "get", "coderepos", "-n", "demo", "-o", "jsonpath={.items[*].metadata.generation}").stdout)
	if len(generations) != repos+1 {
		t.Errorf("%d repos in the end, want %d and the product's own", len(generations), repos)
	}
	for _, generation := range generations {
		if generation != "1" {
			t.Errorf("a repo was written twice (generation %s)", generation)
		}
	}
}
