// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"

	"k8s.io/client-go/tools/clientcmd"
)

// webhook is a running nautes-webhook that acts as its own service account, with the rights of manifests/rbac and
// no more.
type webhook struct {
	command             *exec.Cmd
	port, probes, stats int
	log                 string
	ended               chan struct{}
}

func (e *environment) startWebhook(flags ...string) (*webhook, error) {
	ports, err := freePorts(3)
	if err != nil {
		return nil, err
	}
	return e.startWebhookOn(ports, flags...)
}

// startWebhookOn starts it on ports that the API server already knows.
func (e *environment) startWebhookOn(ports []int, flags ...string) (*webhook, error) {
	kubeconfig, err := e.asServiceAccount()
	if err != nil {
		return nil, err
	}
	log, err := os.CreateTemp(e.folder, "webhook-*.log")
	if err != nil {
		return nil, err
	}
	defer log.Close()
	w := &webhook{port: ports[0], probes: ports[1], stats: ports[2], log: log.Name(), ended: make(chan struct{})}
	w.command = exec.Command(built("nautes-webhook"), append([]string{
		"--kubeconfig", kubeconfig, "--bind-address", "127.0.0.1", "--port", strconv.Itoa(w.port), "--host", "127.0.0.1",
		"--health-probe-bind-address", local(w.probes), "--metrics-bind-address", local(w.stats),
	}, flags...)...)
	w.command.Stdout, w.command.Stderr = log, log
	if err := w.command.Start(); err != nil {
		return nil, fmt.Errorf("start webhook: %w", err)
	}
	go func() {
		_ = w.command.Wait()
		close(w.ended)
	}()
	return w, nil
}

// asServiceAccount writes a kubeconfig that impersonates the webhook's service account.
func (e *environment) asServiceAccount() (string, error) {
	config, err := clientcmd.LoadFromFile(e.cluster.Kubeconfig)
	if err != nil {
		return "", err
	}
	for _, user := range config.AuthInfos {
		user.Impersonate = "system:serviceaccount:nautes-system:nautes-webhook"
		user.ImpersonateGroups = []string{"system:serviceaccounts", "system:serviceaccounts:nautes-system", "system:authenticated"}
	}
	path := filepath.Join(e.folder, "webhook.kubeconfig")
	return path, clientcmd.WriteToFile(*config, path)
}

// waitUntilReady waits for /readyz: rules loaded, catalog read, certificate trusted by the registration.
func (w *webhook) waitUntilReady(ctx context.Context) error {
	for {
		body, code := w.get(ctx, w.probes, "/readyz?verbose")
		if code == http.StatusOK {
			return nil
		}
		select {
		case <-time.After(50 * time.Millisecond):
		case <-w.ended:
			content, _ := os.ReadFile(w.log)
			return fmt.Errorf("the webhook ended before it was ready: %s", content)
		case <-ctx.Done():
			return fmt.Errorf("the webhook is not ready: %s", body)
		}
	}
}

func (w *webhook) metrics(ctx context.Context) string {
	body, _ := w.get(ctx, w.stats, "/metrics")
	return body
}

func (w *webhook) get(ctx context.Context, port int, path string) (string, int) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+local(port)+path, http.NoBody)
	if err != nil {
		return err.Error(), 0
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err.Error(), 0
	}
	defer response.Body.Close()
	body, _ := io.ReadAll(response.Body)
	return string(body), response.StatusCode
}

// kill is SIGKILL: no goodbye to anybody.
func (w *webhook) kill() {
	_ = w.command.Process.Kill()
	<-w.ended
}

func (w *webhook) ports() []int { return []int{w.port, w.probes, w.stats} }

func local(port int) string { return net.JoinHostPort("127.0.0.1", strconv.Itoa(port)) }

func freePorts(n int) ([]int, error) {
	listeners := make([]net.Listener, 0, n)
	defer func() {
		for _, listener := range listeners {
			_ = listener.Close()
		}
	}()
	ports := make([]int, 0, n)
	for range n {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return nil, err
		}
		listeners = append(listeners, listener)
		ports = append(ports, listener.Addr().(*net.TCPAddr).Port)
	}
	return ports, nil
}
