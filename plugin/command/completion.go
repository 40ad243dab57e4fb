// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"

	"github.com/spf13/cobra"
	"k8s.io/cli-runtime/pkg/genericiooptions"
	"k8s.io/kubectl/pkg/util/templates"

	"github.com/nautes-labs/kubectl-nautes/pkg/manifest"
	"github.com/nautes-labs/kubectl-nautes/plugin/shim"
)

// completionOptions is what one run of completion works on.
type completionOptions struct {
	genericiooptions.IOStreams
	folder   string
	system   string
	path     string
	lookPath func(string) (string, error)
}

func newCompletion(streams genericiooptions.IOStreams) *cobra.Command {
	return (&completionOptions{IOStreams: streams, system: runtime.GOOS, path: os.Getenv("PATH"), lookPath: exec.LookPath}).command()
}

// shells are those that a script can be written for.
func shells() map[string]func(root *cobra.Command, w io.Writer) error {
	return map[string]func(root *cobra.Command, w io.Writer) error{
		"bash":       func(root *cobra.Command, w io.Writer) error { return root.GenBashCompletionV2(w, true) },
		"zsh":        func(root *cobra.Command, w io.Writer) error { return root.GenZshCompletion(w) },
		"fish":       func(root *cobra.Command, w io.Writer) error { return root.GenFishCompletion(w, true) },
		"powershell": func(root *cobra.Command, w io.Writer) error { return root.GenPowerShellCompletionWithDesc(w) },
	}
}

// shellNames are in the order in which people are told of them.
func shellNames() []string { return []string{"bash", "zsh", "fish", "powershell"} }

func (o *completionOptions) command() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "completion (kubectl | bash | zsh | fish | powershell)",
		Short: "Set up completion of kinds, names, products and rules",
		Long: longDesc(`
			Set up completion. "completion kubectl" has kubectl complete what follows "kubectl nautes", in every shell in
			which it completes its own commands: it writes a small program, kubectl_complete-nautes, beside this one.
			Krew can not install it.

			The name of a shell prints a script for it that completes kubectl-nautes, the program called by its own name.`),
		Example: templates.Examples(`
			# Have kubectl complete what follows "kubectl nautes"
			kubectl nautes completion kubectl

			# The same, in a folder of your own that is on PATH
			kubectl nautes completion kubectl --dir ~/bin

			# In this shell, for kubectl-nautes
			source <(kubectl nautes completion bash)`),
		ValidArgs: append([]string{"kubectl"}, shellNames()...),
		Args:      o.checkArgs,
		RunE:      func(cmd *cobra.Command, args []string) error { return o.run(cmd, args[0]) },
	}
	cmd.Flags().StringVar(&o.folder, "dir", "", "Folder for kubectl_complete-nautes; that of kubectl-nautes on PATH if left out")
	if err := cmd.MarkFlagDirname("dir"); err != nil {
		panic(err) // the flag is defined above
	}
	return cmd
}

func (o *completionOptions) checkArgs(cmd *cobra.Command, args []string) error {
	use := "use one of " + strings.Join(cmd.ValidArgs, "|")
	if len(args) != 1 {
		return fmt.Errorf("what shall complete? (%s)", use)
	}
	if err := cobra.OnlyValidArgs(cmd, args); err != nil {
		if near := manifest.DidYouMean(args[0], cmd.ValidArgs); near != "" {
			use = near
		}
		return fmt.Errorf("unknown shell %q (%s)", args[0], use)
	}
	if o.folder != "" && args[0] != "kubectl" {
		return errors.New("--dir is for \"completion kubectl\": scripts of shells go to standard output (leave it out)")
	}
	return nil
}

func (o *completionOptions) run(cmd *cobra.Command, what string) error {
	if script, ok := shells()[what]; ok {
		return script(cmd.Root(), o.Out)
	}
	folder := o.folder
	if folder == "" {
		var err error
		if folder, err = shim.Folder(o.lookPath); err != nil {
			return err
		}
	}
	path, err := shim.Install(folder, o.system)
	if err != nil {
		return err
	}
	fmt.Fprintf(o.Out, "wrote %s\n", path)
	fmt.Fprintf(o.ErrOut, "to undo it, delete that file\n")
	if !shim.OnPath(folder, o.path) {
		fmt.Fprintf(o.ErrOut, "Warning: %s is not on PATH, so kubectl does not find it (add it to PATH, or name another folder with --dir)\n", folder)
	}
	return nil
}
