// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"time"

	"github.com/spf13/cobra"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/genericiooptions"
)

// writing is what every command that writes to the cluster takes.
type writing struct {
	genericiooptions.IOStreams
	config  genericclioptions.RESTClientGetter
	files   files
	bypass  bypass
	dryRun  dryRun
	printer *printer
	wait    bool
	timeout time.Duration
}

func newWriting(config genericclioptions.RESTClientGetter, streams genericiooptions.IOStreams) writing {
	return writing{IOStreams: streams, config: config, printer: newPrinter(streams.Out)}
}

// addFlags adds the flags that are the same for all; --wait and --timeout mean to each command what it waits for.
func (w *writing) addFlags(cmd *cobra.Command) {
	w.files.addFlags(cmd)
	w.bypass.addFlags(cmd.Flags())
	w.dryRun.addFlags(cmd.Flags())
	w.printer.addFlags(cmd)
}

func (w *writing) validate() error {
	if err := w.dryRun.validate(); err != nil {
		return err
	}
	if err := checkTimeout(w.timeout); err != nil {
		return err
	}
	if err := w.printer.check(); err != nil {
		return err
	}
	w.printer.note = w.dryRun.note()
	return w.bypass.validate(w.ErrOut)
}
