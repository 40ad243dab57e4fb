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

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/plugin/live"
)

func newClusterCommand(config genericclioptions.RESTClientGetter, streams genericiooptions.IOStreams) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "cluster",
		Short: "Register clusters, check and unregister them",
		Long: longDesc(`
			Register the clusters that runtimes run on, check those that are registered, and unregister them.

			A cluster is a Cluster, and, unless Nautes makes it, a Secret with its kubeconfig.`),
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newClusterRegister(config, streams), newClusterCheck(config, streams), newClusterUnregister(config, streams))
	return cmd
}

// fetchCluster reads a Cluster that has to be there.
func fetchCluster(ctx context.Context, cluster *live.Cluster, name string) (*unstructured.Unstructured, error) {
	id := catalog.ID{Kind: catalog.Cluster, Name: name}
	found, err := cluster.Fetch(ctx, []catalog.ID{id})
	if err != nil {
		return nil, interruptible(ctx, err)
	}
	if err := found.Unreadable[id]; err != nil {
		return nil, err
	}
	if found.Objects[id] == nil {
		return nil, fmt.Errorf("there is no cluster %q (to see clusters: kubectl get clusters.%s)", name, catalog.Group)
	}
	return found.Objects[id], nil
}
