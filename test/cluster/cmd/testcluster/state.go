// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
)

// stateFolder holds what `down` must know of what `up` started. That it exists means that someone ran `up`.
type stateFolder string

func (f stateFolder) cluster() string { return filepath.Join(string(f), "control-plane") }
func (f stateFolder) pidFile() string { return filepath.Join(string(f), "pid.json") }
func (f stateFolder) log() string     { return filepath.Join(string(f), "log") }

// keeper is the process that keeps the control plane running: ours, started by `up`, ended by `down`.
type keeper struct {
	PID  int      `json:"pid"`
	Args []string `json:"args"` // its command line; a process that has another is not it, whatever its number
	// Kubeconfig and Kubectl are absolute paths.
	Kubeconfig string `json:"kubeconfig"`
	Kubectl    string `json:"kubectl"`
}

// load reads who keeps the control plane; os.ErrNotExist means that nobody was written down.
func (f stateFolder) load() (keeper, error) {
	content, err := os.ReadFile(f.pidFile())
	if err != nil {
		return keeper{}, err
	}
	var k keeper
	if err := json.Unmarshal(content, &k); err != nil {
		return keeper{}, fmt.Errorf("read %s: %w (remove the folder by hand if nothing of it runs)", f.pidFile(), err)
	}
	return k, nil
}

func (f stateFolder) save(k keeper) error {
	content, err := json.Marshal(k)
	if err != nil {
		return err
	}
	return os.WriteFile(f.pidFile(), content, 0o600)
}

// running tells whether the keeper is there, and not another process that was given its number after it had ended.
func (k keeper) running(ctx context.Context) (bool, error) {
	got, err := commandLine(ctx, k.PID)
	return got == strings.Join(k.Args, " "), err
}

// commandLine returns the command line of a process, joined by blanks; empty when there is no such process.
func commandLine(ctx context.Context, pid int) (string, error) {
	if runtime.GOOS == "linux" { // where ps may not be installed
		content, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid))
		if errors.Is(err, os.ErrNotExist) || errors.Is(err, syscall.ESRCH) { // the latter when it ends while it is read
			return "", nil
		}
		return string(bytes.ReplaceAll(bytes.TrimSuffix(content, []byte{0}), []byte{0}, []byte(" "))), err
	}
	out, err := exec.CommandContext(ctx, "ps", "-ww", "-o", "command=", "-p", strconv.Itoa(pid)).Output()
	if exit := new(exec.ExitError); errors.As(err, &exit) {
		return "", nil // ps found no such process
	}
	return strings.TrimSpace(string(out)), err
}
