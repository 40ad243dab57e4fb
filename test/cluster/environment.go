// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// GivenKubeconfig is the environment variable that names the kubeconfig of a cluster to use instead of starting one.
const GivenKubeconfig = "KUBECONFIG_DEMO"

// StartOrUse is [Start], except where the variable [GivenKubeconfig] is set: then it returns that cluster, which Stop leaves alone,
// and which keeps no audit log for us. Tests that can run on any cluster call this one.
func StartOrUse(ctx context.Context, options Options) (*Cluster, error) {
	given := os.Getenv(GivenKubeconfig)
	if given == "" {
		return Start(ctx, options)
	}
	kubeconfig, err := filepath.Abs(given)
	if err != nil {
		return nil, fmt.Errorf("use the cluster of %s: %w", GivenKubeconfig, err)
	}
	if _, err := os.Stat(kubeconfig); err != nil {
		return nil, fmt.Errorf("use the cluster of %s: %w (unset it to have a control plane started)", GivenKubeconfig, err)
	}
	progress := options.Progress
	if progress == nil {
		progress = io.Discard
	}
	kubectl, err := BuildKubectl(ctx, progress)
	if err != nil {
		return nil, fmt.Errorf("use the cluster of %s: %w", GivenKubeconfig, err)
	}
	return &Cluster{Kubeconfig: kubeconfig, Kubectl: kubectl}, nil
}
