// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"github.com/nautes-labs/kubectl-nautes/plugin/exitcode"
)

const (
	// watchPause is the shortest pause between two looks.
	watchPause = 2 * time.Second
	// restful is how many times as long as a look takes is paused after it, so that watching a large cluster keeps
	// neither end busy.
	restful = 9
)

// follow looks again and again, and writes what has changed, until it is interrupted. Looks are whole reads: what is
// shown depends on rules across products, so there is little that a watch of single objects would spare.
func (o *statusOptions) follow(ctx context.Context, look func(context.Context) ([]byte, error)) error {
	d := &drawing{options: o}
	answered := time.Now()
	for {
		started := time.Now()
		text, err := look(ctx)
		switch {
		case ctx.Err() != nil:
			return exitcode.Silent(exitcode.Interrupted)
		case err == nil:
			answered = time.Now()
			if err := d.draw(text); err != nil {
				return err
			}
		case d.last == nil || !mayPass(err) || time.Since(answered) > patience:
			return err
		}
		timer := time.NewTimer(max(o.pause, restful*time.Since(started)))
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return exitcode.Silent(exitcode.Interrupted)
		}
	}
}

// drawing is what was written so far.
type drawing struct {
	options *statusOptions
	last    []byte
	screen  screen
}

// draw writes a text in the place of the last one on a terminal, else below it, if it differs.
func (d *drawing) draw(text []byte) error {
	s := d.options.screen()
	if d.last != nil && bytes.Equal(d.last, text) && s == d.screen {
		return nil
	}
	out := text
	switch {
	case s.height > 0:
		out = d.inPlace(text, s)
	case d.last != nil:
		out = append([]byte(d.options.separator()), text...)
	}
	d.last, d.screen = text, s
	_, err := d.options.Out.Write(out)
	return err
}

// separator goes between two texts that are written below each other.
func (o *statusOptions) separator() string {
	switch o.output {
	case "json":
		return ""
	case "yaml":
		return "---\n"
	}
	return "\n"
}

// inPlace is a text that takes the whole screen, as far as it fits: what is there is written over, so that nothing
// flickers.
func (d *drawing) inPlace(text []byte, s screen) []byte {
	const home, endOfLine, below, all = "\x1b[H", "\x1b[K", "\x1b[J", "\x1b[2J"
	var b bytes.Buffer
	if d.last == nil || s != d.screen {
		b.WriteString(all)
	}
	b.WriteString(home)
	lines := bytes.Split(bytes.TrimRight(text, "\n"), []byte("\n"))
	if more := len(lines) - (s.height - 2); more > 1 && s.height > 3 {
		lines = append(lines[:len(lines)-more], fmt.Appendf(nil, "… %d more lines", more))
	}
	for _, line := range lines {
		b.Write(line)
		b.WriteString(endOfLine + "\n")
	}
	b.WriteString(below)
	return b.Bytes()
}
