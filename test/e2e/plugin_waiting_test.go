// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

// condition writes the condition Ready of a project, as a controller would.
func (e *environment) condition(t *testing.T, product, project, status string, generation int) {
	t.Helper()
	e.kubectl(t.Context(), "patch", "project", project, "-n", product, "--subresource=status", "--type=merge", "-p", fmt.Sprintf(
		`{"status":{"conditions":[{"type":"Ready","status":%q,"reason":"GroupMissing","message":"no such group","lastTransitionTime":"2026-01-01T00:00:00Z","observedGeneration":%d}]}}`,
		status, generation)).want(t, 0)
}

func TestApplyWaits(t *testing.T) {
	p := shared.product(t, "waits")
	file := filepath.Join(t.TempDir(), "projects.yaml")
	write(t, file, projectManifest(p, "api")+"---\n"+projectManifest(p, "web"))

	shared.condition(t, p, "api", "False", 1)
	r := shared.nautes(t.Context(), "apply", "-f", file, "--wait", "--timeout=5s").oneError(t, 4,
		"waiting for Project/waits/api (Ready=False: GroupMissing)", "Project/waits/api: Ready=False: GroupMissing after 5s", "1 not done in time")
	if times := strings.Count(r.stderr, "waiting for"); times != 1 {
		t.Errorf("it says %d times what it waits for, and nothing changed:\n%s", times, r.stderr)
	}
	if strings.Contains(r.stderr, "Project/waits/web") {
		t.Errorf("nobody writes conditions of web, so it is not waited for:\n%s", r.stderr)
	}

	// A condition about an earlier generation says nothing about this one.
	shared.condition(t, p, "api", "True", 1)
	edit(t, file, "golang", "rust")
	shared.nautes(t.Context(), "apply", "-f", file, "--wait", "--timeout=4s").oneError(t, 4, "Project/waits/api: not looked at yet", "1 not done in time")
	shared.condition(t, p, "api", "True", 2)
	shared.nautes(t.Context(), "apply", "-f", file, "--wait", "--timeout=1m").tidy(t).want(t, 0, "2 unchanged")
}

// What was denied is said as well; what is late is not the worst of it.
func TestApplyWaitsForWhatWasApplied(t *testing.T) {
	p := shared.product(t, "waits-partly")
	file := filepath.Join(t.TempDir(), "manifests.yaml")
	write(t, file, projectManifest(p, "api")+"---"+runtimeManifest(p, "shop", "staging"))
	shared.condition(t, p, "api", "False", 1)
	shared.nautes(t.Context(), "apply", "-f", file, "--wait", "--timeout=1s").oneError(t, 3, "deploymentruntime-environment-exists", "1 denied", "1 not done in time")
}

func TestDeleteWaits(t *testing.T) {
	p := shared.product(t, "delete-waits")
	file := filepath.Join(t.TempDir(), "project.yaml")
	write(t, file, projectManifest(p, "web"))
	shared.nautes(t.Context(), "apply", "-f", file).want(t, 0)
	finalizers := func(list string) {
		shared.kubectl(t.Context(), "patch", "project", "web", "-n", p, "--type=merge", "-p", `{"metadata":{"finalizers":`+list+`}}`).want(t, 0)
	}
	finalizers(`["example.com/hold"]`)
	shared.nautes(t.Context(), "delete", "-f", file, "--timeout=5s").oneError(t, 4, "waiting for Project/delete-waits/web (held by example.com/hold)", "after 5s", "1 not done in time")
	shared.nautes(t.Context(), "delete", "-f", file, "--wait=false").tidy(t).want(t, 0, "1 deleted")
	finalizers("null")
	nothingOf(t, p, "web")
}

// SIGINT in the middle: what is under way ends, nothing new begins, and the summary holds against what is there.
func TestInterruptedApplySaysWhatWasDone(t *testing.T) {
	const repos = 1500
	p := shared.product(t, "interrupted")
	var manifests strings.Builder
	for i := range repos {
		fmt.Fprintf(&manifests, "---\n%skind: CodeRepo\nmetadata: {name: repo-%d, namespace: %s}\nspec: {codeRepoProvider: gitlab}\n", header, i, p)
	}
	file := filepath.Join(t.TempDir(), "repos.yaml")
	write(t, file, manifests.String())

	first := shared.interrupt(t, 20, "apply", "-f", file).tidy(t).want(t, 130, "interrupted: ")
	said := regexp.MustCompile(`(?m)^interrupted: (\d+) created, (\d+) not tried$`).FindStringSubmatch(first.stderr)
	if said == nil {
		t.Fatalf("no summary of what was done and what not:\n%s", first.stderr)
	}
	created, _ := strconv.Atoi(said[1])
	left, _ := strconv.Atoi(said[2])
	if created+left != repos || left == 0 {
		t.Errorf("%d created and %d not tried of %d", created, left, repos)
	}
	if lines := strings.Count(first.stdout, " created\n"); lines != created {
		t.Errorf("%d lines say created, the summary says %d", lines, created)
	}
	if live := strings.Count(shared.kubectl(t.Context(), "get", "coderepos", "-n", p, "-o", "name").stdout, "/repo-"); live != created {
		t.Errorf("%d repos are there, the summary says %d", live, created)
	}
	shared.nautes(t.Context(), "apply", "-f", file).tidy(t).want(t, 0, fmt.Sprintf("%d created, %d unchanged", left, created))
}

func TestInterruptedWait(t *testing.T) {
	p := shared.product(t, "wait-interrupted")
	file := filepath.Join(t.TempDir(), "project.yaml")
	write(t, file, projectManifest(p, "api"))
	shared.nautes(t.Context(), "apply", "-f", file).want(t, 0)
	shared.condition(t, p, "api", "False", 1)
	shared.interrupt(t, 1, "apply", "-f", file, "--wait").tidy(t).want(t, 130, "interrupted: 1 unchanged")
}

// interrupt runs the plugin and sends it SIGINT as soon as it has written some lines to stdout.
func (e *environment) interrupt(t *testing.T, after int, args ...string) result {
	t.Helper()
	var problems bytes.Buffer
	command := exec.CommandContext(t.Context(), built("kubectl-nautes"), args...)
	command.Env = append(os.Environ(), "KUBECONFIG="+e.cluster.Kubeconfig)
	command.Stderr = &problems
	command.WaitDelay = time.Minute
	stdout, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	lines := bufio.NewScanner(stdout)
	for n := 1; lines.Scan(); n++ {
		out.WriteString(lines.Text() + "\n")
		if n == after {
			if err := command.Process.Signal(os.Interrupt); err != nil {
				t.Fatal(err)
			}
		}
	}
	_ = command.Wait() // what it ended with is in its state
	return result{out.String(), problems.String(), command.ProcessState.ExitCode()}
}
