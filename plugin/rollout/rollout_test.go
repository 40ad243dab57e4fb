// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package rollout_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/nautes-labs/kubectl-nautes/plugin/rollout"
)

var errBroken = errors.New("broken")

// lines shows results as "member state", with what a skipped one was skipped for.
func lines(results []rollout.Result[string]) []string {
	names := map[rollout.State]string{
		rollout.Done: "done", rollout.Failed: "failed", rollout.Skipped: "skipped", rollout.NotTried: "not tried",
	}
	var lines []string
	for _, r := range results {
		line := r.Member + " " + names[r.State]
		if r.State == rollout.Skipped {
			line += " for " + r.On
		}
		lines = append(lines, line)
	}
	return lines
}

// failing works on everything but the members named.
func failing(names ...string) func(context.Context, string) error {
	return func(_ context.Context, member string) error {
		if slices.Contains(names, member) {
			return errBroken
		}
		return nil
	}
}

// family says that "a/b" needs "a".
func family(member string) []string {
	if i := strings.LastIndex(member, "/"); i >= 0 {
		return []string{member[:i]}
	}
	return nil
}

func TestWhatDependsOnAFailureIsSkippedAndTheRestGoesOn(t *testing.T) {
	r := rollout.Rollout[string]{
		Waves: [][]string{{"a", "b"}, {"a/x", "b/x"}, {"a/x/y", "b/x/y", "c/z"}},
		Needs: family,
		Do:    failing("a"),
	}
	want := []string{"a failed", "b done", "a/x skipped for a", "b/x done", "a/x/y skipped for a/x", "b/x/y done", "c/z done"}
	if diff := cmp.Diff(want, lines(r.Run(t.Context()))); diff != "" {
		t.Error(diff)
	}
}

func TestMembersOfAWaveGoSideBySideWithinTheBound(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var now, most atomic.Int32
		r := rollout.Rollout[string]{Waves: [][]string{nil, {}}, Parallel: 4}
		for i := range 20 {
			r.Waves[0] = append(r.Waves[0], fmt.Sprint("m", i))
		}
		r.Do = func(context.Context, string) error {
			most.Store(max(most.Load(), now.Add(1)))
			time.Sleep(time.Second)
			now.Add(-1)
			return nil
		}
		start := time.Now()
		r.Run(t.Context())
		if most.Load() != 4 || time.Since(start) != 5*time.Second {
			t.Errorf("%d at once, %s in all; want 4 and 5s", most.Load(), time.Since(start))
		}
	})
}

func TestResultsAreReportedInTheOrderOfMembers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var reported []string
		r := rollout.Rollout[string]{
			Waves: [][]string{{"3", "1", "2"}, {"0"}},
			Do: func(_ context.Context, member string) error {
				pause, err := time.ParseDuration(member + "s")
				time.Sleep(pause)
				return err
			},
			Report: func(result rollout.Result[string]) { reported = append(reported, result.Member) },
		}
		r.Run(t.Context())
		if diff := cmp.Diff([]string{"3", "1", "2", "0"}, reported); diff != "" {
			t.Error(diff)
		}
	})
}

func TestInterruptStartsNothingMoreAndLetsWhatIsUnderWayFinish(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, interrupt := context.WithCancel(t.Context())
		r := rollout.Rollout[string]{
			Waves: [][]string{{"a", "b", "c"}, {"d"}}, Parallel: 2, Grace: time.Minute,
			Do: func(ctx context.Context, _ string) error {
				interrupt()
				time.Sleep(time.Second)
				return ctx.Err()
			},
		}
		want := []string{"a done", "b done", "c not tried", "d not tried"}
		if diff := cmp.Diff(want, lines(r.Run(ctx))); diff != "" {
			t.Error(diff)
		}
	})
}

func TestGraceEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, interrupt := context.WithCancel(t.Context())
		r := rollout.Rollout[string]{
			Waves: [][]string{{"a"}}, Grace: 3 * time.Second,
			Do: func(ctx context.Context, _ string) error {
				interrupt()
				<-ctx.Done()
				return ctx.Err()
			},
		}
		start := time.Now()
		results := r.Run(ctx)
		if results[0].State != rollout.Failed || time.Since(start) != 3*time.Second {
			t.Errorf("%v after %s", lines(results), time.Since(start))
		}
	})
}

func TestErrorThatStopsLeavesTheRest(t *testing.T) {
	r := rollout.Rollout[string]{
		Waves: [][]string{{"a"}, {"b", "a/x"}}, Needs: family, Do: failing("a"), Parallel: 1,
		Stops: func(err error) bool { return errors.Is(err, errBroken) },
	}
	want := []string{"a failed", "b not tried", "a/x not tried"}
	if diff := cmp.Diff(want, lines(r.Run(t.Context()))); diff != "" {
		t.Error(diff)
	}
}

func TestWaveSettlesBeforeTheNext(t *testing.T) {
	var mutex sync.Mutex
	var events []string
	event := func(text string) {
		mutex.Lock()
		defer mutex.Unlock()
		events = append(events, text)
	}
	r := rollout.Rollout[string]{
		Waves: [][]string{{"a", "b", "bad"}, {"a/x", "b/x"}, {"bad/x"}}, Needs: family,
		Do: func(_ context.Context, member string) error {
			event("do " + member)
			return failing("bad")(t.Context(), member)
		},
		Settle: func(_ context.Context, members []string) map[string]error {
			event("settle " + strings.Join(members, " "))
			return map[string]error{"a": errBroken}
		},
		Parallel: 1,
	}
	want := []string{"a failed", "b done", "bad failed", "a/x skipped for a", "b/x done", "bad/x skipped for bad"}
	if diff := cmp.Diff(want, lines(r.Run(t.Context()))); diff != "" {
		t.Error(diff)
	}
	wantEvents := []string{"do a", "do b", "do bad", "settle a b", "do b/x", "settle b/x"}
	if diff := cmp.Diff(wantEvents, events); diff != "" {
		t.Error(diff)
	}
}
