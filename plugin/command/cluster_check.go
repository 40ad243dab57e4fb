// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"cmp"
	"context"
	"fmt"

	"github.com/spf13/cobra"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/genericiooptions"
	"k8s.io/kubectl/pkg/util/templates"

	"github.com/nautes-labs/kubectl-nautes/pkg/manifest/legacy"
	"github.com/nautes-labs/kubectl-nautes/plugin/exitcode"
	"github.com/nautes-labs/kubectl-nautes/plugin/live"
	"github.com/nautes-labs/kubectl-nautes/plugin/registration"
)

// clusterCheckOptions is what one run of cluster check works on.
type clusterCheckOptions struct {
	genericiooptions.IOStreams
	config genericclioptions.RESTClientGetter
	output string
}

func newClusterCheck(config genericclioptions.RESTClientGetter, streams genericiooptions.IOStreams) *cobra.Command {
	o := &clusterCheckOptions{IOStreams: streams, config: config}
	formats := registration.Formats()
	cmd := &cobra.Command{
		Use:   "check NAME",
		Short: "Check that a registered cluster can be used",
		Long: longDesc(`
			Check that a registered cluster can be used: with the kubeconfig in its Secret it is asked whether it
			answers, what Nautes may do there, and whether the namespaces of its components are there. It takes the
			permission to read that Secret; what it holds is never printed.

			Exit codes: 0 it can be used, 1 it can not, or an error.`),
		Example: templates.Examples(`
			# Does it still answer, and may Nautes do there what it has to?
			kubectl nautes cluster check demo-test`),
		Args: oneName,
		RunE: func(cmd *cobra.Command, args []string) error { return o.run(cmd.Context(), args[0]) },
	}
	cmd.Flags().StringVarP(&o.output, "output", "o", formats[0].Name, "Output format: "+formats.Names())
	return cmd
}

func (o *clusterCheckOptions) run(ctx context.Context, name string) error {
	format, err := registration.Formats().Find(o.output)
	if err != nil {
		return err
	}
	cluster, err := connectReader(o.config)
	if err != nil {
		return err
	}
	object, err := fetchCluster(ctx, cluster.Cluster, name)
	if err != nil {
		return err
	}
	subject, err := subjectOf(object)
	if err != nil {
		return err
	}
	result, err := o.look(ctx, cluster.Cluster, subject)
	if err != nil {
		return interruptible(ctx, err)
	}
	if err := format.Write(o.Out, result); err != nil {
		return fmt.Errorf("write checks: %w", err)
	}
	if result.Failed() {
		return exitcode.Silent(exitcode.Failed)
	}
	return nil
}

// look checks the cluster, as far as its kubeconfig can be had.
func (o *clusterCheckOptions) look(ctx context.Context, cluster *live.Cluster, subject *registration.Subject) (*registration.Result, error) {
	unchecked := func(state registration.State, found, mend string) *registration.Result {
		return &registration.Result{Cluster: subject.Name, Checks: []registration.Check{{What: "kubeconfig", State: state, Found: found, Mend: mend}}}
	}
	reference := subject.Spec.KubeconfigSecretRef
	if reference == nil {
		return unchecked(registration.Skipped, "the Cluster names no Secret: Nautes itself has the kubeconfig of a virtual cluster", ""), nil
	}
	key := cmp.Or(reference.Key, legacy.NewKubeconfig("", nil).Key)
	content, err := cluster.Kubeconfig(ctx, reference.Name, key)
	switch live.ReasonOf(err) {
	case live.Absent:
		return unchecked(registration.Skipped, err.Error()+": the controller takes it away once it is in Vault", ""), nil
	case live.Forbidden:
		return unchecked(registration.Skipped, err.Error(), "Ask somebody who may read Secrets in nautes-system."), nil
	}
	if err != nil {
		return nil, err
	}
	k, err := registration.Parse(content)
	if err != nil {
		return unchecked(registration.Fail, err.Error(), fmt.Sprintf("Put a kubeconfig under the key %s of Secret %s.", key, reference.Name)), nil
	}
	return subject.Look(ctx, k)
}
