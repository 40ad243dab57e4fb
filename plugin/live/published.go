// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package live

import (
	"context"
	"fmt"

	"github.com/nautes-labs/kubectl-nautes/pkg/api/v1alpha1"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
)

// Published reads by which rules the webhook judges; nil where no webhook has told. The error, if any, is an [*Error] or
// that of ctx.
func (c *Cluster) Published(ctx context.Context) (*policy.Published, error) {
	var configMap struct {
		Data map[string]string `json:"data"`
	}
	path := "/api/v1/namespaces/" + v1alpha1.SystemNamespace + "/configmaps/" + v1alpha1.PolicyConfigMap
	if err := c.read(ctx, path, &configMap); isAbsent(err) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	published, err := policy.ReadPublished(configMap.Data)
	if err != nil {
		return nil, fmt.Errorf("read ConfigMap %s/%s: %w", v1alpha1.SystemNamespace, v1alpha1.PolicyConfigMap, err)
	}
	return &published, nil
}
