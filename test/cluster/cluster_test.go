// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"k8s.io/client-go/rest"
)

// TestControlPlane starts one control plane and looks at it from all sides; the last thing is that nothing of it stays.
func TestControlPlane(t *testing.T) {
	auditLog := filepath.Join(t.TempDir(), "audit.log")
	c, err := Start(t.Context(), Options{AuditLog: auditLog, Progress: t.Output()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Stop(); err != nil {
			t.Error(err)
		}
	})

	// The group returns when its parallel members have.
	t.Run("running", func(t *testing.T) {
		t.Run("server and kubectl are of the same release", func(t *testing.T) { checkVersions(t, c) })
		t.Run("a stranger is refused", func(t *testing.T) { checkStranger(t, c) })
		t.Run("the folder is ours alone", func(t *testing.T) { checkPermissions(t, c) })
		t.Run("a deleted namespace goes away", func(t *testing.T) {
			t.Parallel()
			checkNamespaceController(t, c)
		})
		t.Run("what a deleted custom object owns goes away", func(t *testing.T) {
			t.Parallel()
			checkGarbageCollector(t, c)
		})
		t.Run("roles are aggregated", func(t *testing.T) {
			t.Parallel()
			checkAggregation(t, c)
		})
	})
	t.Run("stop leaves nothing but the audit log", func(t *testing.T) { checkStop(t, c, auditLog) })
}

func checkVersions(t *testing.T, c *Cluster) {
	var version struct {
		ClientVersion, ServerVersion struct{ GitVersion, Major, Minor string }
	}
	if err := json.Unmarshal(kubectl(t, c, "", "version", "-o", "json"), &version); err != nil {
		t.Fatal(err)
	}
	if version.ClientVersion != version.ServerVersion {
		t.Errorf("kubectl is %v, the server %v", version.ClientVersion, version.ServerVersion)
	}
	if got := version.ServerVersion; got.GitVersion[:3] != "v1." || got.Major != "1" || got.Minor == "" {
		t.Errorf("server version %+v is not stamped", got)
	}
}

// checkStranger looks that reaching the port is not enough to be let in.
func checkStranger(t *testing.T, c *Cluster) {
	config, err := c.Config()
	if err != nil {
		t.Fatal(err)
	}
	client, err := rest.HTTPClientFor(rest.AnonymousClientConfig(config))
	if err != nil {
		t.Fatal(err)
	}
	err = probe(t.Context(), client, config.Host+"/api/v1/namespaces")
	if err == nil || !strings.Contains(err.Error(), "403 Forbidden") {
		t.Errorf("somebody without a certificate got %v, want 403 Forbidden", err)
	}
}

func checkPermissions(t *testing.T, c *Cluster) {
	info, err := os.Stat(filepath.Dir(c.Kubeconfig))
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode().Perm() != 0o700 {
		t.Errorf("the folder with keys has mode %v, want 0700", info.Mode().Perm())
	}
}

// checkNamespaceController also sees that it comes as its own service account: our webhook lets its deletes pass by that name.
func checkNamespaceController(t *testing.T, c *Cluster) {
	kubectl(t, c, "", "create", "namespace", "short-lived")
	kubectl(t, c, "", "--namespace", "short-lived", "create", "configmap", "content")
	kubectl(t, c, "", "delete", "namespace", "short-lived", "--wait=false")
	awaitGone(t, c, "namespace", "short-lived")

	const want = "system:serviceaccount:kube-system:namespace-controller"
	log, err := os.ReadFile(c.AuditLog)
	if err != nil {
		t.Fatal(err)
	}
	for line := range bytes.Lines(log) {
		var event struct {
			Verb      string
			User      struct{ Username string }
			ObjectRef struct{ Resource, Namespace string }
		}
		if err := json.Unmarshal(line, &event); err != nil {
			t.Fatalf("audit log: %v in %s", err, line)
		}
		if event.Verb == "deletecollection" && event.ObjectRef.Resource == "configmaps" && event.ObjectRef.Namespace == "short-lived" {
			if event.User.Username != want {
				t.Errorf("the namespace was emptied by %q, want %q", event.User.Username, want)
			}
			return
		}
	}
	t.Error("the audit log does not tell who emptied the namespace")
}

