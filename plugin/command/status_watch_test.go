// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"bytes"
	"context"
	"errors"
	"testing"
	"time"

	"k8s.io/cli-runtime/pkg/genericiooptions"

	"github.com/nautes-labs/kubectl-nautes/plugin/exitcode"
	"github.com/nautes-labs/kubectl-nautes/plugin/live"
)

// sight is what one look comes to.
type sight struct {
	text string
	err  error
}

// followed is what is written while sights follow each other; with the last one it is interrupted.
func followed(t *testing.T, s screen, output string, sights ...sight) (string, error) {
	t.Helper()
	ctx, interrupt := context.WithCancel(t.Context())
	defer interrupt()
	streams, _, out, _ := genericiooptions.NewTestIOStreams()
	o := &statusOptions{IOStreams: streams, output: output, pause: time.Nanosecond, screen: func() screen { return s }}
	n := 0
	err := o.follow(ctx, func(context.Context) ([]byte, error) {
		if n == len(sights) {
			interrupt()
			return nil, ctx.Err()
		}
		n++
		return []byte(sights[n-1].text), sights[n-1].err
	})
	return out.String(), err
}

func TestWatchingWritesWhatHasChanged(t *testing.T) {
	away := &live.Error{Reason: live.Unreachable, Message: "away"}
	sights := []sight{{"a\n", nil}, {"a\n", nil}, {"", away}, {"b\n", nil}}
	for output, want := range map[string]string{"table": "a\n\nb\n", "yaml": "a\n---\nb\n", "json": "a\nb\n"} {
		got, err := followed(t, screen{}, output, sights...)
		if got != want || exitcode.Of(err) != exitcode.Interrupted || exitcode.Message(err) != "" {
			t.Errorf("%s: %q, %v", output, got, err)
		}
	}
}

func TestWatchingEndsWithAnErrorThatStays(t *testing.T) {
	gone := errors.New("there is no such product any more")
	if got, err := followed(t, screen{}, "table", sight{"a\n", nil}, sight{"", gone}); got != "a\n" || !errors.Is(err, gone) {
		t.Errorf("%q, %v", got, err)
	}
	away := &live.Error{Reason: live.Unreachable, Message: "away"}
	if _, err := followed(t, screen{}, "table", sight{"", away}); !errors.Is(err, away) {
		t.Errorf("a cluster that never was there: %v", err)
	}
}

func TestATerminalIsDrawnAnewInPlace(t *testing.T) {
	got, _ := followed(t, screen{height: 6}, "table", sight{"a\nb\n", nil}, sight{"c\n", nil}, sight{"1\n2\n3\n4\n5\n6\n7\n", nil})
	want := "\x1b[2J\x1b[Ha\x1b[K\nb\x1b[K\n\x1b[J" + "\x1b[Hc\x1b[K\n\x1b[J" +
		"\x1b[H1\x1b[K\n2\x1b[K\n3\x1b[K\n4\x1b[K\n… 3 more lines\x1b[K\n\x1b[J"
	if got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if bytes.Count([]byte(got), []byte("\n")) > 8 {
		t.Error("the screen scrolls")
	}
}
