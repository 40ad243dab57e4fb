// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/genericiooptions"
	"k8s.io/kubectl/pkg/util/templates"

	"github.com/nautes-labs/kubectl-nautes/pkg/manifest"
	"github.com/nautes-labs/kubectl-nautes/plugin/live"
	"github.com/nautes-labs/kubectl-nautes/plugin/set"
)

// clusterUnregisterOptions is what one run of cluster unregister works on.
type clusterUnregisterOptions struct {
	deleteOptions
}

func newClusterUnregister(config genericclioptions.RESTClientGetter, streams genericiooptions.IOStreams) *cobra.Command {
	o := &clusterUnregisterOptions{deleteOptions{writing: newWriting(config, streams)}}
	o.wait = true // the controller may need the Secret until the Cluster is gone
	cmd := &cobra.Command{
		Use:   "unregister NAME",
		Short: "Delete a cluster that nothing uses any more, and its Secret",
		Long: longDesc(`
			Delete a Cluster, wait until it is gone, and delete the Secret with its kubeconfig, unless another program
			made that. While something uses the cluster, the rules deny it, and name what does. The cluster itself stays
			as it is.

			With -i rules that can be skipped are, as by "kubectl nautes delete".

			Exit codes: see "kubectl nautes help exit-codes".`),
		Example: templates.Examples(`
			# See whether something uses it
			kubectl nautes cluster unregister demo-test --dry-run=client

			# Nautes shall know nothing of it any more
			kubectl nautes cluster unregister demo-test`),
		Args: oneName,
		RunE: func(cmd *cobra.Command, args []string) error { return o.run(cmd.Context(), args[0]) },
	}
	o.bypass.addFlags(cmd.Flags())
	o.dryRun.addFlags(cmd.Flags())
	o.printer.addFlags(cmd)
	cmd.Flags().DurationVar(&o.timeout, "timeout", defaultTimeout, "How long to wait for the Cluster to be gone; 0 is without end")
	return cmd
}

func (o *clusterUnregisterOptions) run(ctx context.Context, name string) error {
	if err := o.validate(); err != nil {
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
	schemas, err := builtInSchemas()
	if err != nil {
		return err
	}
	members, err := set.New([]*manifest.Document{{Object: object}}, schemas, nil)
	if err != nil {
		return err
	}
	if err := o.delete(ctx, members, cluster); err != nil {
		return err
	}
	return interruptible(ctx, o.deleteSecret(ctx, cluster.Cluster, object))
}

// deleteSecret deletes the Secret that a Cluster named, if it is ours, and says what became of it.
func (o *clusterUnregisterOptions) deleteSecret(ctx context.Context, cluster *live.Cluster, object *unstructured.Unstructured) error {
	name, _, err := unstructured.NestedString(object.Object, "spec", "kubeconfigSecretRef", "name")
	if err != nil || name == "" {
		return nil //nolint:nilerr // it names no Secret
	}
	secret, err := cluster.KubeconfigSecret(ctx, name)
	switch {
	case err != nil:
		return fmt.Errorf("the Cluster is deleted, and its Secret stays: %w", err)
	case secret == nil:
		return nil
	case !secret.Ours:
		fmt.Fprintf(o.ErrOut, "Note: Secret nautes-system/%s stays: another program made it\n", name)
		return nil
	case o.dryRun == dryRunNone:
		if err := cluster.DeleteKubeconfigSecret(ctx, secret); err != nil {
			return fmt.Errorf("the Cluster is deleted, and its Secret stays: %w", err)
		}
	}
	fmt.Fprintf(o.ErrOut, "Secret nautes-system/%s deleted%s\n", name, o.dryRun.note())
	return nil
}
