// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"github.com/spf13/cobra"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/genericiooptions"
	"k8s.io/kubectl/pkg/util/templates"

	"github.com/nautes-labs/kubectl-nautes/plugin/bundle"
	"github.com/nautes-labs/kubectl-nautes/plugin/live"
)

// reportOptions is what one run of report works on.
type reportOptions struct {
	genericiooptions.IOStreams
	doctor doctorOptions
	file   string
}

func newReport(config genericclioptions.RESTClientGetter, streams genericiooptions.IOStreams) *cobra.Command {
	return (&reportOptions{
		IOStreams: streams,
		doctor:    doctorOptions{IOStreams: streams, config: config, kubectl: kubectlVersion, now: time.Now},
	}).command()
}

func (o *reportOptions) command() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "report [-o FILE] [-p PRODUCT]",
		Short: "Gather what somebody who helps wants to see, without secrets",
		Long: longDesc(`
			Gather what somebody who helps wants to see into an archive: versions, what doctor finds, the rules in
			force, objects of our kinds, Events, the registration, Deployments and pods of our own, and the ends of
			their logs, as far as you may read them. With -p, of that product alone.

			Secrets are not read. Whatever looks like one elsewhere is taken out: tokens, passwords, keys, credentials
			in addresses, kubeconfigs, the environment of pods. What is not: names, addresses, what people wrote. Look
			into it before you give it away.

			What is in it is listed on standard output, and what could not be had on standard error. A file that is
			there is not written over.`),
		Example: templates.Examples(`
			# All that you may see
			kubectl nautes report -o report.tar.gz

			# One product
			kubectl nautes report -o demo.tar.gz -p demo`),
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return o.run(cmd.Context()) },
	}
	cmd.Flags().StringVarP(&o.file, "output", "o", "", "File to write, a gzipped tar; nautes-report-TIME.tar.gz if left out")
	if err := cmd.MarkFlagFilename("output", "tar.gz", "tgz"); err != nil {
		panic(err) // the flag is defined above
	}
	return cmd
}

func (o *reportOptions) run(ctx context.Context) error {
	now := o.doctor.now()
	if o.file == "" {
		o.file = "nautes-report-" + now.UTC().Format("20060102-150405") + ".tar.gz"
	}
	file, err := os.OpenFile(o.file, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s is there already (name another file with -o)", o.file)
	}
	if err != nil {
		return fmt.Errorf("make file: %w", err)
	}
	contents, err := o.write(ctx, file, now)
	if failed := file.Close(); err == nil {
		err = failed
	}
	if err != nil {
		return interruptible(ctx, errors.Join(err, os.Remove(o.file)))
	}
	for _, written := range contents.Files {
		fmt.Fprintf(o.Out, "%8d  %s\n", written.Size, written.Name)
	}
	for _, gap := range contents.Missing {
		fmt.Fprintf(o.ErrOut, "Note: not in it: %s: %s\n", gap.What, gap.Why)
	}
	fmt.Fprintf(o.ErrOut, "wrote %s: %d files; look into it before you give it away\n", o.file, len(contents.Files))
	return nil
}

// write gathers and writes.
func (o *reportOptions) write(ctx context.Context, file *os.File, now time.Time) (*bundle.Contents, error) {
	d, err := o.doctor.doctor()
	if err != nil {
		return nil, err
	}
	v := &versions{Client: clientVersion()}
	v.Client.Rules = d.Rules
	b := &bundle.Bundle{Product: d.Product, Versions: v, Now: now, Unasked: d.ConnectErr}
	if reader, connected := d.Cluster.(*reader); connected {
		b.Cluster = reader
		server, err := reader.Version(ctx)
		if live.ReasonOf(err) == live.Unreachable {
			b.Cluster, b.Unasked = nil, err
		}
		v.Server = server
		if b.Cluster != nil {
			b.Rules, _ = reader.Published(ctx) // doctor says why not
		}
	}
	b.Doctor = d.Examine(ctx)
	return b.Write(ctx, file)
}
