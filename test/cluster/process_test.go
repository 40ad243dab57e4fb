// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// shell starts a shell script as a program of the control plane.
func shell(t *testing.T, script string) *process {
	t.Helper()
	p, err := startProcess("/bin/sh", filepath.Join(t.TempDir(), "log"), []string{"-c", script})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = p.command.Process.Kill()
		<-p.exited
	})
	return p
}

// sleeper is a program that runs until it is stopped.
func sleeper(t *testing.T) *process { return shell(t, "exec sleep 3600") }

func TestStopEndsAProgram(t *testing.T) {
	p := sleeper(t)
	if !p.running() {
		t.Fatal("the program does not run")
	}
	if err := p.stop(time.Minute); err != nil {
		t.Error(err)
	}
	if p.running() {
		t.Error("the program still runs")
	}
}

func TestStopReportsAProgramThatHadEnded(t *testing.T) {
	p := shell(t, "echo no room left >&2; exit 3")
	<-p.exited
	err := p.stop(time.Minute)
	if err == nil || !strings.Contains(err.Error(), "exit status 3") || !strings.Contains(err.Error(), "no room left") {
		t.Errorf("got error %v, want the exit status and what the program said", err)
	}
}

func TestStopKillsAProgramThatDoesNotListen(t *testing.T) {
	p := shell(t, `trap "" TERM; echo deaf; while :; do sleep 0.05; done`)
	await(t, func() bool { return string(p.tail()) == "deaf" })
	err := p.stop(100 * time.Millisecond)
	if err == nil || !strings.Contains(err.Error(), "killed") {
		t.Errorf("got error %v, want one that says it was killed", err)
	}
	if p.running() {
		t.Error("the program still runs")
	}
}

func TestTailIsShort(t *testing.T) {
	p := shell(t, "seq 1 1000")
	<-p.exited
	lines := strings.Split(string(p.tail()), "\n")
	if len(lines) != tailLines || lines[tailLines-1] != "1000" {
		t.Errorf("got %d lines to %q, want %d to the last", len(lines), lines[len(lines)-1], tailLines)
	}
}

func TestAPortTakenByAnotherIsSeen(t *testing.T) {
	p := shell(t, "echo 'listen tcp 127.0.0.1:1234: bind: address already in use'; exit 1")
	<-p.exited
	if err := awaitReady(t.Context(), nil, ":", p); !errors.Is(err, errPortTaken) {
		t.Errorf("got error %v, want %v", err, errPortTaken)
	}
}

func TestStartOfAMissingProgramFails(t *testing.T) {
	_, err := startProcess("/nonexistent/etcd", filepath.Join(t.TempDir(), "log"), nil)
	if !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got error %v, want %v", err, os.ErrNotExist)
	}
}
