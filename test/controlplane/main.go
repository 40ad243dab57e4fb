// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

// Command controlplane is a Kubernetes control plane in one binary: it is etcd, kube-apiserver, kube-controller-manager or kubectl,
// whichever name it is called by. One binary, because the programs share nearly all of their code: it is linked once and takes
// a third of the space of four.
//
// It is a test tool. It lives in a module of its own so that the replace lines that k8s.io/kubernetes needs stay out of ours, and
// knows nothing of Nautes. Package test/cluster builds it, makes the links and runs it; nobody calls it by hand.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"go.etcd.io/etcd/server/v3/etcdmain"
	"k8s.io/component-base/cli"
	_ "k8s.io/component-base/metrics/prometheus/clientgo" // makes the servers report their client's metrics, as the originals do
	_ "k8s.io/component-base/metrics/prometheus/version"  // makes the servers report their version, as the originals do
	kubectl "k8s.io/kubectl/pkg/cmd"
	kubectlutil "k8s.io/kubectl/pkg/cmd/util"
	apiserver "k8s.io/kubernetes/cmd/kube-apiserver/app"
	controllermanager "k8s.io/kubernetes/cmd/kube-controller-manager/app"
)

// exitUsage is EX_USAGE of sysexits.h: a number that none of the programs uses itself.
const exitUsage = 64

func main() {
	switch name := filepath.Base(os.Args[0]); name {
	case "etcd":
		etcdmain.Main(os.Args)
	case "kube-apiserver":
		os.Exit(cli.Run(apiserver.NewAPIServerCommand()))
	case "kube-controller-manager":
		os.Exit(cli.Run(controllermanager.NewControllerManagerCommand()))
	case "kubectl":
		if err := cli.RunNoErrOutput(kubectl.NewDefaultKubectlCommand()); err != nil {
			kubectlutil.CheckErr(err)
		}
	default:
		fmt.Fprintf(os.Stderr, "unknown program %q (call it through a link named etcd, kube-apiserver, kube-controller-manager or kubectl)\n", name)
		os.Exit(exitUsage)
	}
}
