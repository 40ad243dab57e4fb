// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"syscall"
	"time"
)

const (
	// downLimit is how long the keeper has to stop its programs before it is killed, and they with it. It is longer than the grace
	// that the keeper itself gives the three.
	downLimit    = 90 * time.Second
	pollInterval = 50 * time.Millisecond
)

// down ends the keeper that `up` started, which stops the control plane, and removes the state folder. It ends no other process.
func down(ctx context.Context, state stateFolder, s streams) error {
	if _, err := os.Stat(string(state)); errors.Is(err, os.ErrNotExist) {
		fmt.Fprintln(s.err, "no control plane is running")
		return nil
	}
	k, err := state.load()
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if err == nil {
		if err := end(ctx, k); err != nil {
			return fmt.Errorf("stop the control plane: %w", err)
		}
	}
	if err := os.RemoveAll(string(state)); err != nil {
		return err
	}
	fmt.Fprintln(s.err, "the control plane is stopped and removed")
	return nil
}

// end asks the keeper to end and waits until it has.
func end(ctx context.Context, k keeper) error {
	if running, err := k.running(ctx); err != nil || !running {
		return err
	}
	process, err := os.FindProcess(k.PID)
	if err != nil {
		return err
	}
	if err := process.Signal(syscall.SIGTERM); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, downLimit)
	defer cancel()
	ticker := time.NewTicker(pollInterval)
	defer ticker.Stop()
	for {
		if running, err := k.running(ctx); err != nil || !running {
			return err
		}
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return errors.Join(fmt.Errorf("it still ran after %s and is killed", downLimit), process.Kill())
		}
	}
}
