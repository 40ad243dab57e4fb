// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"k8s.io/cli-runtime/pkg/genericiooptions"

	"github.com/nautes-labs/kubectl-nautes/plugin/command"
	"github.com/nautes-labs/kubectl-nautes/plugin/exitcode"
	"github.com/nautes-labs/kubectl-nautes/plugin/live/livetest"
)

// manifests are a product with a project, and two repos of which one is the project's.
const manifests = `
apiVersion: nautes.resource.nautes.io/v1alpha1
kind: CodeRepo
metadata: {name: web, namespace: demo}
spec: {codeRepoProvider: gitlab, project: web}
---
apiVersion: nautes.resource.nautes.io/v1alpha1
kind: CodeRepo
metadata: {name: charts, namespace: demo}
spec: {codeRepoProvider: gitlab}
---
apiVersion: nautes.resource.nautes.io/v1alpha1
kind: Project
metadata: {name: web, namespace: demo}
spec: {language: golang}
---
apiVersion: nautes.resource.nautes.io/v1alpha1
kind: Product
metadata: {name: demo}
spec: {codeRepoProvider: gitlab}
`

// project is the project alone.
const project = `
apiVersion: nautes.resource.nautes.io/v1alpha1
kind: Project
metadata: {name: web, namespace: demo}
spec: {language: golang}
`

const api = "/apis/nautes.resource.nautes.io/v1alpha1"

// finished is what a run of the program left behind.
type finished struct {
	out, errOut string
	code        exitcode.Code
}

// run runs the program on a server with manifests on its standard input.
func run(ctx context.Context, t *testing.T, server *livetest.Server, stdin string, args ...string) finished {
	t.Helper()
	streams, in, out, errOut := genericiooptions.NewTestIOStreams()
	in.WriteString(stdin)
	code := command.Run(ctx, streams, append(args, "--kubeconfig", server.Kubeconfig()))
	return finished{out.String(), errOut.String(), code}
}

func (f finished) want(t *testing.T, code exitcode.Code, summary string) {
	t.Helper()
	if f.code != code {
		t.Errorf("exit code %d, want %d", f.code, code)
	}
	if lines := strings.Split(strings.TrimSpace(f.errOut), "\n"); lines[len(lines)-1] != summary {
		t.Errorf("summary %q, want %q; all of it:\n%s%s", lines[len(lines)-1], summary, f.out, f.errOut)
	}
}

// says fails the test unless the command ended with the code and said all the words to people.
func (f finished) says(t *testing.T, code exitcode.Code, words ...string) {
	t.Helper()
	if f.code != code {
		t.Errorf("exit code %d, want %d; all of it:\n%s%s", f.code, code, f.out, f.errOut)
	}
	for _, word := range words {
		if !strings.Contains(f.errOut, word) {
			t.Errorf("nothing says %q:\n%s", word, f.errOut)
		}
	}
}

func wantWrites(t *testing.T, server *livetest.Server, want ...string) {
	t.Helper()
	var got []string
	for _, write := range server.Writes() {
		got = append(got, strings.ReplaceAll(write, api+"/", ""))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("requests that write (-want +got):\n%s", diff)
	}
}

// denying refuses writes to one object unless it carries the bypass; a deletion, unless it carries it beforehand.
func denying(server *livetest.Server, path string) func(livetest.Request) *livetest.Answer {
	return func(r livetest.Request) *livetest.Answer {
		if r.Path != path || !r.Write() || r.Body["kind"] == nil {
			return nil
		}
		object := r.Body
		if r.Method == http.MethodDelete {
			object = server.Get(path)
		}
		metadata, _ := object["metadata"].(map[string]any)
		annotations, _ := metadata["annotations"].(map[string]any)
		if annotations["nautes.resource.nautes.io/insecure-skip-check"] == "true" {
			return &livetest.Answer{Warnings: []string{"skipped some-rule: spec.cluster: wrong", "skipped other-rule: spec: wrong"}}
		}
		return livetest.Denial("some-rule", "spec", "wrong", "mend it")
	}
}

// demo puts the objects of the manifests on a server, as earlier runs left them.
func demo(t *testing.T, server *livetest.Server) {
	t.Helper()
	run(t.Context(), t, server, manifests, "apply", "-f", "-").want(t, exitcode.Done, "5 created")
}

const (
	productPath   = api + "/products/demo"
	projectPath   = api + "/namespaces/demo/projects/web"
	namespacePath = "/api/v1/namespaces/demo"
)
