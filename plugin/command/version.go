// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/genericiooptions"
	"k8s.io/kubectl/pkg/util/templates"

	"github.com/nautes-labs/kubectl-nautes/pkg/report"
	"github.com/nautes-labs/kubectl-nautes/plugin/live"
)

// version is set by the linker; where it is empty the module's own version counts.
var version string

// build says which program this is.
type build struct {
	Version   string `json:"version"`
	Revision  string `json:"revision,omitempty"`
	GoVersion string `json:"goVersion"`
	Platform  string `json:"platform"`
	// Rules is the hash of the rules that the program carries; empty where nobody asked for it.
	Rules string `json:"rules,omitempty"`
}

// clientVersion is what is known about this program.
func clientVersion() build {
	b := build{Version: version, GoVersion: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return b
	}
	if b.Version == "" {
		b.Version = info.Main.Version
	}
	for _, setting := range info.Settings {
		if setting.Key == "vcs.revision" {
			b.Revision = setting.Value
		}
	}
	return b
}

// versions are those of all that takes part.
type versions struct {
	Client build `json:"clientVersion"`
	// Server is nil where it was not asked.
	Server *live.Version `json:"serverVersion,omitempty"`
}

// versionOptions is what one run of version works on.
type versionOptions struct {
	genericiooptions.IOStreams
	config     genericclioptions.RESTClientGetter
	clientOnly bool
	output     string
}

func newVersion(config genericclioptions.RESTClientGetter, streams genericiooptions.IOStreams) *cobra.Command {
	o := &versionOptions{IOStreams: streams, config: config}
	cmd := &cobra.Command{
		Use:   "version",
		Short: "Print the versions of this program and of the cluster",
		Long: longDesc(`
			Print the versions of this program, the cluster and the webhook, and the hashes of their rules.

			Programs whose rules have the same hash judge alike, but for what the operator of the cluster has added.`),
		Example: templates.Examples(`
			# This program alone
			kubectl nautes version --client`),
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return o.run(cmd.Context()) },
	}
	cmd.Flags().BoolVar(&o.clientOnly, "client", false, "Print the version of this program only; no cluster is asked")
	cmd.Flags().StringVarP(&o.output, "output", "o", versionFormats()[0].Name, "Output format: "+versionFormats().Names())
	return cmd
}

func (o *versionOptions) run(ctx context.Context) error {
	format, err := versionFormats().Find(o.output)
	if err != nil {
		return err
	}
	v := &versions{Client: clientVersion()}
	engine, err := builtInEngine()
	if err != nil {
		return err
	}
	v.Client.Rules = engine.Hash()
	if !o.clientOnly {
		if v.Server, err = o.server(ctx); err != nil {
			// Without a cluster the program's own version still is an answer.
			return errors.Join(err, format.Write(o.Out, v))
		}
		noteOtherRules(o.ErrOut, v.Client.Rules, v.Server.Rules)
	}
	return format.Write(o.Out, v)
}

func (o *versionOptions) server(ctx context.Context) (*live.Version, error) {
	cluster, err := connectReader(o.config)
	if err != nil {
		return nil, err
	}
	return cluster.Version(ctx)
}

func versionFormats() report.Formats[*versions] {
	return report.Formats[*versions]{
		{Name: "text", Write: func(w io.Writer, v *versions) error { return v.text(w) }},
		report.JSON[*versions](), report.YAML[*versions](),
	}
}

func (v *versions) text(w io.Writer) error {
	lines := [][2]string{{"Client Version", v.Client.Version}, {"Client Rules", v.Client.Rules}}
	if v.Server != nil {
		lines = append(lines, [][2]string{
			{"Server Version", v.Server.Kubernetes}, {"Webhook Version", v.Server.Webhook},
			{"Webhook Rules", v.Server.Rules}, {"Operator's Rules", v.Server.OwnRules},
		}...)
	}
	for _, line := range lines {
		if line[1] == "" {
			continue
		}
		if _, err := fmt.Fprintf(w, "%s: %s\n", line[0], line[1]); err != nil {
			return err
		}
	}
	return nil
}
