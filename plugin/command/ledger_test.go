// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"k8s.io/cli-runtime/pkg/genericiooptions"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/plugin/exitcode"
	"github.com/nautes-labs/kubectl-nautes/plugin/live"
)

func TestExitCodeOfWhatBecameOfAll(t *testing.T) {
	for _, test := range []struct {
		counts      map[word]int
		interrupted bool
		want        exitcode.Code
	}{
		{map[word]int{}, false, exitcode.Done},
		{map[word]int{created: 1, configured: 1, unchanged: 1}, false, exitcode.Done},
		{map[word]int{deleted: 3}, false, exitcode.Done},
		{map[word]int{created: 1, notSent: 2}, false, exitcode.Done},
		{map[word]int{created: 1, denied: 1}, false, exitcode.Partly},
		{map[word]int{unchanged: 1, failed: 1}, false, exitcode.Partly},
		{map[word]int{created: 1, notTried: 1}, false, exitcode.Partly},
		{map[word]int{denied: 2}, false, exitcode.Denied},
		{map[word]int{denied: 1, notTried: 4}, false, exitcode.Denied},
		{map[word]int{denied: 1, failed: 1}, false, exitcode.Failed},
		{map[word]int{failed: 1, notTried: 4}, false, exitcode.Failed},
		{map[word]int{deleted: 1, notFound: 1}, false, exitcode.Failed},
		{map[word]int{created: 2, late: 1}, false, exitcode.TimedOut},
		{map[word]int{created: 2, late: 1, denied: 1}, false, exitcode.Partly},
		{map[word]int{late: 1, notTried: 1}, false, exitcode.TimedOut},
		{map[word]int{late: 1, failed: 1}, false, exitcode.Partly},
		{map[word]int{created: 2, notTried: 1}, true, exitcode.Interrupted},
	} {
		t.Run(fmt.Sprint(test.counts, test.interrupted), func(t *testing.T) {
			l := &ledger{counts: test.counts}
			if got := l.code(test.interrupted); got != test.want {
				t.Errorf("got %d, want %d", got, test.want)
			}
		})
	}
}

func TestSummaryListsOnlyWhatHappened(t *testing.T) {
	l := &ledger{counts: map[word]int{notTried: 2, created: 9, denied: 1, unchanged: 2}}
	if got, want := l.summary(), "9 created, 2 unchanged, 1 denied, 2 not tried"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := (&ledger{}).summary(); got != "nothing to do" {
		t.Errorf("got %q", got)
	}
}

func TestWhatWasNotComeToIsListedWithin80Columns(t *testing.T) {
	streams, _, _, errOut := genericiooptions.NewTestIOStreams()
	l := &ledger{IOStreams: streams, counts: map[word]int{}, printer: newPrinter(streams.Out), progress: newProgress(errOut, 0)}
	for i := range fewNames + 2 {
		l.leave(catalog.ID{Kind: catalog.Environment, Namespace: "demo", Name: fmt.Sprintf("environment-%d", i)})
	}
	if err := l.finish(true); exitcode.Of(err) != exitcode.Interrupted {
		t.Errorf("got %v", err)
	}
	fits(t, errOut.String())
	wantContains(t, errOut.String(), "not tried: Environment/demo/environment-0, ", "environment-19,", "and 2 more\n")
}

func TestSkippedRulesAreCountedOnce(t *testing.T) {
	for want, warnings := range map[string][]string{
		"":                {"anything else", "rules skipped: no"},
		"1 rule skipped":  {"skipped a: spec: x", "skipped a: spec.y: z"},
		"2 rules skipped": {"skipped a: spec: x", "a warning", "skipped b: spec: y"},
	} {
		if got := skippedNote(warnings); got != want {
			t.Errorf("%q: got %q, want %q", warnings, got, want)
		}
	}
}

func TestPollEnds(t *testing.T) {
	never := func(context.Context) (bool, error) { return false, nil }
	broken := errors.New("broken")
	away := &live.Error{Reason: live.Unreachable, Message: "connection refused"}
	awayFor := func(outage time.Duration) func(context.Context) (bool, error) {
		var first time.Time
		return func(context.Context) (bool, error) {
			if first.IsZero() {
				first = time.Now()
			}
			if time.Since(first) < outage {
				return false, away
			}
			return true, nil
		}
	}
	for name, test := range map[string]struct {
		timeout time.Duration
		look    func(context.Context) (bool, error)
		want    error
		took    time.Duration
	}{
		"at once":    {time.Minute, func(context.Context) (bool, error) { return true, nil }, nil, 0},
		"by error":   {time.Minute, func(context.Context) (bool, error) { return false, broken }, broken, 0},
		"by timeout": {time.Minute, never, nil, time.Minute},
		"by ctx":     {0, never, context.DeadlineExceeded, time.Hour},
		"not by an API server that is away for a moment": {time.Minute, awayFor(patience - time.Second), nil, 29500 * time.Millisecond},
		"by an API server that stays away":               {time.Minute, awayFor(time.Hour), away, 30500 * time.Millisecond},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
				defer cancel()
				start := time.Now()
				if err := poll(ctx, test.timeout, test.look); !errors.Is(err, test.want) {
					t.Errorf("got %v, want %v", err, test.want)
				}
				if took := time.Since(start); took != test.took {
					t.Errorf("took %s, want %s", took, test.took)
				}
			})
		})
	}
}

func TestWhatIsWaitedForIsToldWhenItChanges(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		streams, _, _, errOut := genericiooptions.NewTestIOStreams()
		tell := newTeller(&ledger{IOStreams: streams, progress: newProgress(errOut, 0)})
		for second := range 20 {
			what := []string{"a"}
			if second > 10 {
				what = []string{"b", "c", "d", "e", "f", "g", "h"}
			}
			tell.tell(what)
			time.Sleep(time.Second)
		}
		if want := "waiting for a\nwaiting for b, c, d, e, f, 2 more\n"; errOut.String() != want {
			t.Errorf("got %q, want %q", errOut, want)
		}
	})
}
