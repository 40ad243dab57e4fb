// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"fmt"
	"io"
)

// footEvery is how many steps go by between two writes of the foot: a terminal shows no more than some a second.
const footEvery = 512

// foot is a line at the foot of a terminal that says how far something is that takes many small steps, none of which is
// told of. Elsewhere it is nothing.
type foot struct {
	terminal io.Writer // nil where there is none
	shown    bool
}

func newFoot(w io.Writer) *foot { return &foot{terminal: terminalOf(w)} }

// show writes the line anew, once in a number of steps; n counts them.
func (f *foot) show(n int, format string, args ...any) {
	if f.terminal == nil || n%footEvery != 0 {
		return
	}
	f.clear()
	f.shown = true
	fmt.Fprintf(f.terminal, format, args...)
}

// clear takes the line away.
func (f *foot) clear() {
	if f.shown {
		f.shown = false
		fmt.Fprint(f.terminal, "\r\x1b[K")
	}
}
