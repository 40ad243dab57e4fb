// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"io"
	"os"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"golang.org/x/term"

	"github.com/nautes-labs/kubectl-nautes/plugin/graph"
)

// noColorFlag is the flag of every command that keeps colours off a terminal.
const noColorFlag = "no-color"

func addColorFlag(flags *pflag.FlagSet) {
	flags.Bool(noColorFlag, false, "Print without colours, also on a terminal; the environment variable NO_COLOR does the same")
}

// screen is what a command writes to, as people see it.
type screen struct {
	graph.Style
	// height is how many lines a terminal shows; 0 where there is none, and nothing can be drawn anew in place.
	height int
}

// screenOf looks at what a command writes to: a terminal has a size, and colours unless somebody wants none.
func screenOf(cmd *cobra.Command, out io.Writer) screen {
	s := screen{Style: graph.Style{Width: tableWidth}}
	if terminalOf(out) == nil {
		return s
	}
	width, height, err := term.GetSize(int(out.(*os.File).Fd()))
	if err != nil || width <= 0 || height <= 0 {
		return s
	}
	s.Width, s.height, s.Colour = width, height, wantsColour(cmd.Flags(), os.Getenv)
	return s
}

// wantsColour follows the flag, https://no-color.org, and terminals that say that they can do nothing.
func wantsColour(flags *pflag.FlagSet, env func(string) string) bool {
	off, err := flags.GetBool(noColorFlag)
	return err == nil && !off && env("NO_COLOR") == "" && env("TERM") != "dumb"
}
