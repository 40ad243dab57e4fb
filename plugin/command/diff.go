// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"context"
	"errors"
	"fmt"
	"os"
	osexec "os/exec"
	"strings"

	"github.com/spf13/cobra"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/genericiooptions"
	kubectldiff "k8s.io/kubectl/pkg/cmd/diff"
	"k8s.io/kubectl/pkg/util/templates"
	"k8s.io/utils/exec"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/pkg/report"
	"github.com/nautes-labs/kubectl-nautes/plugin/exitcode"
)

// diffOptions is what one run of diff works on.
type diffOptions struct {
	genericiooptions.IOStreams
	config  genericclioptions.RESTClientGetter
	connect func() (comparedCluster, error)
	files   files
}

func newDiff(config genericclioptions.RESTClientGetter, streams genericiooptions.IOStreams) *cobra.Command {
	return (&diffOptions{
		IOStreams: streams, config: config,
		connect: func() (comparedCluster, error) { return connectReader(config) },
	}).command()
}

func (o *diffOptions) command() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "diff -f FILENAME",
		Short: "Show what apply would change",
		Long: longDesc(`
			Show what apply would change of what is live, object by object, as a unified diff.

			The server says what it would make of an object. Where it does not, because the rules deny the object as
			long as the others are not applied, or because the user may not change it, the object is merged here
			instead, with a note. An object that is not there yet is shown whole, with the defaults of its schema.

			What the rules say about the whole set, on top of what is live, goes to stderr and does not change the
			exit code.

			Exit codes: 0 no difference, 1 differences, greater than 1 an error. The program is diff -u -N; the
			environment variable KUBECTL_EXTERNAL_DIFF names another one, as for kubectl diff.`),
		Example: templates.Examples(`
			# What would change
			kubectl nautes diff -f demo/

			# In colour
			KUBECTL_EXTERNAL_DIFF="colordiff -N -u" kubectl nautes diff -f demo/`),
		Args:              func(cmd *cobra.Command, args []string) error { return asDiffError(noArgs(cmd, args)) },
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error { return asDiffError(prepare(cmd)) },
		RunE:              func(cmd *cobra.Command, _ []string) error { return asDiffError(o.run(cmd.Context())) },
	}
	cmd.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		if cmd.HasParent() {
			err = cmd.Parent().FlagErrorFunc()(cmd, err)
		}
		return asDiffError(err)
	})
	o.files.addFlags(cmd)
	return cmd
}

// asDiffError moves errors out of the way of exit code 1, which says that there are differences.
func asDiffError(err error) error {
	if exitcode.Message(err) == "" || exitcode.Of(err) != exitcode.Failed {
		return err
	}
	return exitcode.With(exitcode.DiffFailed, err)
}

func (o *diffOptions) run(ctx context.Context) error {
	if err := findDiffProgram(); err != nil {
		return err
	}
	members, err := o.files.read(ctx, o.config, o.In)
	if err != nil {
		return err
	}
	c, err := o.connect()
	if err != nil {
		return err
	}
	base, err := look(ctx, c, members, o.ErrOut)
	if err != nil {
		return err
	}
	r, err := judgeOn(ctx, c, members, base, o.ErrOut)
	if err != nil {
		return err
	}
	compared, err := compare(ctx, c, members, base)
	if err != nil {
		return err
	}
	if err := o.explain(r, compared); err != nil {
		return err
	}
	return o.show(compared)
}

// findDiffProgram refuses to start when the program that shows the differences is not there.
func findDiffProgram() error {
	program, _, _ := strings.Cut(os.Getenv("KUBECTL_EXTERNAL_DIFF"), " ")
	if program == "" {
		program = "diff"
	}
	if _, err := osexec.LookPath(program); err != nil {
		return fmt.Errorf("find program %q: %w (install diffutils, or name another program in the environment variable KUBECTL_EXTERNAL_DIFF)", program, err)
	}
	return nil
}

// explain says on stderr what was not asked of the server, and what the rules say.
func (o *diffOptions) explain(r *report.Report, compared []*comparison) error {
	denied := map[catalog.ID]bool{}
	for _, finding := range r.Findings {
		denied[finding.ID] = denied[finding.ID] || finding.Action == policy.Deny
	}
	for _, c := range compared {
		if note := c.note(denied[c.id]); note != "" {
			fmt.Fprintf(o.ErrOut, "Note: %s: %s\n", c.id, note)
		}
	}
	if len(r.Findings) == 0 && r.NotJudged == nil {
		return nil
	}
	if err := report.Findings()[0].Write(o.ErrOut, r); err != nil {
		return fmt.Errorf("write findings: %w", err)
	}
	fmt.Fprintln(o.ErrOut, r.Summary())
	return nil
}

// show hands both versions of all objects to the program.
func (o *diffOptions) show(compared []*comparison) error {
	differ, err := kubectldiff.NewDiffer("LIVE", "MERGED")
	if err != nil {
		return fmt.Errorf("make folders to compare: %w", err)
	}
	defer differ.TearDown()
	for _, c := range compared {
		if err := differ.Diff(c, kubectldiff.Printer{}, false, false); err != nil {
			return fmt.Errorf("write %s to compare: %w", c.id, err)
		}
	}
	err = differ.Run(&kubectldiff.DiffProgram{Exec: exec.New(), IOStreams: o.IOStreams})
	var exit exec.ExitError
	if errors.As(err, &exit) && exit.ExitStatus() == 1 {
		return exitcode.Silent(exitcode.Differs)
	}
	return err
}
