// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"time"

	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
)

const (
	// startLimit bounds the start of a control plane that is built already; it takes about 5 seconds on an idle machine.
	startLimit = 2 * time.Minute
	// stopGrace bounds the stop of each program. The apiserver finishes the requests that it has.
	stopGrace = 20 * time.Second
	// startAttempts bounds how often other ports are tried when another process took one.
	startAttempts = 3
)

// Options say how a control plane is started. The zero value is a good one for tests.
type Options struct {
	// Dir is the folder for certificates, kubeconfigs, data and logs. It must not exist yet; [Cluster.Stop] removes it. Default: a
	// new temporary folder.
	Dir string
	// AuditLog is the file that the apiserver writes its audit events to, one JSON object a line, with the annotations that
	// admission leaves; reads are not in it. [Cluster.Stop] leaves the file. Default: none is written.
	AuditLog string
	// Progress is told what takes long. Default: nobody is.
	Progress io.Writer
}

// Cluster is a control plane that answers.
type Cluster struct {
	// Kubeconfig is the absolute path of a kubeconfig of somebody who may do everything; to act as others, impersonate them (--as).
	Kubeconfig string
	// Kubectl is the absolute path of a kubectl of the control plane's own version; its folder can stand first in PATH.
	Kubectl string
	// AuditLog is the absolute path of the audit log, empty if none is written.
	AuditLog string

	folder    folder
	binaries  Binaries
	processes []*process // in the order of their start
}

// Start builds the control plane if need be (see [Build]) and starts it. It returns when the apiserver is ready, the
// controller-manager serves and the namespace default exists; the controllers set to work within seconds after. The context bounds the start, not the life of the cluster, which lasts until Stop.
//
// When a program fails, the error shows the end of its log, and nothing is left behind.
func Start(ctx context.Context, options Options) (*Cluster, error) {
	if options.Progress == nil {
		options.Progress = io.Discard
	}
	binaries, err := Build(ctx, options.Progress)
	if err != nil {
		return nil, fmt.Errorf("start control plane: %w", err)
	}
	c, err := prepare(binaries, options)
	if err != nil {
		return nil, fmt.Errorf("start control plane: %w", err)
	}
	ctx, cancel := context.WithTimeoutCause(ctx, startLimit, fmt.Errorf("not ready after %s", startLimit))
	defer cancel()
	for attempt := 1; ; attempt++ {
		err := c.launch(ctx)
		if err == nil {
			return c, nil
		}
		// What stops badly after a failed start is told in the first error already.
		_ = c.halt()
		if !errors.Is(err, errPortTaken) || attempt == startAttempts {
			return nil, errors.Join(fmt.Errorf("start control plane: %w", err), os.RemoveAll(string(c.folder)))
		}
	}
}

// Stop ends the programs, waits for each, and removes the cluster's folder. It is an error if one had ended before, or had to be
// killed. On a cluster that was not started here (see [StartOrUse]) it does nothing; the same goes for a second call.
func (c *Cluster) Stop() error {
	if c.folder == "" {
		return nil
	}
	err := errors.Join(c.halt(), os.RemoveAll(string(c.folder)))
	c.folder = ""
	if err != nil {
		return fmt.Errorf("stop control plane: %w", err)
	}
	return nil
}

// Config returns the client settings of the kubeconfig, with client-side rate limiting off: the apiserver has its own.
func (c *Cluster) Config() (*rest.Config, error) {
	config, err := clientcmd.BuildConfigFromFlags("", c.Kubeconfig)
	if err != nil {
		return nil, fmt.Errorf("read kubeconfig of the control plane: %w", err)
	}
	config.QPS = -1
	return config, nil
}

// prepare makes the folder of a cluster that is then launched.
func prepare(binaries Binaries, options Options) (*Cluster, error) {
	dir, err := makeFolder(options.Dir)
	if err != nil {
		return nil, err
	}
	c := &Cluster{
		Kubeconfig: folder(dir).adminKubeconfig(),
		Kubectl:    binaries.Kubectl(),
		folder:     folder(dir),
		binaries:   binaries,
	}
	if options.AuditLog == "" {
		return c, nil
	}
	if c.AuditLog, err = filepath.Abs(options.AuditLog); err != nil {
		return nil, errors.Join(fmt.Errorf("place audit log: %w", err), os.RemoveAll(dir))
	}
	return c, nil
}

// makeFolder makes the folder, readable by us alone, and returns its absolute path.
func makeFolder(dir string) (string, error) {
	if dir == "" {
		return os.MkdirTemp("", "nautes-cluster-")
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	return dir, os.Mkdir(dir, 0o700)
}

// launch starts the programs on free ports, each when what it needs is there, and waits for all.
func (c *Cluster) launch(ctx context.Context) error {
	ca, err := c.folder.writeFixed()
	if err != nil {
		return err
	}
	p, err := freePorts(ctx)
	if err != nil {
		return err
	}
	if err := c.folder.writeKubeconfigs(ca, httpsURL(p.apiserver)); err != nil {
		return err
	}
	client, err := c.httpClient()
	if err != nil {
		return err
	}
	defer client.CloseIdleConnections()

	store, err := c.start(etcd, etcdArguments(c.folder, p))
	if err != nil {
		return err
	}
	if err := awaitReady(ctx, client, httpURL(p.etcd)+"/health", store); err != nil {
		return err
	}
	server, err := c.start(apiserver, apiserverArguments(c.folder, p, c.AuditLog))
	if err != nil {
		return err
	}
	if err := awaitReady(ctx, client, httpsURL(p.apiserver)+"/readyz", server); err != nil {
		return err
	}
	controllers, err := c.start(controllerManager, controllerManagerArguments(c.folder, p))
	if err != nil {
		return err
	}
	if err := awaitReady(ctx, client, httpsURL(p.controllerManager)+"/healthz", controllers); err != nil {
		return err
	}
	// The apiserver makes it after it has become ready, and nearly every test needs it.
	return awaitReady(ctx, client, httpsURL(p.apiserver)+"/api/v1/namespaces/default", server)
}

// start starts one program and remembers it for halt.
func (c *Cluster) start(name string, args []string) (*process, error) {
	p, err := startProcess(filepath.Join(c.binaries.Dir, name), c.folder.log(name), args)
	if err != nil {
		return nil, err
	}
	c.processes = append(c.processes, p)
	return p, nil
}

// halt ends the programs, the last started first, waiting for each: an apiserver that loses etcd hangs for a minute. It forgets
// them and their data, so that launch can begin anew.
func (c *Cluster) halt() error {
	var failures []error
	for _, p := range slices.Backward(c.processes) {
		failures = append(failures, p.stop(stopGrace))
	}
	c.processes = nil
	failures = append(failures, os.RemoveAll(c.folder.etcdData()))
	return errors.Join(failures...)
}

// httpClient speaks to all programs as the cluster's admin.
func (c *Cluster) httpClient() (*http.Client, error) {
	config, err := c.Config()
	if err != nil {
		return nil, err
	}
	return rest.HTTPClientFor(config)
}
