// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"fmt"
	"net"
)

// ports are the loopback ports of one cluster.
type ports struct {
	etcd, etcdPeer, apiserver, controllerManager int
}

// freePorts finds ports that nobody listens on. All are held until the last is found, so they differ. Between now and their use
// another process may take one: [Start] tries again then.
func freePorts() (ports, error) {
	var found ports
	for _, port := range []*int{&found.etcd, &found.etcdPeer, &found.apiserver, &found.controllerManager} {
		listener, err := net.Listen("tcp4", "127.0.0.1:0")
		if err != nil {
			return ports{}, fmt.Errorf("find a free port: %w", err)
		}
		defer listener.Close()
		*port = listener.Addr().(*net.TCPAddr).Port
	}
	return found, nil
}

func httpURL(port int) string  { return fmt.Sprintf("http://127.0.0.1:%d", port) }
func httpsURL(port int) string { return fmt.Sprintf("https://127.0.0.1:%d", port) }
