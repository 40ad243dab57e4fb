// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package live

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
)

// Raw is the answer of the API server at a path, as it came: for what is none of our kinds. The error, if any, is an
// [*Error] or that of ctx.
func (c *Cluster) Raw(ctx context.Context, path string, query url.Values) ([]byte, error) {
	request := c.client.Get().AbsPath(path)
	for name, values := range query {
		for _, value := range values {
			request = request.Param(name, value)
		}
	}
	_, body, err := do(ctx, request, catalog.ID{Name: path})
	return body, err
}

// Read is [Cluster.Raw] read as JSON into a value.
func (c *Cluster) Read(ctx context.Context, path string, query url.Values, into any) error {
	body, err := c.Raw(ctx, path, query)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(body, into); err != nil {
		return fmt.Errorf("read the answer of the cluster: %w", err)
	}
	return nil
}

// Address is where the API server is, without what may be secret in it.
func (c *Cluster) Address() string {
	return hostOf(c.client.Get().URL().String())
}
