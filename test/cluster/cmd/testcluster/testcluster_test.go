// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/nautes-labs/kubectl-nautes/test/cluster"
)

// TestMain lets the test binary be the keeper, as `up` calls its own executable.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == serveCommand {
		main()
	}
	os.Exit(m.Run())
}

// console collects what a command prints.
type console struct{ out, err strings.Builder }

func (c *console) streams() streams { return streams{out: &c.out, err: &c.err} }

func mustUp(t *testing.T, root string, state stateFolder) *console {
	t.Helper()
	c := new(console)
	if err := up(t.Context(), root, state, c.streams()); err != nil {
		t.Fatalf("up: %v\n%s", err, &c.err)
	}
	return c
}

func mustDown(t *testing.T, state stateFolder) *console {
	t.Helper()
	c := new(console)
	if err := down(t.Context(), state, c.streams()); err != nil {
		t.Fatalf("down: %v\n%s", err, &c.err)
	}
	return c
}

func TestUpStaysUntilDown(t *testing.T) {
	root := mustRoot(t)
	state := stateFolder(filepath.Join(t.TempDir(), "it's here")) // a name that a shell must be kept from reading
	t.Cleanup(func() { _ = down(t.Context(), state, new(console).streams()) })

	first := mustUp(t, root, state)
	for line := range strings.Lines(first.out.String()) {
		if !strings.HasPrefix(line, "export KUBECONFIG=") && !strings.HasPrefix(line, "export PATH=") {
			t.Errorf("up prints %q on stdout, which a shell would run", line)
		}
	}
	script := first.out.String() + "kubectl version && command -v kubectl"
	if out, err := exec.CommandContext(t.Context(), "sh", "-c", script).CombinedOutput(); err != nil || !strings.Contains(string(out), "Server Version: v1.") {
		t.Errorf("with what up printed, kubectl says %s (%v)", out, err)
	}

	k, err := state.load()
	if err != nil {
		t.Fatal(err)
	}
	second := mustUp(t, root, state)
	if second.out.String() != first.out.String() || !strings.Contains(second.err.String(), "already") {
		t.Errorf("a second up prints %q and says %q, want the same as the first and that it runs already", &second.out, &second.err)
	}

	mustDown(t, state)
	if running, err := k.running(t.Context()); running || err != nil {
		t.Errorf("after down, the keeper runs: %v (%v)", running, err)
	}
	if _, err := os.Stat(string(state)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("after down, the folder is there: %v", err)
	}
	if again := mustDown(t, state); !strings.Contains(again.err.String(), "no control plane is running") {
		t.Errorf("a second down says %q", &again.err)
	}
}

func TestUpAfterItsKeeperWasKilled(t *testing.T) {
	root, state := mustRoot(t), stateFolder(filepath.Join(t.TempDir(), "state"))
	t.Cleanup(func() { _ = down(t.Context(), state, new(console).streams()) })
	mustUp(t, root, state)
	k, err := state.load()
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(k.PID, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	for running := true; running; time.Sleep(10 * time.Millisecond) {
		if running, err = k.running(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if again := mustUp(t, root, state); !strings.Contains(again.err.String(), "has ended") || again.out.Len() == 0 {
		t.Errorf("up says %q and prints %q", &again.err, &again.out)
	}
	mustDown(t, state)
}

// TestDownEndsNoOtherProcess has a pid file whose number was given to another process meanwhile.
func TestDownEndsNoOtherProcess(t *testing.T) {
	other := exec.CommandContext(t.Context(), "sleep", "3600")
	if err := other.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = other.Wait() })
	state := stateFolder(filepath.Join(t.TempDir(), "state"))
	if err := os.Mkdir(string(state), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := state.save(keeper{PID: other.Process.Pid, Args: []string{"testcluster", serveCommand, state.cluster()}}); err != nil {
		t.Fatal(err)
	}
	mustDown(t, state)
	if got, err := commandLine(t.Context(), other.Process.Pid); got != "sleep 3600" || err != nil {
		t.Errorf("the other process is %q now (%v)", got, err)
	}
	if _, err := os.Stat(string(state)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the folder is still there: %v", err)
	}
}

func TestUpSaysWhyItFailed(t *testing.T) {
	state := stateFolder(filepath.Join(t.TempDir(), "state"))
	if err := os.MkdirAll(state.cluster(), 0o700); err != nil { // the keeper finds its folder taken
		t.Fatal(err)
	}
	_, err := startKeeper(t.Context(), state, cluster.Binaries{})
	if err == nil || !strings.Contains(err.Error(), "file exists") {
		t.Errorf("got error %v, want the keeper's own words", err)
	}
}

func TestRunHandsOverClusterAndExitCode(t *testing.T) {
	c := new(console)
	code, err := dispatch(t.Context(), []string{"run", "--", "sh", "-c", "kubectl get namespace default -o name; echo $KUBECONFIG; exit 7"}, c.streams())
	if code != 7 || err != nil {
		t.Errorf("got exit code %d (%v), want the command's 7; it said %s", code, err, &c.err)
	}
	name, kubeconfig, _ := strings.Cut(strings.TrimSpace(c.out.String()), "\n")
	if name != "namespace/default" {
		t.Errorf("kubectl in the command printed %q", name)
	}
	if _, err := os.Stat(kubeconfig); kubeconfig == "" || !errors.Is(err, os.ErrNotExist) {
		t.Errorf("after the command its cluster's kubeconfig %q is there: %v", kubeconfig, err)
	}
}

func TestExitCodes(t *testing.T) {
	tests := []struct {
		name    string
		command []string
		want    int
	}{
		{"done", []string{"true"}, 0},
		{"failed", []string{"sh", "-c", "exit 3"}, 3},
		{"ended by a signal", []string{"sh", "-c", "kill -9 $$"}, 137},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got, err := runIn(t.Context(), environment{}, test.command, new(console).streams()); got != test.want || err != nil {
				t.Errorf("got %d (%v), want %d", got, err, test.want)
			}
		})
	}
	if got, err := runIn(t.Context(), environment{}, []string{"no-such-command"}, new(console).streams()); got != exitError || !errors.Is(err, exec.ErrNotFound) {
		t.Errorf("a missing command gives %d (%v), want %d and %v", got, err, exitError, exec.ErrNotFound)
	}
}

func TestUsage(t *testing.T) {
	for _, args := range [][]string{nil, {"dance"}, {"up", "now"}, {"run", "ls"}, {"run", "--"}} {
		c := new(console)
		if code, err := dispatch(t.Context(), args, c.streams()); code != exitUsage || err == nil || c.err.String() != usage || c.out.Len() != 0 {
			t.Errorf("%q: got exit code %d, error %v, stderr %q, stdout %q", args, code, err, &c.err, &c.out)
		}
	}
}

func mustRoot(t *testing.T) string {
	t.Helper()
	root, err := cluster.ModuleRoot()
	if err != nil {
		t.Fatal(err)
	}
	return root
}
