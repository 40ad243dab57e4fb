// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"k8s.io/cli-runtime/pkg/genericiooptions"
	"k8s.io/kubectl/pkg/util/templates"

	"github.com/nautes-labs/kubectl-nautes/manifests"
	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/plugin/exitcode"
	"github.com/nautes-labs/kubectl-nautes/plugin/regotest"
	"github.com/nautes-labs/kubectl-nautes/policies"
)

// policyTestOptions is what one run of policy test works on.
type policyTestOptions struct {
	genericiooptions.IOStreams
	paths   []string
	filter  string
	verbose bool
}

func newPolicyTest(streams genericiooptions.IOStreams) *cobra.Command {
	o := &policyTestOptions{IOStreams: streams}
	cmd := &cobra.Command{
		Use:   "test FILE|FOLDER...",
		Short: "Check rules of your own and run their tests",
		Long: longDesc(`
			Check rules of your own as the webhook does before it takes them, and run their tests.

			The files are those that a ConfigMap labelled as a policy would hold, and beside them tests named
			*_test.rego. Tests find what is built in: data.nautes.lib, its fixtures, the rules, and the data documents
			unless a file replaces them. A built-in function that fails fails its test. No cluster is asked.

			Exit codes: 0 all tests pass, 1 the rules can not be taken, 2 tests fail.`),
		Example: templates.Examples(`
			# All tests in a folder
			kubectl nautes policy test rules/

			# Those about names, one line each
			kubectl nautes policy test rules/ --run naming --verbose`),
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.paths = args
			return o.run(cmd.Context())
		},
	}
	cmd.Flags().StringVar(&o.filter, "run", "", "Run only tests whose names, with their packages, match this regular expression")
	cmd.Flags().BoolVar(&o.verbose, "verbose", false, "Print tests that pass, too, and how long each took")
	return cmd
}

func (o *policyTestOptions) run(ctx context.Context) error {
	files, err := regotest.ReadFiles(o.paths)
	if err != nil {
		return err
	}
	if err := checkOwn(ctx, files); err != nil {
		return err
	}
	results, err := regotest.Run(ctx, policies.FS(), files, o.filter)
	if err != nil {
		return err
	}
	if len(results) == 0 && o.filter != "" {
		return fmt.Errorf("no test matches --run %q", o.filter)
	}
	return o.print(results)
}

// checkOwn takes the rules as the webhook would.
func checkOwn(ctx context.Context, files regotest.Files) error {
	engine, err := builtInEngine()
	if err != nil {
		return err
	}
	objects, err := sampleObjects()
	if err != nil {
		return err
	}
	own, err := engine.ReadOwn(ctx, "own", files, catalog.New(objects...))
	if err != nil {
		return err
	}
	_, err = engine.With(ctx, own)
	return err
}

// sampleObjects are those that rules are tried on and measured by where no others are given.
func sampleObjects() ([]*catalog.Object, error) {
	contents, err := manifests.Samples()
	if err != nil {
		return nil, err
	}
	objects := make([]*catalog.Object, len(contents))
	for i, content := range contents {
		if objects[i], err = catalog.NewObject(content.Object); err != nil {
			return nil, fmt.Errorf("read samples: %w", err)
		}
	}
	return objects, nil
}

// print writes the failures, and on request all, to stdout, and the sum of them to stderr.
func (o *policyTestOptions) print(results []regotest.Result) error {
	passed, failed, skipped := 0, 0, 0
	for _, r := range results {
		word := "FAIL"
		switch {
		case r.Passed:
			word = "PASS"
			passed++
		case r.Skipped:
			word = "SKIP"
			skipped++
		default:
			failed++
		}
		if r.Passed && !o.verbose {
			continue
		}
		if err := o.printOne(word, r); err != nil {
			return err
		}
	}
	summary := fmt.Sprintf("%d tests: %d passed, %d failed", len(results), passed, failed)
	if skipped > 0 {
		summary += fmt.Sprintf(", %d skipped", skipped)
	}
	fmt.Fprintln(o.ErrOut, summary)
	if failed > 0 {
		return exitcode.Silent(exitcode.Denied)
	}
	return nil
}

func (o *policyTestOptions) printOne(word string, r regotest.Result) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s: %s", word, r.Location, r.Name)
	if o.verbose {
		fmt.Fprintf(&b, " (%s)", r.Duration.Round(time.Microsecond))
	}
	b.WriteByte('\n')
	if r.Err != nil {
		b.WriteString(indented(r.Err.Error()))
	}
	if r.Output != "" {
		b.WriteString(indented(r.Output))
	}
	_, err := io.WriteString(o.Out, b.String())
	return err
}
