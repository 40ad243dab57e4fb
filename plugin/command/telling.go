// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"fmt"

	"k8s.io/cli-runtime/pkg/genericiooptions"

	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/pkg/report"
	"github.com/nautes-labs/kubectl-nautes/plugin/exitcode"
)

// tell writes a report, with its summary beside it, and ends the command by what was found.
func tell(streams genericiooptions.IOStreams, format report.Format[*report.Report], r *report.Report) error {
	if err := format.Write(streams.Out, r); err != nil {
		return fmt.Errorf("write findings: %w", err)
	}
	fmt.Fprintln(streams.ErrOut, r.Summary())
	switch {
	case r.Count(report.Failed) > 0:
		return exitcode.Silent(exitcode.Failed)
	case r.Count(policy.Deny) > 0:
		return exitcode.Silent(exitcode.Denied)
	}
	return nil
}
