// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"strings"

	"github.com/spf13/pflag"
	"k8s.io/kubectl/pkg/util/templates"
)

// prose keeps Markdown from reading signs of its own in the text of a command.
func prose(text string) string {
	return strings.NewReplacer(`\`, `\\`, "*", `\*`, "_", `\_`, "<", `\<`, "[", `\[`, "`", "\\`").Replace(strings.TrimSpace(text))
}

// cell is prose in a table.
func cell(text string) string {
	return strings.ReplaceAll(prose(strings.Join(strings.Fields(text), " ")), "|", `\|`)
}

func fenced(page *strings.Builder, language, text string) {
	fmt.Fprintf(page, "```%s\n%s\n```\n", language, strings.TrimRight(text, "\n"))
}

// unindented takes off the indentation that examples have in the help.
func unindented(text string) string {
	lines := strings.Split(strings.Trim(text, "\n"), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(strings.TrimPrefix(lines[i], templates.Indentation), " ")
	}
	return strings.Join(lines, "\n")
}

// flagList lists flags by their names.
func flagList(page *strings.Builder, flags *pflag.FlagSet) {
	page.WriteString("\n## Flags\n\n| flag | default | |\n|---|---|---|\n")
	flags.VisitAll(func(flag *pflag.Flag) {
		if flag.Hidden || flag.Name == "help" {
			return
		}
		value, usage := pflag.UnquoteUsage(flag)
		name := "--" + flag.Name
		if flag.Shorthand != "" && flag.ShorthandDeprecated == "" {
			name = "-" + flag.Shorthand + ", " + name
		}
		fmt.Fprintf(page, "| `%s` | %s | %s |\n", strings.TrimSpace(name+" "+value), defaultOf(flag), cell(usage))
	})
}

// defaultOf leaves out what says nothing.
func defaultOf(flag *pflag.Flag) string {
	switch flag.DefValue {
	case "", "[]", "false", "0":
		return ""
	}
	return "`" + flag.DefValue + "`"
}

func quoted(names []string) []string {
	quoted := make([]string, len(names))
	for i, name := range names {
		quoted[i] = "`" + name + "`"
	}
	return quoted
}
