// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"context"
	"slices"
	"time"
)

// DefaultParallel is how many members are worked on at once where nothing else is said. With HTTP/2 they share a
// connection; an apiserver takes about as many from one user before it makes others wait.
const DefaultParallel = 16

// DefaultGrace is how long what is under way may go on after an interrupt, so that its outcome is known.
const DefaultGrace = 5 * time.Second

// State is what became of a member.
type State int

// The states.
const (
	// Done: without an error.
	Done State = iota
	// Failed: with one.
	Failed
	// Skipped: something that it needs failed or was skipped.
	Skipped
	// NotTried: the rollout was interrupted or stopped before.
	NotTried
)

// Result is what became of a member.
type Result[T comparable] struct {
	Member T
	State  State
	// Err says why it failed.
	Err error
	// On is what it was skipped for.
	On T
}

// Rollout is one run. Its fields are not changed by running.
type Rollout[T comparable] struct {
	// Waves are worked through one after the other. A member must be in one wave only.
	Waves [][]T
	// Needs lists what has to be done before a member may be; what is in no earlier wave is taken to be there.
	Needs func(T) []T
	// Do works on one member. Its context outlives an interrupt by Grace. Required.
	Do func(context.Context, T) error
	// Settle waits, after each wave, for those members of it that were done; it returns the errors of those that
	// did not settle. Nil where there is nothing to wait for.
	Settle func(context.Context, []T) map[T]error
	// Report is told of each result, one at a time, wave by wave in the order of the members.
	Report func(Result[T])
	// Stops tells of an error after which nothing more is to be started. Nil: none does.
	Stops func(error) bool
	// Parallel bounds how many members are worked on at once; 0 is DefaultParallel.
	Parallel int
	// Grace bounds how long what is under way goes on after ctx has ended; 0 is DefaultGrace.
	Grace time.Duration
}

// Run works through the waves and returns the results in their order. When ctx ends, nothing more is started.
func (r *Rollout[T]) Run(ctx context.Context) []Result[T] {
	run := &run[T]{Rollout: r, states: map[T]State{}}
	starting, stop := context.WithCancel(ctx)
	defer stop()
	run.stop = stop
	working, cancel := outliving(ctx, r.grace())
	defer cancel()
	for _, wave := range r.Waves {
		run.wave(ctx, starting, working, wave)
	}
	return run.results
}

func (r *Rollout[T]) parallel() int {
	if r.Parallel > 0 {
		return r.Parallel
	}
	return DefaultParallel
}

func (r *Rollout[T]) grace() time.Duration {
	if r.Grace > 0 {
		return r.Grace
	}
	return DefaultGrace
}

// outliving is a context that ends a while after ctx does.
func outliving(ctx context.Context, grace time.Duration) (context.Context, context.CancelFunc) {
	working, cancel := context.WithCancel(context.WithoutCancel(ctx))
	forget := context.AfterFunc(ctx, func() {
		timer := time.NewTimer(grace)
		defer timer.Stop()
		select {
		case <-timer.C:
			cancel()
		case <-working.Done():
		}
	})
	return working, func() { forget(); cancel() }
}

// run is the state of a rollout under way. Only the goroutine of Run touches it.
type run[T comparable] struct {
	*Rollout[T]
	stop    context.CancelFunc
	states  map[T]State
	results []Result[T]
}

// wave works on one wave: starting ends when nothing more is to be started, working when what is under way has to end.
func (r *run[T]) wave(ctx, starting, working context.Context, members []T) {
	outcomes := make([]chan Result[T], len(members))
	for i := range outcomes {
		outcomes[i] = make(chan Result[T], 1)
	}
	go r.start(starting, working, members, outcomes)
	results := make([]Result[T], len(members))
	for i, outcome := range outcomes {
		results[i] = <-outcome
		if r.Settle == nil {
			r.report(results[i])
		}
	}
	if r.Settle == nil {
		return
	}
	r.settle(ctx, results)
	for _, result := range results {
		r.report(result)
	}
}

// start hands each member its turn. It reads the states of earlier waves, which nobody changes meanwhile: those of
// this wave are written, but not looked up, since no member needs another one of its own wave.
func (r *run[T]) start(starting, working context.Context, members []T, outcomes []chan Result[T]) {
	needs := make([]Result[T], len(members))
	for i, member := range members {
		needs[i] = r.ready(member)
	}
	slots := make(chan struct{}, r.parallel())
	for i, member := range members {
		if needs[i].State == Done {
			select {
			case slots <- struct{}{}:
			case <-starting.Done():
			}
		}
		switch {
		case starting.Err() != nil:
			outcomes[i] <- Result[T]{Member: member, State: NotTried}
			continue
		case needs[i].State == Skipped:
			outcomes[i] <- needs[i]
			continue
		}
		go func() {
			defer func() { <-slots }()
			outcomes[i] <- r.do(working, member)
		}()
	}
}

// ready tells whether a member may be worked on.
func (r *run[T]) ready(member T) Result[T] {
	if r.Needs == nil {
		return Result[T]{Member: member}
	}
	for _, need := range r.Needs(member) {
		if state, known := r.states[need]; known && (state == Failed || state == Skipped) {
			return Result[T]{Member: member, State: Skipped, On: need}
		}
	}
	return Result[T]{Member: member}
}

func (r *run[T]) do(working context.Context, member T) Result[T] {
	err := r.Do(working, member)
	if err == nil {
		return Result[T]{Member: member}
	}
	if r.Stops != nil && r.Stops(err) {
		r.stop()
	}
	return Result[T]{Member: member, State: Failed, Err: err}
}

// settle turns those of the results into failures that did not settle.
func (r *run[T]) settle(ctx context.Context, results []Result[T]) {
	var done []T
	for _, result := range results {
		if result.State == Done {
			done = append(done, result.Member)
		}
	}
	if len(done) == 0 {
		return
	}
	for member, err := range r.Settle(ctx, done) {
		i := slices.IndexFunc(results, func(result Result[T]) bool { return result.Member == member })
		if i >= 0 && err != nil {
			results[i].State, results[i].Err = Failed, err
		}
	}
}

func (r *run[T]) report(result Result[T]) {
	r.states[result.Member] = result.State
	r.results = append(r.results, result)
	if r.Report != nil {
		r.Report(result)
	}
}
