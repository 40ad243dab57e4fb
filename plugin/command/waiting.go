// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/plugin/live"
)

const (
	// tellEvery is how often at most people are told what is waited for.
	tellEvery = 3 * time.Second
	// tellOf is how many objects they are told of.
	tellOf = 5
)

// teller says what is waited for, not at once, and only when it has changed.
type teller struct {
	ledger *ledger
	next   time.Time
	last   string
}

func newTeller(l *ledger) *teller { return &teller{ledger: l, next: time.Now().Add(tellEvery)} }

func (t *teller) tell(what []string) {
	if len(what) > tellOf {
		what = append(what[:tellOf:tellOf], fmt.Sprintf("%d more", len(what)-tellOf))
	}
	text := strings.Join(what, ", ")
	if now := time.Now(); text != "" && text != t.last && now.After(t.next) {
		t.last, t.next = text, now.Add(tellEvery)
		t.ledger.say("waiting for %s", text)
	}
}

// lateError says that what was waited for did not come in time.
type lateError struct {
	timeout time.Duration
	state   string
}

func (e *lateError) Error() string { return fmt.Sprintf("%s after %s", e.state, e.timeout) }

// await waits until what was applied is ready, and takes down what is not in time.
func (a *applying) await(ctx context.Context) error {
	var pending []catalog.ID
	for _, id := range a.members.IDs() {
		if _, applied := a.finished(id); applied {
			pending = append(pending, id)
		}
	}
	t, why := newTeller(a.ledger), map[catalog.ID]string{}
	err := poll(ctx, a.timeout, func(ctx context.Context) (bool, error) {
		found, err := a.cluster.Fetch(ctx, pending)
		if err != nil {
			return false, err
		}
		var still []catalog.ID
		var what []string
		for _, id := range pending {
			ready, state := live.Ready(found.Objects[id])
			if ready || found.Unreadable[id] != nil {
				continue
			}
			why[id] = state
			still, what = append(still, id), append(what, fmt.Sprintf("%s (%s)", id, state))
		}
		pending = still
		t.tell(what)
		return len(pending) == 0, nil
	})
	if ctx.Err() != nil {
		return err
	}
	for _, id := range pending {
		e := entry{id: id, word: late, err: &lateError{a.timeout, why[id]}}
		if err != nil {
			e.err = fmt.Errorf("not known whether it is ready: %w", err)
		}
		if err := a.ledger.record(e); err != nil {
			return err
		}
	}
	return nil
}
