// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"
	"k8s.io/kubectl/pkg/util/templates"

	"github.com/nautes-labs/kubectl-nautes/plugin/command"
)

// program has a command, one below another, a topic of help, and one that nobody is shown.
func program() *cobra.Command {
	nothing := func(*cobra.Command, []string) {}
	root := &cobra.Command{Use: "kubectl-nautes", Long: "Build products.", Annotations: map[string]string{cobra.CommandDisplayNameAnnotation: "kubectl nautes"}}
	root.PersistentFlags().StringP("product", "p", "", "The `PRODUCT` to work in")
	list := &cobra.Command{
		Use: "list [KIND]", Aliases: []string{"ls"}, Short: "List one|all", Long: "List all of <KIND>.\n\nWith spec.*, too.", Run: nothing,
		Example: templates.Examples(`
			# All
			kubectl nautes policy list \
			-o json`),
	}
	list.Flags().StringP("output", "o", "table", "Output format: table|json")
	list.Flags().Bool("quiet", false, "Say nothing")
	policy := &cobra.Command{Use: "policy", Short: "Work with rules"}
	policy.AddCommand(list)
	hidden := &cobra.Command{Use: "secret", Hidden: true, Run: nothing}
	root.AddCommand(policy, hidden, &cobra.Command{Use: "options", Short: "Print flags", Run: nothing}, &cobra.Command{Use: "codes", Long: "0  done\n"})
	return root
}

func TestPages(t *testing.T) {
	got := pages(program())
	for name, want := range map[string]string{
		"README.md":  "| [`codes`](codes.md) |  |\n| [`options`](options.md) | Print flags |\n| [`policy`](policy.md) | Work with rules |\n| [`policy list`](policy_list.md) | List one\\|all |\n",
		"codes.md":   "```text\n0  done\n```\n",
		"options.md": "| `-p, --product PRODUCT` |  | The PRODUCT to work in |\n",
		"policy.md":  "## Commands\n\n| command | |\n|---|---|\n| [`policy list`](policy_list.md) | List one\\|all |\n",
		"policy_list.md": "# kubectl nautes policy list\n\n" + written + "\n\n" +
			"List all of \\<KIND>.\n\nWith spec.\\*, too.\n\n```text\nkubectl nautes policy list [KIND] [flags]\n```\n\nAlso called: `ls`.\n\n" +
			"## Examples\n\n```sh\n# All\nkubectl nautes policy list \\\n-o json\n```\n\n" +
			"## Flags\n\n| flag | default | |\n|---|---|---|\n| `-o, --output string` | `table` | Output format: table\\|json |\n| `--quiet` |  | Say nothing |\n\n" +
			"Besides, the [flags that every command takes](options.md).\n\nSee also: [kubectl nautes policy](policy.md)\n",
	} {
		if !strings.Contains(got[name], want) {
			t.Errorf("%s (-want +got):\n%s", name, cmp.Diff(want, got[name]))
		}
		delete(got, name)
	}
	for name := range got {
		t.Errorf("no page was expected as %s", name)
	}
}

// Names of people, of machines and times do not belong into what is generated: it has to come out the same anywhere.
func TestPagesOfTheProgramAreTheSameEverywhere(t *testing.T) {
	first := pages(command.Reference())
	t.Setenv("HOME", t.TempDir())
	t.Setenv("KUBECONFIG", "elsewhere")
	t.Chdir(t.TempDir())
	if diff := cmp.Diff(first, pages(command.Reference())); diff != "" {
		t.Error(diff)
	}
	for name, page := range first {
		if strings.Contains(page, "\nkubectl-nautes ") {
			t.Errorf("%s does not name the program as people call it:\n%s", name, page)
		}
	}
}

func TestLinksOfPagesLeadSomewhere(t *testing.T) {
	all := pages(command.Reference())
	link := regexp.MustCompile(`\]\(([a-z_A-Z-]+\.md)\)`)
	for name, page := range all {
		for _, match := range link.FindAllStringSubmatch(page, -1) {
			if all[match[1]] == "" {
				t.Errorf("%s links %s, and there is no such page", name, match[1])
			}
		}
	}
}

func TestPageOfACommandThatHasGoneGoes(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "reference")
	for range 2 {
		if err := run(folder); err != nil {
			t.Fatal(err)
		}
		files, err := os.ReadDir(folder)
		if err != nil || len(files) != len(pages(command.Reference())) {
			t.Errorf("%d files: %v", len(files), err)
		}
		if err := os.WriteFile(filepath.Join(folder, "gone.md"), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
