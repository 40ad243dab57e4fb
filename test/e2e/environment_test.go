// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/tools/clientcmd"

	"github.com/nautes-labs/kubectl-nautes/test/cluster"
)

// environment is a control plane with our manifests in it and a webhook in front of it.
type environment struct {
	cluster *cluster.Cluster
	folder  string
	webhook *webhook
}

// start starts a control plane, installs the manifests, and starts one webhook with these flags.
func start(ctx context.Context, folder string, options cluster.Options, flags ...string) (*environment, error) {
	for _, program := range []string{"kubectl-nautes", "nautes-webhook"} {
		if _, err := os.Stat(built(program)); err != nil {
			return nil, fmt.Errorf("%w (run make build)", err)
		}
	}
	c, err := cluster.StartOrUse(ctx, options)
	if err != nil {
		return nil, err
	}
	e := &environment{cluster: c, folder: folder}
	if err := e.install(ctx, flags...); err != nil {
		e.stop()
		return nil, err
	}
	return e, nil
}

// install applies what an operator applies, then points the registration at a local process.
func (e *environment) install(ctx context.Context, flags ...string) error {
	for _, args := range [][]string{
		{"apply", "--server-side", "-k", manifest("crds")},
		{"wait", "--for=condition=Established", "--timeout=60s", "-f", manifest("crds/nautes.resource.nautes.io_products.yaml")},
		{"apply", "-f", manifest("webhook/namespace.yaml"), "-f", manifest("webhook/serviceaccount.yaml")},
		{"apply", "-k", manifest("rbac")},
	} {
		if result := e.kubectl(ctx, args...); result.code != 0 {
			return fmt.Errorf("kubectl %s: %s", strings.Join(args, " "), result.stderr)
		}
	}
	var err error
	if e.webhook, err = e.startWebhook(flags...); err != nil {
		return err
	}
	if err := e.register(ctx, e.webhook.port); err != nil {
		return err
	}
	return e.webhook.waitUntilReady(ctx)
}

// register applies the registration, with the address of a local process in place of the Service.
func (e *environment) register(ctx context.Context, port int) error {
	file := manifest("webhook/validatingwebhookconfiguration.yaml")
	patch := fmt.Sprintf(`[{"op":"replace","path":"/webhooks/0/clientConfig","value":{"url":"https://127.0.0.1:%d/validate"}}]`, port)
	local := e.kubectl(ctx, "patch", "--local", "-f", file, "--type=json", "-p", patch, "-o", "yaml")
	if local.code != 0 {
		return fmt.Errorf("kubectl patch: %s", local.stderr)
	}
	if applied := e.runWith(ctx, local.stdout, e.cluster.Kubectl, "apply", "-f", "-"); applied.code != 0 {
		return fmt.Errorf("kubectl apply: %s", applied.stderr)
	}
	return nil
}

func (e *environment) stop() {
	if e.webhook != nil {
		e.webhook.kill()
	}
	if err := e.cluster.Stop(); err != nil {
		fmt.Fprintf(os.Stderr, "stop the control plane: %v\n", err)
	}
}

// result is what a program left behind.
type result struct {
	stdout, stderr string
	code           int
}

func (e *environment) kubectl(ctx context.Context, args ...string) result {
	return e.runWith(ctx, "", e.cluster.Kubectl, args...)
}

func (e *environment) nautes(ctx context.Context, args ...string) result {
	return e.runWith(ctx, "", built("kubectl-nautes"), args...)
}

func (e *environment) runWith(ctx context.Context, stdin, program string, args ...string) result {
	var out, problems bytes.Buffer
	command := exec.CommandContext(ctx, program, args...)
	command.Env = append(os.Environ(), "KUBECONFIG="+e.cluster.Kubeconfig)
	command.Stdin, command.Stdout, command.Stderr = strings.NewReader(stdin), &out, &problems
	err := command.Run()
	code := 0
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit):
		code = exit.ExitCode()
	case err != nil:
		code = -1
		problems.WriteString(err.Error())
	}
	return result{out.String(), problems.String(), code}
}

// want fails the test unless the program ended with the code and said all the words, in whatever stream.
func (r result) want(t *testing.T, code int, words ...string) result {
	t.Helper()
	if r.code != code {
		t.Fatalf("exit code %d, want %d\nstdout: %s\nstderr: %s", r.code, code, r.stdout, r.stderr)
	}
	for _, word := range words {
		if !strings.Contains(r.stdout+r.stderr, word) {
			t.Errorf("nothing says %q\nstdout: %s\nstderr: %s", word, r.stdout, r.stderr)
		}
	}
	return r
}

// apply is plain kubectl apply of a manifest.
func (e *environment) apply(t *testing.T, manifest string, flags ...string) result {
	t.Helper()
	return e.runWith(t.Context(), manifest, e.cluster.Kubectl, append([]string{"apply", "-f", "-"}, flags...)...)
}

func (e *environment) client(t testing.TB) dynamic.Interface {
	t.Helper()
	config, err := clientcmd.BuildConfigFromFlags("", e.cluster.Kubeconfig)
	if err != nil {
		t.Fatal(err)
	}
	config.QPS = -1
	client, err := dynamic.NewForConfig(config)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func built(program string) string { return absolute(filepath.Join("..", "..", "bin", program)) }

func manifest(path string) string { return absolute(filepath.Join("..", "..", "manifests", path)) }

func absolute(path string) string {
	absolute, err := filepath.Abs(path)
	if err != nil {
		panic(err)
	}
	return absolute
}
