// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"syscall"

	"github.com/nautes-labs/kubectl-nautes/test/cluster"
)

// up makes sure that a control plane runs, and prints how to reach it. What it starts is a keeper: this program again, in a session
// of its own, that starts the control plane and stops it when it is told to. So up and tests start and stop in the same way, and
// there is one process to look after.
func up(ctx context.Context, root string, state stateFolder, s streams) error {
	k, err := state.load()
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if err == nil {
		running, err := k.running(ctx)
		if err != nil {
			return err
		}
		if running {
			fmt.Fprintln(s.err, "the control plane is running already (to stop it: make down)")
			fmt.Fprint(s.out, environmentOf(root, k.Kubeconfig, k.Kubectl).shell())
			return nil
		}
		fmt.Fprintln(s.err, "the control plane of an earlier `up` has ended; its remains are removed")
		if err := os.RemoveAll(string(state)); err != nil {
			return err
		}
	}
	binaries, err := cluster.Build(ctx, s.err)
	if err != nil {
		return err
	}
	if err := os.Mkdir(string(state), 0o700); err != nil {
		return fmt.Errorf("%w (another `up` is starting, or was interrupted: make down)", err)
	}
	fmt.Fprintln(s.err, "starting the control plane")
	if k, err = startKeeper(ctx, state, binaries); err != nil {
		return errors.Join(err, os.RemoveAll(string(state)))
	}
	fmt.Fprintln(s.err, "the control plane is running; it stays until: make down")
	fmt.Fprint(s.out, environmentOf(root, k.Kubeconfig, k.Kubectl).shell())
	return nil
}

// startKeeper starts the keeper and waits until it says where the kubeconfig is. If ctx ends before, so does the keeper.
func startKeeper(ctx context.Context, state stateFolder, binaries cluster.Binaries) (keeper, error) {
	executable, err := os.Executable()
	if err != nil {
		return keeper{}, err
	}
	log, err := os.OpenFile(state.log(), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return keeper{}, err
	}
	defer log.Close()
	// Once it is ready it outlives this process, so it may not end with the context.
	cmd := exec.CommandContext(context.WithoutCancel(ctx), executable, serveCommand, state.cluster())
	cmd.Stderr = log
	cmd.SysProcAttr = ownSession()
	out, err := cmd.StdoutPipe()
	if err != nil {
		return keeper{}, err
	}
	if err := cmd.Start(); err != nil {
		return keeper{}, fmt.Errorf("start the keeper: %w", err)
	}
	k := keeper{PID: cmd.Process.Pid, Args: cmd.Args, Kubectl: binaries.Kubectl()}
	if err := state.save(k); err != nil { // before it is ready, so that an interrupted up can be taken down
		return keeper{}, errors.Join(err, cmd.Process.Kill(), cmd.Wait())
	}
	abandon := context.AfterFunc(ctx, func() { _ = cmd.Process.Signal(syscall.SIGTERM) })
	defer abandon()
	said, err := io.ReadAll(out)
	if err != nil {
		return keeper{}, err
	}
	if len(said) == 0 {
		reason, _ := os.ReadFile(state.log()) // an unreadable log leaves the exit status to tell
		return keeper{}, fmt.Errorf("the control plane did not start: %w\n%s", cmd.Wait(), reason)
	}
	k.Kubeconfig = string(said)
	return k, state.save(k)
}
