// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"

	"github.com/spf13/cobra"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/genericiooptions"
	"k8s.io/client-go/rest"
	"k8s.io/kubectl/pkg/util/templates"

	"github.com/nautes-labs/kubectl-nautes/pkg/manifest"
	"github.com/nautes-labs/kubectl-nautes/plugin/exitcode"
)

// displayName is how people call the program.
const displayName = "kubectl nautes"

// Run runs the command that args name, without the program's own name, and returns the code to exit with. Errors are
// printed once, here.
func Run(ctx context.Context, streams genericiooptions.IOStreams, args []string) exitcode.Code {
	root := newRoot(streams)
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	printError(streams.ErrOut, err)
	return exitcode.Of(err)
}

func newRoot(streams genericiooptions.IOStreams) *cobra.Command {
	root := &cobra.Command{
		Use:   "kubectl-nautes",
		Short: "Build and look after products, environments and runtimes of Nautes",
		Long: longDesc(`
			Build and look after products, environments and runtimes of Nautes.

			What you declare are native resources; a webhook in the cluster holds whoever writes them to the rules.`),
		Annotations:       map[string]string{cobra.CommandDisplayNameAnnotation: displayName},
		SilenceErrors:     true,
		SilenceUsage:      true,
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error { return prepare(cmd) },
	}
	root.SetIn(streams.In)
	root.SetOut(streams.Out)
	root.SetErr(streams.ErrOut)
	config := addGlobalFlags(root)
	addCommands(root, config, streams)
	return root
}

// addCommands adds the commands, in the groups in which help lists them.
func addCommands(root *cobra.Command, config genericclioptions.RESTClientGetter, streams genericiooptions.IOStreams) {
	groups := templates.CommandGroups{
		{Message: "Change what is live:", Commands: []*cobra.Command{
			newApply(config, streams),
			newCreate(config, streams),
			newDelete(config, streams),
			newClusterCommand(config, streams),
			newBypass(config, streams),
			newWait(config, streams),
		}},
		{Message: "See what is there:", Commands: []*cobra.Command{
			newGet(config, streams),
			newStatus(config, streams),
			newTree(config, streams),
			newRefs(config, streams),
		}},
		{Message: "Ask about what is there:", Commands: []*cobra.Command{
			newAccess(config, streams),
			newTriggers(config, streams),
			newCanUse(config, streams),
			newURLs(config, streams),
			newComponents(streams),
		}},
		{Message: "Look before you change:", Commands: []*cobra.Command{
			newValidate(config, streams),
			newPlan(config, streams),
			newDiff(config, streams),
			newAudit(config, streams),
			newPolicy(config, streams),
			newExplain(config, streams),
		}},
		{Message: "Write manifests:", Commands: []*cobra.Command{
			newNew(config, streams),
			newConvert(config, streams),
		}},
		{Message: "When something is wrong:", Commands: []*cobra.Command{
			newDoctor(config, streams),
			newReport(config, streams),
		}},
	}
	groups.Add(root)
	root.AddCommand(newVersion(config, streams), newCompletion(streams), newExitCodes(), newOptions())
	templates.ActsAsRootCommand(root, []string{"options"}, groups...)
	dressUsage(root)
	addCompletions(root, config)
}

// addGlobalFlags adds the flags that every command takes: those of kubectl, -p as another name of -n, and -v.
func addGlobalFlags(root *cobra.Command) *genericclioptions.ConfigFlags {
	const keepLoader = true
	config := genericclioptions.NewConfigFlags(keepLoader).WithWrapConfigFn(func(c *rest.Config) *rest.Config {
		c.QPS = -1 // the API server has its own rules of fairness
		c.UserAgent = "kubectl-nautes/" + clientVersion().Version
		return withoutPasswordInHost(c)
	})
	config.CacheDir = nil // nothing is discovered, so nothing is cached
	flags := root.PersistentFlags()
	config.AddFlags(flags)
	flags.StringVarP(config.Namespace, productFlag, "p", "", "The product to work in; its namespace has its name, so this is the same as --namespace")
	addLogFlag(flags)
	addColorFlag(flags)
	return config
}

// withoutPasswordInHost moves credentials out of the address, which errors and -v=6 and above show, to where they are
// masked.
func withoutPasswordInHost(c *rest.Config) *rest.Config {
	address, err := url.Parse(c.Host)
	if err != nil || address.User == nil {
		return c
	}
	if password, given := address.User.Password(); given && c.Username == "" && c.BearerToken == "" {
		c.Username, c.Password = address.User.Username(), password
	}
	address.User = nil
	c.Host = address.String()
	return c
}

const productFlag = "product"

// prepare is what comes before every command.
func prepare(cmd *cobra.Command) error {
	if err := directLogs(cmd); err != nil {
		return err
	}
	return checkProduct(cmd)
}

// checkProduct refuses two names for one thing.
func checkProduct(cmd *cobra.Command) error {
	flags := cmd.InheritedFlags() // can-use has a --namespace of its own
	if flags.Changed(productFlag) && flags.Changed("namespace") {
		return errors.New("--product and --namespace mean the same (give one of them)")
	}
	return nil
}

// exitCodes is the topic of help about them.
const exitCodes = "exit-codes"

func newExitCodes() *cobra.Command {
	cmd := &cobra.Command{Use: exitCodes, Short: "What the exit codes mean", Long: exitcode.Help()}
	// kubectl's template leaves out the end of the last line where no usage follows.
	cmd.SetHelpFunc(func(cmd *cobra.Command, _ []string) {
		_, _ = io.WriteString(cmd.OutOrStdout(), cmd.Long) // to a stream of a person
	})
	return cmd
}

// newOptions lists the global flags, which the help of the other commands leaves out, as kubectl has it.
func newOptions() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "options",
		Short: "Print the flags that every command takes",
		Args:  cobra.NoArgs,
		Run:   func(cmd *cobra.Command, _ []string) { _ = cmd.Usage() }, // to a stream of a person
	}
	templates.UseOptionsTemplates(cmd)
	return cmd
}

// printError prints what is left to say, each wrong thing on a line of its own.
func printError(w io.Writer, err error) {
	message := exitcode.Message(err)
	if message == "" {
		return
	}
	var wrong manifest.Errors
	if errors.As(err, &wrong) {
		message = strings.ReplaceAll(message, "\n", "\nerror: ")
	}
	fmt.Fprintf(w, "error: %s\n", message)
}
