// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/report"
	"github.com/nautes-labs/kubectl-nautes/plugin/exitcode"
	"github.com/nautes-labs/kubectl-nautes/plugin/goal"
	"github.com/nautes-labs/kubectl-nautes/plugin/live"
)

// warningsOf is of how many objects Events are looked at: each takes a request.
const warningsOf = 5

// waitRun is one run of wait.
type waitRun struct {
	goal    goal.Goal
	cluster *live.Cluster
	timeout time.Duration
	errOut  io.Writer
	// met is told of each object that has come to the goal, as it is then.
	met func(*unstructured.Unstructured) error

	pending []awaited
	// obstacles is what was said last to be in the way, warnings what Events add to it.
	obstacles, warnings map[catalog.ID]string
	// nextEvents is when Events are looked at again.
	nextEvents time.Time
	// done counts those that came to the goal, never those that will not any more.
	done, never int
}

func (p *waitRun) add(id catalog.ID, object *unstructured.Unstructured) {
	a := awaited{id: id}
	if object != nil {
		a.uid = object.GetUID()
	}
	p.pending = append(p.pending, a)
}

// mayBeAbsent tells whether what is waited for can be that there is no such object, or is one.
func (p *waitRun) mayBeAbsent() bool {
	met, _, err := p.goal.Met(nil, "")
	return met || err == nil
}

func (p *waitRun) run(ctx context.Context) error {
	all := len(p.pending)
	err := poll(ctx, p.timeout, p.look)
	switch {
	case ctx.Err() != nil:
		fmt.Fprintf(p.errOut, "interrupted: %d of %d met\n", p.done, all)
		return exitcode.Silent(exitcode.Interrupted)
	case err != nil:
		return err
	case len(p.pending) > 0:
		return p.timedOut(all)
	case p.never > 0:
		return exitcode.Silent(exitcode.Failed)
	}
	return nil
}

// timedOut says what is left, and why.
func (p *waitRun) timedOut(all int) error {
	var b strings.Builder
	fmt.Fprintf(&b, "timed out after %s: %d of %d not met", p.timeout, len(p.pending), all)
	for _, a := range p.pending {
		fmt.Fprintf(&b, "\n  %s: %s", a.id, p.obstacles[a.id])
	}
	return exitcode.With(exitcode.TimedOut, errors.New(b.String()))
}

// look looks once at all that is pending.
func (p *waitRun) look(ctx context.Context) (end bool, err error) {
	ids := make([]catalog.ID, len(p.pending))
	for i, a := range p.pending {
		ids[i] = a.id
	}
	found, err := p.cluster.Fetch(ctx, ids)
	if err != nil {
		return false, err
	}
	p.lookAtEvents(ctx)
	var still []awaited
	for _, a := range p.pending {
		if err := found.Unreadable[a.id]; err != nil {
			return false, err
		}
		object := found.Objects[a.id]
		met, obstacle, err := p.goal.Met(object, a.uid)
		switch {
		case err != nil:
			p.never++
			fmt.Fprintf(p.errOut, "error: %s: %v\n", a.id, err)
		case met:
			if err := p.tellMet(a.id, object); err != nil {
				return false, err
			}
		default:
			still = append(still, a)
			p.tell(a.id, obstacle)
		}
	}
	p.pending = still
	return len(still) == 0, nil
}

// lookAtEvents finds the last warning about the first objects that are pending. Few may see Events, and they are not
// what is waited for: then nothing is said of them.
func (p *waitRun) lookAtEvents(ctx context.Context) {
	if time.Now().Before(p.nextEvents) {
		return
	}
	p.nextEvents = time.Now().Add(tellEvery)
	for _, a := range p.pending[:min(len(p.pending), warningsOf)] {
		event, err := p.cluster.LastWarning(ctx, a.id, a.uid)
		if err == nil && event != nil {
			p.warnings[a.id] = fmt.Sprintf(" (%s: %s)", event.Reason, report.Printable(event.Message))
		}
	}
}

func (p *waitRun) tellMet(id catalog.ID, object *unstructured.Unstructured) error {
	p.done++
	if object == nil {
		object = named(id)
	}
	return p.met(object)
}

// tell says what is in the way of an object, if it is not what was said last.
func (p *waitRun) tell(id catalog.ID, obstacle string) {
	obstacle = report.Printable(obstacle) + p.warnings[id]
	if p.obstacles[id] != obstacle {
		p.obstacles[id] = obstacle
		fmt.Fprintf(p.errOut, "waiting for %s: %s\n", id, obstacle)
	}
}
