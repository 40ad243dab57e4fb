// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"fmt"
	"strings"
)

// Names of the programs: of their links in [Binaries.Dir] and of their logs.
const (
	etcd              = "etcd"
	apiserver         = "kube-apiserver"
	controllerManager = "kube-controller-manager"
)

func etcdArguments(f folder, p ports) []string {
	const member = "test"
	return []string{
		"--name=" + member,
		"--data-dir=" + f.etcdData(),
		"--listen-client-urls=" + httpURL(p.etcd),
		"--advertise-client-urls=" + httpURL(p.etcd),
		"--listen-peer-urls=" + httpURL(p.etcdPeer),
		"--initial-advertise-peer-urls=" + httpURL(p.etcdPeer),
		"--initial-cluster=" + member + "=" + httpURL(p.etcdPeer),
		"--unsafe-no-fsync", // the data does not outlive the cluster, so it need not survive a power cut
		// The only member is its own leader; with the defaults it waits a second before it believes it.
		"--heartbeat-interval=10",
		"--election-timeout=100",
		"--log-level=warn",
	}
}

// apiserverArguments leave the defaults of Kubernetes alone wherever a cluster of one machine allows, so that what passes here passes
// elsewhere. An empty auditLog keeps none.
func apiserverArguments(f folder, p ports, auditLog string) []string {
	args := []string{
		"--bind-address=127.0.0.1",
		"--advertise-address=127.0.0.1", // else it looks for a default route, which a machine without network lacks
		fmt.Sprintf("--secure-port=%d", p.apiserver),
		"--endpoint-reconciler-type=none", // a loopback address may not be published as an endpoint
		"--etcd-servers=" + httpURL(p.etcd),
		"--client-ca-file=" + f.authority(),
		"--tls-cert-file=" + f.servingCertificate(),
		"--tls-private-key-file=" + f.servingKey(),
		"--service-account-issuer=https://kubernetes.default.svc",
		"--service-account-key-file=" + f.serviceAccountKey(),
		"--service-account-signing-key-file=" + f.serviceAccountKey(),
		"--service-cluster-ip-range=10.0.0.0/24",
		"--authorization-mode=RBAC",
		"--shutdown-send-retry-after", // else it waits a minute for clients that watch, as informers do
		"--profiling=false",
	}
	if auditLog != "" {
		args = append(args, "--audit-policy-file="+f.auditPolicy(), "--audit-log-path="+auditLog)
	}
	return args
}

func controllerManagerArguments(f folder, p ports) []string {
	controllers := []string{
		"namespace-controller",
		"garbage-collector-controller",
		"serviceaccount-controller",
		"serviceaccount-token-controller",
		"root-ca-certificate-publisher-controller",
		"clusterrole-aggregation-controller",
	}
	return []string{
		"--bind-address=127.0.0.1",
		fmt.Sprintf("--secure-port=%d", p.controllerManager),
		"--tls-cert-file=" + f.servingCertificate(),
		"--tls-private-key-file=" + f.servingKey(),
		"--kubeconfig=" + f.controllerManagerKubeconfig(),
		"--controllers=" + strings.Join(controllers, ","),
		// Each controller comes as its own service account, as in a real cluster: admission tells them apart by it.
		"--use-service-account-credentials",
		"--service-account-private-key-file=" + f.serviceAccountKey(),
		"--root-ca-file=" + f.authority(),
		"--leader-elect=false", // it is the only one, and waiting for a lease takes seconds
		"--profiling=false",
		// The defaults are for sharing an apiserver with others. Emptying a namespace of hundreds of objects would crawl.
		"--kube-api-qps=500",
		"--kube-api-burst=500",
	}
}
