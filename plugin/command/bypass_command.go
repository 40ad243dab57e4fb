// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"github.com/spf13/cobra"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/genericiooptions"
)

func newBypass(config genericclioptions.RESTClientGetter, streams genericiooptions.IOStreams) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "bypass",
		Short: "Show where rules are skipped, and end it",
		Long: longDesc(`
			Show where rules are skipped, and end it.

			Rules are skipped for an object by an annotation on it: "kubectl nautes apply -i" puts it there where a rule
			denies, "kubectl nautes delete -i" for the time of the deletion.`),
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newBypassList(config, streams), newBypassClear(config, streams))
	return cmd
}
