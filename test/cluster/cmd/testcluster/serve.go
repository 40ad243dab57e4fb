// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/nautes-labs/kubectl-nautes/test/cluster"
)

// serveCommand is what `up` calls this program with to make it a keeper. It is not for people.
const serveCommand = "serve"

// serve runs a control plane with everything in dir until it is told to end. When it is ready it prints the path of the kubeconfig
// and closes its output; closing it without a word means that it failed.
func serve(ctx context.Context, dir string, s streams) error {
	c, err := cluster.Start(ctx, cluster.Options{Dir: dir, Progress: s.err})
	if err != nil {
		return err
	}
	_, failure := fmt.Fprint(s.out, c.Kubeconfig)
	if out, ok := s.out.(io.Closer); ok {
		failure = errors.Join(failure, out.Close())
	}
	if failure == nil {
		<-ctx.Done()
	}
	return errors.Join(failure, c.Stop())
}
