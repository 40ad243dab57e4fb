// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

// Package cluster runs a real Kubernetes control plane for tests, benchmarks and demonstrations: etcd, kube-apiserver and the few
// controllers of kube-controller-manager that our objects meet (namespaces, garbage collection, service accounts, aggregated
// roles). There are no nodes and no scheduler, so pods never run.
//
// Everything listens on 127.0.0.1, on free ports, and keeps its data in one folder that [Cluster.Stop] removes. On Linux the
// programs die with the process that started them. The apiserver lets in client certificates only; etcd asks for nothing, so
// whoever else is on the machine can read the data: there must be no real secrets in it.
//
// controller-runtime's envtest was tried and left: it has no controller-manager, so that a deleted namespace never goes away and
// nothing is garbage-collected, and its programs outlive a test process that is killed.
//
// The package must not know of Nautes: no CRDs, no webhook, no rules. What a test needs in its cluster, the test installs.
package cluster
