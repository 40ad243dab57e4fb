// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package source

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"k8s.io/utils/clock"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
)

const (
	// beat is how often the API server is asked for a sign of life.
	beat = 2 * time.Second
	// deaf is the time without an answer after which the catalog is not trusted any more.
	deaf = 10 * time.Second
)

// Heartbeat tells whether the API server can still be reached. Informers that lost it say nothing: they keep what they
// know and try again, and a replica would go on judging by a catalog that gets older and older.
type Heartbeat struct {
	// Get reads anything that always answers, whether it exists or not.
	Get   func(ctx context.Context, id catalog.ID) (*catalog.Object, error)
	Clock clock.WithTicker

	answered atomic.Int64 // in Unix nanoseconds
}

// Start asks until ctx is done.
func (h *Heartbeat) Start(ctx context.Context) error {
	ticker := h.Clock.NewTicker(beat)
	defer ticker.Stop()
	for {
		h.ask(ctx)
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C():
		}
	}
}

// NeedLeaderElection is false: every replica judges.
func (h *Heartbeat) NeedLeaderElection() bool { return false }

func (h *Heartbeat) ask(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, beat)
	defer cancel()
	if _, err := h.Get(ctx, catalog.ID{Kind: catalog.Namespace, Name: "nautes-system"}); err == nil {
		h.answered.Store(h.Clock.Now().UnixNano())
	}
}

// Alive is nil while the API server answers.
func (h *Heartbeat) Alive() error {
	silent := h.Clock.Since(time.Unix(0, h.answered.Load()))
	if h.answered.Load() == 0 {
		return fmt.Errorf("the API server has not answered yet")
	}
	if silent > deaf {
		return fmt.Errorf("the API server has not answered for %s, so the catalog may be old", silent.Round(time.Second))
	}
	return nil
}
