// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

//go:build unix

package main

import (
	"os/exec"
	"syscall"
)

// signalBase is what a shell adds to a signal's number for the exit code of a command that the signal ended.
const signalBase = 128

// ownSession keeps a process out of our terminal and process group: it lives on when they end.
func ownSession() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setsid: true} }

// exitCode is the command's exit code as a shell would give it.
func exitCode(exit *exec.ExitError) int {
	if status, ok := exit.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		return signalBase + int(status.Signal())
	}
	return exit.ExitCode()
}
