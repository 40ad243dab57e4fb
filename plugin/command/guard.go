// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"context"
	"fmt"
	"io"

	"golang.org/x/sync/errgroup"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/plugin/live"
)

// guardedCluster is a cluster that knows whether somebody judges what is written to it.
type guardedCluster interface {
	// Guarded is nil where somebody does.
	Guarded(context.Context) error
}

// fetchGuarded reads objects before anything is written, and refuses a cluster on which nobody would judge. That the
// cluster does not know our kinds at all is told first, whichever answer comes first.
func fetchGuarded(ctx context.Context, cluster *live.Cluster, ids []catalog.ID) (*live.Found, error) {
	var (
		found     *live.Found
		unguarded error
		group     errgroup.Group
	)
	group.Go(func() (err error) {
		found, err = cluster.Fetch(ctx, ids)
		return err
	})
	group.Go(func() error {
		unguarded = cluster.Guarded(ctx)
		return nil
	})
	if err := group.Wait(); err != nil {
		return nil, err
	}
	return found, unguarded
}

// warnUnguarded says on errOut that apply and delete would refuse a cluster. What is only looked at needs no guard.
func warnUnguarded(ctx context.Context, cluster guardedCluster, errOut io.Writer) error {
	err := cluster.Guarded(ctx)
	if live.ReasonOf(err) != live.Unguarded {
		return err
	}
	fmt.Fprintf(errOut, "Warning: apply and delete would refuse to write: %v\n", err)
	return nil
}
