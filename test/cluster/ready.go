// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"
)

// pollInterval is how often a starting program is asked whether it is ready.
const pollInterval = 50 * time.Millisecond

// errPortTaken is the cause when a program could not listen because another process took its port.
var errPortTaken = errors.New("port taken by another process")

// awaitReady waits until the URL answers 200. It gives up when ctx ends or the program behind the URL does.
func awaitReady(ctx context.Context, client *http.Client, url string, p *process) error {
	ticker := time.NewTicker(pollInterval)
	defer ticker.Stop()
	for {
		last := probe(ctx, client, url)
		if last == nil {
			return nil
		}
		select {
		case <-ticker.C:
		case <-p.exited:
			if p.lostItsPort() {
				return fmt.Errorf("%w: %w", errPortTaken, p.endedByItself())
			}
			return p.endedByItself()
		case <-ctx.Done():
			return fmt.Errorf("wait for %s: %w (last answer: %w); its last words:\n%s", p.name, context.Cause(ctx), last, p.tail())
		}
	}
}

// probe asks once; nil means ready.
func probe(ctx context.Context, client *http.Client, url string) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, http.NoBody)
	if err != nil {
		return err
	}
	response, err := client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s", response.Status, body)
	}
	return nil
}
