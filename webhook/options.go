// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"flag"
	"io"
	"strings"
	"time"

	"sigs.k8s.io/controller-runtime/pkg/log/zap"

	"github.com/nautes-labs/kubectl-nautes/webhook/certificates"
)

// options are the flags of the program. The defaults are those of the Deployment in manifests/webhook.
type options struct {
	kubeconfig     string
	bindAddress    string
	port           int
	metricsAddress string
	healthAddress  string
	hosts          list
	caLifetime     time.Duration
	leafLifetime   time.Duration
	overlap        time.Duration
	logging        zap.Options
}

// list is a flag that may be given several times.
type list []string

func (l *list) String() string { return strings.Join(*l, ",") }

func (l *list) Set(value string) error {
	*l = append(*l, value)
	return nil
}

// parse reads the flags. What is wrong with them, and the help, is printed to out.
func parse(args []string, out io.Writer) (options, error) {
	var o options
	flags := flag.NewFlagSet("nautes-webhook", flag.ContinueOnError)
	flags.SetOutput(out)
	flags.StringVar(&o.kubeconfig, "kubeconfig", "", "file that names the API server; in a pod nothing is needed, elsewhere $KUBECONFIG serves as well")
	flags.StringVar(&o.bindAddress, "bind-address", "0.0.0.0", "address to serve admission on")
	flags.IntVar(&o.port, "port", 9443, "port to serve admission on")
	flags.StringVar(&o.metricsAddress, "metrics-bind-address", ":8080", "address and port of /metrics; 0 serves none")
	flags.StringVar(&o.healthAddress, "health-probe-bind-address", ":8081", "address and port of /healthz and /readyz; 0 serves none")
	flags.Var(&o.hosts, "host", "further DNS name or IP address that the API server calls us by, besides "+certificates.ServiceHost+"; may be given several times")
	flags.DurationVar(&o.caLifetime, "ca-lifetime", certificates.DefaultCALifetime, "how long a CA is valid; the next one is made when a third is left")
	flags.DurationVar(&o.leafLifetime, "certificate-lifetime", certificates.DefaultLeafLifetime, "how long a serving certificate is valid; it is renewed when a third is left")
	flags.DurationVar(&o.overlap, "ca-overlap", certificates.DefaultOverlap, "how long the API server must have trusted a new CA before it is used")
	o.logging.BindFlags(flags)
	return o, flags.Parse(args)
}
