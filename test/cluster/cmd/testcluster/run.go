// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"time"

	"github.com/nautes-labs/kubectl-nautes/test/cluster"
)

// commandGrace is how long an interrupted command has to clean up.
const commandGrace = 30 * time.Second

// run runs a command against a control plane that lives as long as it, and returns the command's exit code. That the command failed
// is its own affair to tell; an error is one of ours.
func run(ctx context.Context, root string, command []string, s streams) (int, error) {
	c, err := cluster.StartOrUse(ctx, cluster.Options{Progress: s.err})
	if err != nil {
		return exitError, err
	}
	code, err := runIn(ctx, environmentOf(root, c.Kubeconfig, c.Kubectl), command, s)
	if stopped := c.Stop(); stopped != nil {
		return max(code, exitError), errors.Join(err, stopped)
	}
	return code, err
}

// runIn runs the command in the environment, with our stdin. When ctx ends the command is interrupted, and killed after a grace.
func runIn(ctx context.Context, e environment, command []string, s streams) (int, error) {
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, s.out, s.err
	cmd.Env = e.variables()
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = commandGrace
	err := cmd.Run()
	if exit := new(exec.ExitError); errors.As(err, &exit) {
		return exitCode(exit), nil
	}
	if err != nil {
		return exitError, fmt.Errorf("run %q: %w", command[0], err)
	}
	return exitDone, nil
}
