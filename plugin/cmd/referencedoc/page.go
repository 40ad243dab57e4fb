// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

// written says where a page comes from.
const written = `<!-- Written by plugin/cmd/referencedoc from the command itself; "make generate" writes it anew. -->`

// globalFlags is the command that lists the flags of all commands, and so its page is where they stand.
const globalFlags = "options"

const contents = "README.md"

// pages are the pages of all commands by the names of their files.
func pages(root *cobra.Command) map[string]string {
	all := map[string]string{contents: contentsPage(root)}
	for _, cmd := range commands(root) {
		all[fileOf(cmd)] = commandPage(cmd)
	}
	return all
}

// commands are those below a command that people can use, each before its own, by their names.
func commands(cmd *cobra.Command) []*cobra.Command {
	var all []*cobra.Command
	for _, child := range cmd.Commands() {
		if shown(child) {
			all = append(all, child)
			all = append(all, commands(child)...)
		}
	}
	return all
}

// shown tells whether help shows a command. A topic of help is one that does nothing.
func shown(cmd *cobra.Command) bool {
	return cmd.IsAvailableCommand() || cmd.IsAdditionalHelpTopicCommand()
}

// words are those of a command behind the program's name.
func words(cmd *cobra.Command) []string {
	return strings.Fields(cmd.CommandPath())[len(strings.Fields(cmd.Root().CommandPath())):]
}

// fileOf joins the words by what no command has in its name.
func fileOf(cmd *cobra.Command) string {
	if !cmd.HasParent() {
		return contents
	}
	return strings.Join(words(cmd), "_") + ".md"
}

func contentsPage(root *cobra.Command) string {
	page := &strings.Builder{}
	fmt.Fprintf(page, "# %s\n\n%s\n\n%s\n\n", root.CommandPath(), written, prose(root.Long))
	page.WriteString("Flags that every command takes are on [a page of their own](" + globalFlags + ".md).\n\n")
	table(page, commands(root))
	return page.String()
}

func commandPage(cmd *cobra.Command) string {
	page := &strings.Builder{}
	fmt.Fprintf(page, "# %s\n\n%s\n\n", cmd.CommandPath(), written)
	if cmd.IsAdditionalHelpTopicCommand() {
		fenced(page, "text", cmd.Long)
		return page.String()
	}
	fmt.Fprintf(page, "%s\n\n", prose(said(cmd)))
	fenced(page, "text", cmd.UseLine())
	if len(cmd.Aliases) > 0 {
		fmt.Fprintf(page, "\nAlso called: %s.\n", strings.Join(quoted(cmd.Aliases), ", "))
	}
	if cmd.HasExample() {
		page.WriteString("\n## Examples\n\n")
		fenced(page, "sh", unindented(cmd.Example))
	}
	if cmd.HasAvailableSubCommands() {
		page.WriteString("\n## Commands\n\n")
		table(page, commands(cmd))
	}
	switch {
	case cmd.Name() == globalFlags:
		flagList(page, cmd.InheritedFlags())
	case cmd.HasAvailableLocalFlags():
		flagList(page, cmd.LocalFlags())
	}
	if cmd.Name() != globalFlags {
		fmt.Fprintf(page, "\nBesides, the [flags that every command takes](%s.md).\n", globalFlags)
	}
	fmt.Fprintf(page, "\nSee also: [%s](%s)\n", cmd.Parent().CommandPath(), fileOf(cmd.Parent()))
	return page.String()
}

func said(cmd *cobra.Command) string {
	if cmd.Long == "" {
		return cmd.Short + "."
	}
	return cmd.Long
}

// table lists commands with links to their pages.
func table(page *strings.Builder, commands []*cobra.Command) {
	page.WriteString("| command | |\n|---|---|\n")
	for _, cmd := range commands {
		fmt.Fprintf(page, "| [`%s`](%s) | %s |\n", strings.Join(words(cmd), " "), fileOf(cmd), cell(cmd.Short))
	}
}
