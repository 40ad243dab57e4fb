// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package source

import (
	"context"
	"errors"
	"testing"
	"time"

	clocktesting "k8s.io/utils/clock/testing"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
)

// A replica whose watches are cut off keeps a catalog that nobody changes any more. It must stop judging by it.
func TestHeartbeatStopsWithTheAPIServer(t *testing.T) {
	clock := clocktesting.NewFakeClock(time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC))
	var away error
	h := &Heartbeat{Clock: clock, Get: func(context.Context, catalog.ID) (*catalog.Object, error) { return nil, away }}
	if h.Alive() == nil {
		t.Error("alive before the first answer")
	}
	h.ask(t.Context())
	if err := h.Alive(); err != nil {
		t.Error(err)
	}
	away = errors.New("connection refused")
	clock.Step(deaf)
	h.ask(t.Context())
	if err := h.Alive(); err != nil {
		t.Errorf("dead too soon: %v", err)
	}
	clock.Step(time.Second)
	if h.Alive() == nil {
		t.Error("alive without an answer for longer than the limit")
	}
	away = nil
	h.ask(t.Context())
	if err := h.Alive(); err != nil {
		t.Errorf("not alive again: %v", err)
	}
}
