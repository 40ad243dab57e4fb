// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"fmt"

	"k8s.io/cli-runtime/pkg/genericclioptions"

	"github.com/nautes-labs/kubectl-nautes/plugin/live"
)

// connect makes a client of the cluster that the flags and the kubeconfig name; it is not asked yet.
func connect(config genericclioptions.RESTClientGetter) (*live.Cluster, error) {
	client, err := config.ToRESTConfig()
	if err != nil {
		return nil, fmt.Errorf("read kubeconfig: %w", err)
	}
	return live.Connect(client)
}