func checkGarbageCollector(t *testing.T, c *Cluster) {
	kubectl(t, c, `{"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": {"name": "owners.test.example.com"},
		"spec": {"group": "test.example.com", "scope": "Cluster", "names": {"kind": "Owner", "plural": "owners"}, "versions": [{
			"name": "v1", "served": true, "storage": true, "schema": {"openAPIV3Schema": {"type": "object"}}}]}}`, "create", "-f", "-")
	kubectl(t, c, "", "wait", "--for=condition=Established", "crd/owners.test.example.com")
	uid := kubectl(t, c, `{"apiVersion": "test.example.com/v1", "kind": "Owner", "metadata": {"name": "owner"}}`,
		"create", "-f", "-", "-o", "jsonpath={.metadata.uid}")
	kubectl(t, c, fmt.Sprintf(`{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "owned", "namespace": "default", "ownerReferences": [
		{"apiVersion": "test.example.com/v1", "kind": "Owner", "name": "owner", "uid": %q}]}}`, uid), "create", "-f", "-")
	kubectl(t, c, "", "delete", "owner.test.example.com", "owner")
	awaitGone(t, c, "configmap", "owned") // within 30 seconds: that often the collector looks for new kinds
}

func checkAggregation(t *testing.T, c *Cluster) {
	kubectl(t, c, `{"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "metadata": {"name": "extra", "labels": {
		"rbac.authorization.k8s.io/aggregate-to-view": "true"}}, "rules": [{"apiGroups": ["test.example.com"], "resources": ["extras"], "verbs": ["get"]}]}`,
		"create", "-f", "-")
	await(t, func() bool {
		return strings.Contains(string(kubectl(t, c, "", "get", "clusterrole", "view", "-o", "json")), "extras")
	})
}

func checkStop(t *testing.T, c *Cluster, auditLog string) {
	dir, processes := filepath.Dir(c.Kubeconfig), c.processes
	if len(processes) != 3 {
		t.Fatalf("%d programs run, want 3", len(processes))
	}
	// The apiserver once waited for clients that watch until it was killed.
	watcher := exec.CommandContext(t.Context(), c.Kubectl, "--kubeconfig", c.Kubeconfig, "get", "namespaces", "--watch")
	seen, err := watcher.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := watcher.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := seen.Read(make([]byte, 1)); err != nil {
		t.Fatalf("the watch shows nothing: %v", err)
	}
	t.Cleanup(func() { _ = watcher.Wait() }) // how it ends without its server is its own affair

	if err := c.Stop(); err != nil {
		t.Error(err)
	}
	for _, p := range processes {
		if err := syscall.Kill(p.command.Process.Pid, 0); !errors.Is(err, syscall.ESRCH) {
			t.Errorf("%s is still there: signal 0 says %v", p.name, err)
		}
	}
	if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the folder is still there: %v", err)
	}
	if info, err := os.Stat(auditLog); err != nil || info.Size() == 0 {
		t.Errorf("the audit log is gone or empty: %v", err)
	}
	if err := c.Stop(); err != nil {
		t.Errorf("a second stop says %v", err)
	}
}

func TestStartSaysWhyAProgramFailed(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "cluster")
	_, err := Start(t.Context(), Options{Dir: dir, AuditLog: "/dev/null/audit.log", Progress: t.Output()})
	if err == nil || !strings.Contains(err.Error(), "kube-apiserver ended by itself") || !strings.Contains(err.Error(), "mkdir /dev/null") {
		t.Errorf("got error %v, want one that shows what the apiserver said of its audit log", err)
	}
	if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the folder is still there: %v", err)
	}
}

func TestStartRefusesAFolderThatExists(t *testing.T) {
	dir := t.TempDir()
	if _, err := Start(t.Context(), Options{Dir: dir, Progress: t.Output()}); !errors.Is(err, os.ErrExist) {
		t.Errorf("got error %v, want %v: stopping would remove what is not ours", err, os.ErrExist)
	}
	if _, err := os.Stat(dir); err != nil {
		t.Error(err)
	}
}

func TestStartEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	reason := errors.New("changed my mind")
	cancel(reason)
	p := sleeper(t)
	err := awaitReady(ctx, http.DefaultClient, "http://127.0.0.1:1/", p)
	if !errors.Is(err, reason) {
		t.Errorf("got error %v, want %v", err, reason)
	}
}

// kubectl runs a command that must succeed against the cluster, with input on stdin, and returns what it printed.
func kubectl(t *testing.T, c *Cluster, input string, args ...string) []byte {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), c.Kubectl, append([]string{"--kubeconfig", c.Kubeconfig}, args...)...)
	cmd.Stdin = strings.NewReader(input)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("kubectl %s: %v\n%s", strings.Join(args, " "), err, stderr.Bytes())
	}
	return out
}

// awaitGone waits until the object is not found any more.
func awaitGone(t *testing.T, c *Cluster, kind, name string) {
	t.Helper()
	await(t, func() bool { return len(kubectl(t, c, "", "get", kind, name, "--ignore-not-found")) == 0 })
}

// await waits until the condition holds; the time limit is the one of go test.
func await(t *testing.T, condition func() bool) {
	t.Helper()
	for !condition() {
		select {
		case <-t.Context().Done():
			t.Fatal("the test ended before what it waits for came")
		case <-time.After(200 * time.Millisecond):
		}
	}
}
