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

// dressUsage has usage fit 80 columns, which kubectl's templates see to on terminals only, and the last line of one that
// lists commands name the program as people call it: kubectl's templates name it there by its file. After that of the
// root comes what they do not list: a topic that is no command.
func dressUsage(root *cobra.Command) {
	usage := root.UsageFunc()
	root.SetUsageFunc(func(cmd *cobra.Command) error {
		out, text := cmd.OutOrStdout(), &strings.Builder{}
		cmd.SetOut(text)
		defer cmd.SetOut(out)
		if err := usage(cmd); err != nil {
			return err
		}
		said := text.String()
		if cmd.HasAvailableSubCommands() {
			said = strings.ReplaceAll(said, root.Name()+" ", displayName+" ")
		}
		if cmd == root {
			said += topics()
		}
		_, err := io.WriteString(out, narrowed(said))
		return err
	})
}

// narrowed wraps the lines that do not fit 80 columns at their indentation, but for examples: what can be typed stays
// as it was written.
func narrowed(usage string) string {
	const columns, tab = 80, 8
	var all strings.Builder
	examples := false
	for line := range strings.Lines(usage) {
		text := strings.TrimLeft(line, " \t")
		indentation := strings.TrimSuffix(line, text)
		if indentation == "" && strings.HasSuffix(line, ":\n") {
			examples = line == "Examples:\n"
		}
		room := columns - len(strings.ReplaceAll(indentation, "\t", strings.Repeat(" ", tab)))
		if examples || len([]rune(strings.TrimRight(text, "\n"))) <= room {
			all.WriteString(line)
			continue
		}
		for _, part := range wrappedAt(room, strings.TrimRight(text, "\n")) {
			all.WriteString(indentation + part + "\n")
		}
	}
	return all.String()
}

// wrappedAt wraps text between words, and a list of words that is longer than a line behind its bars.
func wrappedAt(room int, text string) []string {
	var wrapped strings.Builder
	_, _ = io.WriteString(term.NewWordWrapWriter(&wrapped, uint(room)), text) // to memory
	var lines []string
	for line := range strings.SplitSeq(wrapped.String(), "\n") {
		for len(line) > room {
			bar := strings.LastIndex(line[:room], "|")
			if bar < 0 {
				break
			}
			lines, line = append(lines, line[:bar+1]), line[bar+1:]
		}
		lines = append(lines, line)
	}
	return lines
}
