// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"context"
	"fmt"
	"net"
)

// ports are the loopback ports of one cluster.
type ports struct {
	etcd, etcdPeer, apiserver, controllerManager int
}

// freePorts finds ports that nobody listens on. All are held until the last is found, so they differ. Between now and their use
// another process may take one: [Start] tries again then.
func freePorts(ctx context.Context) (ports, error) {
	var free [4]int
	var held [len(free)]net.Listener
	defer func() {
		for _, listener := range held {
			if listener != nil {
				listener.Close()
			}
		}
	}()
	for i := range free {
		listener, err := new(net.ListenConfig).Listen(ctx, "tcp4", "127.0.0.1:0")
		if err != nil {
			return ports{}, fmt.Errorf("find a free port: %w", err)
		}
		held[i], free[i] = listener, listener.Addr().(*net.TCPAddr).Port
	}
	return ports{etcd: free[0], etcdPeer: free[1], apiserver: free[2], controllerManager: free[3]}, nil
}

func httpURL(port int) string  { return fmt.Sprintf("http://127.0.0.1:%d", port) }
func httpsURL(port int) string { return fmt.Sprintf("https://127.0.0.1:%d", port) }
