// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"fmt"
	"io"
	"os"

	"golang.org/x/term"
)

// progress is a line at the foot of a terminal that says how far a command is. Elsewhere it is nothing.
type progress struct {
	terminal    io.Writer // nil where there is none
	done, total int
	shown       bool
}

func newProgress(w io.Writer, total int) *progress {
	return &progress{terminal: terminalOf(w), total: total}
}

// terminalOf is the writer where it is a terminal, else nil.
func terminalOf(w io.Writer) io.Writer {
	if file, ok := w.(*os.File); ok && term.IsTerminal(int(file.Fd())) {
		return w
	}
	return nil
}

// step counts one more object and shows the line.
func (p *progress) step() {
	p.done++
	if p.terminal == nil || p.done >= p.total {
		return
	}
	p.shown = true
	fmt.Fprintf(p.terminal, "[%d/%d]", p.done, p.total)
}

// clear takes the line away, so that others can be written.
func (p *progress) clear() {
	if p.shown {
		p.shown = false
		fmt.Fprint(p.terminal, "\r\x1b[K")
	}
}
