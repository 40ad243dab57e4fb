// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nautes-labs/kubectl-nautes/plugin/live"
)

const (
	// firstPoll and lastPoll are how long is waited between two looks: short at first, since most waits are.
	firstPoll = 100 * time.Millisecond
	lastPoll  = time.Second
	// patience is how long a cluster may not answer before the wait is given up: an API server that is restarted is
	// back by then.
	patience = 30 * time.Second
)

// poll looks again and again until it is told to end, fails for good, or a time has passed, which is no error; 0 is
// without end. When ctx ends, the error is that of ctx.
func poll(ctx context.Context, timeout time.Duration, look func(context.Context) (end bool, err error)) error {
	if timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeoutCause(ctx, timeout, errTimedOut)
		defer cancel()
	}
	answered := time.Now()
	for pause := firstPoll; ; pause = min(2*pause, lastPoll) {
		end, err := look(ctx)
		if err == nil {
			answered = time.Now()
		}
		passing := mayPass(err) && time.Since(answered) < patience
		if ctx.Err() == nil && (end || err != nil && !passing) {
			return err
		}
		timer := time.NewTimer(pause)
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			if errors.Is(context.Cause(ctx), errTimedOut) {
				return nil
			}
			return context.Cause(ctx)
		}
	}
}

// mayPass tells whether a look that failed can succeed a moment later.
func mayPass(err error) bool {
	reason := live.ReasonOf(err)
	return err != nil && (reason == live.Unreachable || reason == live.Busy)
}

// errTimedOut tells the end of a wait from that of the command.
var errTimedOut = errors.New("timed out")

func checkTimeout(timeout time.Duration) error {
	if timeout < 0 {
		return fmt.Errorf("--timeout %s is negative (0 waits without end)", timeout)
	}
	return nil
}
