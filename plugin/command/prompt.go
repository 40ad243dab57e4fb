// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"
	"k8s.io/cli-runtime/pkg/genericiooptions"

	"github.com/nautes-labs/kubectl-nautes/plugin/exitcode"
)

// prompt asks a person.
type prompt struct {
	answers *bufio.Reader
	out     io.Writer
}

// promptOf is who can be asked: nil unless standard input is a terminal. Questions go to stderr, which may be read
// elsewhere without harm.
func promptOf(streams genericiooptions.IOStreams) *prompt {
	if file, ok := streams.In.(*os.File); !ok || !term.IsTerminal(int(file.Fd())) {
		return nil
	}
	return &prompt{bufio.NewReader(streams.In), streams.ErrOut}
}

// ask gives the answer without the space around it. The error, if any, is that nobody answers any more.
func (p *prompt) ask(ctx context.Context, question string) (string, error) {
	fmt.Fprint(p.out, question+" ")
	type line struct {
		text string
		err  error
	}
	read := make(chan line, 1)
	go func() { // which nothing can end but an answer or the end of the process
		text, err := p.answers.ReadString('\n')
		read <- line{text, err}
	}()
	select {
	case <-ctx.Done():
		fmt.Fprintln(p.out)
		return "", exitcode.With(exitcode.Interrupted, errors.New("interrupted: nothing was done"))
	case answer := <-read:
		if answer.err != nil && answer.text == "" {
			fmt.Fprintln(p.out)
			return "", errors.New("no answer: nothing was done")
		}
		return strings.TrimSpace(answer.text), nil
	}
}

// confirm wants a yes. Everything else is a no.
func (p *prompt) confirm(ctx context.Context, question string) (bool, error) {
	answer, err := p.ask(ctx, question+" [y/N]")
	if err != nil {
		return false, err
	}
	return strings.EqualFold(answer, "y") || strings.EqualFold(answer, "yes"), nil
}
