// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"k8s.io/kubectl/pkg/util/term"
)

// longDesc makes of a text, as it stands in the source, the long description of a command: paragraphs at the margin,
// wrapped at 80 columns. kubectl's own way wraps on terminals only, and indents each paragraph after the first by a
// stray space.
func longDesc(text string) string {
	var wrapped strings.Builder
	w := term.NewPunchCardWriter(&wrapped)
	for i, paragraph := range strings.Split(strings.TrimSpace(text), "\n\n") {
		if i > 0 {
			wrapped.WriteString("\n\n")
		}
		_, _ = io.WriteString(w, strings.Join(strings.Fields(paragraph), " ")) // to memory
	}
	return wrapped.String()
}

// topics lists the topics of help that are no commands.
func topics() string {
	return fmt.Sprintf("Use \"%s help %s\" for what the exit codes mean.\n", displayName, exitCodes)
}

// callByDisplayName has the last line of a help that lists commands name the program as people call it: kubectl's
// templates name it there by its file. After that of the root comes what they do not list: a topic that is no command.
func callByDisplayName(root *cobra.Command) {
	usage := root.UsageFunc()
	root.SetUsageFunc(func(cmd *cobra.Command) error {
		if !cmd.HasAvailableSubCommands() {
			return usage(cmd)
		}
		out, text := cmd.OutOrStdout(), &strings.Builder{}
		cmd.SetOut(text)
		defer cmd.SetOut(out)
		if err := usage(cmd); err != nil {
			return err
		}
		said := strings.ReplaceAll(text.String(), root.Name()+" ", displayName+" ")
		if cmd == root {
			said += topics()
		}
		_, err := io.WriteString(out, said)
		return err
	})
}
