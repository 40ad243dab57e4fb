// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"time"

	"github.com/spf13/cobra"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/genericiooptions"
	"k8s.io/kubectl/pkg/util/templates"

	"github.com/nautes-labs/kubectl-nautes/manifests"
	"github.com/nautes-labs/kubectl-nautes/plugin/doctor"
	"github.com/nautes-labs/kubectl-nautes/plugin/exitcode"
)

// doctorOptions is what one run of doctor works on.
type doctorOptions struct {
	genericiooptions.IOStreams
	config  genericclioptions.RESTClientGetter
	kubectl func(context.Context) (string, error)
	now     func() time.Time
	output  string
}

func newDoctor(config genericclioptions.RESTClientGetter, streams genericiooptions.IOStreams) *cobra.Command {
	return (&doctorOptions{IOStreams: streams, config: config, kubectl: kubectlVersion, now: time.Now}).command()
}

func (o *doctorOptions) command() *cobra.Command {
	formats := doctor.Formats()
	cmd := &cobra.Command{
		Use:   "doctor [-p PRODUCT]",
		Short: "Check the installation, and what you may do",
		Long: longDesc(`
			Check the installation: whether the cluster answers, its version, kubectl's and this program's, the CRDs,
			the webhook with its certificate and rules, the controller, and what you may do; with -p, in that product.

			"warn" is what may get in your way or could not be looked at, "fail" what keeps the installation from
			working. Nothing is changed: whether the webhook answers is found out by a dry run that the rules refuse.

			Exit codes: 0 nothing failed, 1 something failed.`),
		Example: templates.Examples(`
			# What is wrong here?
			kubectl nautes doctor

			# What may I do in product demo?
			kubectl nautes doctor -p demo

			# For a script
			kubectl nautes doctor -o json`),
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return o.run(cmd.Context()) },
	}
	cmd.Flags().StringVarP(&o.output, "output", "o", formats[0].Name, "Output format: "+formats.Names())
	return cmd
}

func (o *doctorOptions) run(ctx context.Context) error {
	format, err := doctor.Formats().Find(o.output)
	if err != nil {
		return err
	}
	d, err := o.doctor()
	if err != nil {
		return err
	}
	found := d.Examine(ctx)
	if err := format.Write(o.Out, found); err != nil {
		return fmt.Errorf("write what was found: %w", err)
	}
	fmt.Fprintln(o.ErrOut, found.Summary())
	switch {
	case ctx.Err() != nil:
		return exitcode.Silent(exitcode.Interrupted)
	case found.Count(doctor.Fail) > 0:
		return exitcode.Silent(exitcode.Failed)
	}
	return nil
}

// doctor is one for the cluster of the kubeconfig, if there is any.
func (o *doctorOptions) doctor() (*doctor.Doctor, error) {
	engine, err := builtInEngine()
	if err != nil {
		return nil, err
	}
	crds, err := manifests.CRDs()
	if err != nil {
		return nil, err
	}
	d := &doctor.Doctor{
		Plugin: clientVersion().Version, Rules: engine.Hash(), CRDs: crds,
		Kubectl: o.kubectl, Dial: doctor.DialTLS, Now: o.now(),
	}
	var cluster *reader
	if d.Product, cluster, d.ConnectErr = o.connect(); d.ConnectErr == nil {
		d.Cluster = cluster
	}
	return d, nil
}

// connect finds the cluster, and the product that a flag names: a namespace that merely is the current one need not be
// a product.
func (o *doctorOptions) connect() (string, *reader, error) {
	name, given, err := product(o.config)
	if err != nil {
		return "", nil, err
	}
	if !given {
		name = ""
	}
	cluster, err := connectReader(o.config)
	return name, cluster, err
}

// kubectlVersion asks the kubectl on PATH; where there is none it is empty.
func kubectlVersion(ctx context.Context) (string, error) {
	path, err := exec.LookPath("kubectl")
	if errors.Is(err, exec.ErrNotFound) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("find kubectl: %w", err)
	}
	text, err := exec.CommandContext(ctx, path, "version", "--client", "--output=json").Output()
	if err != nil {
		return "", fmt.Errorf("ask kubectl for its version: %w", err)
	}
	var said struct {
		ClientVersion struct {
			GitVersion string `json:"gitVersion"`
		} `json:"clientVersion"`
	}
	if err := json.Unmarshal(text, &said); err != nil {
		return "", fmt.Errorf("read the version of kubectl: %w", err)
	}
	return said.ClientVersion.GitVersion, nil
}
