// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"context"
	"fmt"
	"strings"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/manifest/legacy"
)

// kubeconfigs are those that Clusters came with in manifests of the old command line, by the name of the Cluster.
type kubeconfigs map[string]legacy.Kubeconfig

func kubeconfigsOf(all []legacy.Kubeconfig) kubeconfigs {
	byCluster := kubeconfigs{}
	for _, one := range all {
		byCluster[one.Cluster] = one
	}
	return byCluster
}

// withKubeconfig stores the kubeconfig that a Cluster came with, and says so beside what became of it. The Cluster comes
// first, so that for one that the rules deny no credentials are left behind.
func (a *applying) withKubeconfig(ctx context.Context, e entry, dry dryRun) (entry, error) {
	kubeconfig, given := a.kubeconfigs[e.id.Name]
	if e.id.Kind != catalog.Cluster || !given {
		return e, nil
	}
	if dry != dryRunClient {
		_, err := a.cluster.StoreKubeconfig(ctx, kubeconfig.Secret, kubeconfig.Key, kubeconfig.Content(), dry == dryRunServer)
		if err != nil {
			return entry{}, fmt.Errorf("store the kubeconfig, which the Cluster has to wait for: %w", err)
		}
	}
	var notes []string
	if e.note != "" {
		notes = append(notes, e.note)
	}
	e.note = strings.Join(append(notes, "kubeconfig in "+kubeconfig.String()), ", ")
	return e, nil
}
