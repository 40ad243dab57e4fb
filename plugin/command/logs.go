// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"flag"
	"fmt"
	"io"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"k8s.io/klog/v2"
)

// verbosityFlag says how much of what the libraries log is shown.
const verbosityFlag = "v"

func addLogFlag(flags *pflag.FlagSet) {
	flags.AddGoFlag(logFlags().Lookup(verbosityFlag))
}

// logFlags are the flags of the log that the libraries of Kubernetes write to.
func logFlags() *flag.FlagSet {
	flags := flag.NewFlagSet("klog", flag.ContinueOnError)
	klog.InitFlags(flags)
	return flags
}

// directLogs shows on stderr what the libraries log to those who ask for it with -v. For all others it is none of their
// business: the client logs as an error, for example, that a request was broken off because another one had failed.
func directLogs(cmd *cobra.Command) error {
	shown := false
	if verbosity := cmd.Flags().Lookup(verbosityFlag); verbosity != nil {
		shown = verbosity.Value.String() != "0"
	}
	// Whatever is not shown goes to the output below, but for what is above this threshold.
	if err := logFlags().Set("stderrthreshold", "FATAL"); err != nil {
		return fmt.Errorf("set up logs: %w", err)
	}
	klog.SetOutput(io.Discard)
	klog.LogToStderr(shown)
	return nil
}
