// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command_test

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/cli-runtime/pkg/genericiooptions"

	"github.com/nautes-labs/kubectl-nautes/plugin/command"
	"github.com/nautes-labs/kubectl-nautes/plugin/exitcode"
	"github.com/nautes-labs/kubectl-nautes/plugin/live/livetest"
)

const (
	workerPath       = api + "/clusters/demo-test"
	workerSecretPath = "/api/v1/namespaces/nautes-system/secrets/demo-test-kubeconfig"
)

// target is a cluster to be registered, with the namespaces of the components of a worker for deployments.
func target(t *testing.T) *livetest.Server {
	t.Helper()
	server := livetest.New(t)
	server.Put("/version", map[string]any{"gitVersion": "v1.37.2"})
	for _, name := range []string{"argocd", "traefik", "hnc-system", "argo-rollouts", "vault"} {
		server.Put("/api/v1/namespaces/"+name, map[string]any{"kind": "Namespace", "apiVersion": "v1", "metadata": map[string]any{"name": name}})
	}
	return server
}

// kubeconfigFor writes the kubeconfig of a target, with credentials in it.
func kubeconfigFor(t *testing.T, server *livetest.Server) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "target.yaml")
	text := fmt.Sprintf(`{apiVersion: v1, kind: Config, current-context: c,
		contexts: [{name: c, context: {cluster: c, user: u}}, {name: other, context: {cluster: nowhere, user: u}}],
		clusters: [{name: c, cluster: {server: %q}}, {name: nowhere, cluster: {server: "https://nowhere.invalid"}}],
		users: [{name: u, user: {token: never-to-be-seen}}]}`, server.URL)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// byEnvironment runs the program on the cluster that KUBECONFIG names, for registering has a --kubeconfig of its own.
func byEnvironment(t *testing.T, server *livetest.Server, args ...string) finished {
	t.Helper()
	t.Setenv("KUBECONFIG", server.Kubeconfig())
	streams, _, out, errOut := genericiooptions.NewTestIOStreams()
	code := command.Run(t.Context(), streams, args)
	return finished{out.String(), errOut.String(), code}
}

// register are the arguments that register a worker for deployments.
func register(kubeconfig string, more ...string) []string {
	return append([]string{
		"cluster", "register", "demo-test", "--kubeconfig", kubeconfig, "--type", "physical", "--usage", "worker", "--worker-type", "deployment",
	}, more...)
}

func TestClusterRegister(t *testing.T) {
	server, worker := livetest.New(t), target(t)
	got := byEnvironment(t, server, register(kubeconfigFor(t, worker), "--component", "gateway=traefik,httpsNodePort=31443")...)
	got.want(t, exitcode.Done, "1 created")
	got.keepsQuiet(t)
	golden := strings.NewReplacer(worker.URL, "https://10.0.0.9:6443")
	want := `Note: spec.componentsList.deployment is filled in: a worker/physical/deployment cluster needs it
`
	if !strings.HasPrefix(golden.Replace(got.errOut), want) {
		t.Errorf("stderr:\n%s", got.errOut)
	}
	got.says(t, exitcode.Done, "ok     API server", "v1.37.2 at "+worker.URL, "all 5 that Nautes needs most",
		"warn   secretSync external-secrets", "there is no namespace external-secrets", worker.URL+" is this machine")
	if want := "cluster.nautes.resource.nautes.io/demo-test created (kubeconfig in Secret nautes-system/demo-test-kubeconfig)\n"; got.out != want {
		t.Errorf("stdout %q", got.out)
	}
	wantWrites(t, server, "PATCH "+workerSecretPath+" (dry run)", "PATCH clusters/demo-test", "PATCH "+workerSecretPath)
	spec := server.Get(workerPath)["spec"].(map[string]any)
	if spec["apiServer"] != worker.URL || spec["kubeconfigSecretRef"].(map[string]any)["name"] != "demo-test-kubeconfig" {
		t.Errorf("stored is %v", spec)
	}
	gateway := spec["componentsList"].(map[string]any)["gateway"].(map[string]any)
	if gateway["namespace"] != "traefik" || gateway["additions"].(map[string]any)["httpsNodePort"] != "31443" {
		t.Errorf("the gateway is %v", gateway)
	}
	content, err := base64.StdEncoding.DecodeString(server.Get(workerSecretPath)["data"].(map[string]any)["kubeconfig"].(string))
	if err != nil || !strings.Contains(string(content), "never-to-be-seen") || strings.Contains(string(content), "nowhere") {
		t.Errorf("the Secret holds %s, error %v; want what the context needs, and no more", content, err)
	}
	again := byEnvironment(t, server, register(kubeconfigFor(t, worker))...)
	again.says(t, exitcode.Failed, "there is one already: Cluster/demo-test", "to register it anew: kubectl nautes cluster unregister demo-test")
}

func TestDryRunOfClusterRegister(t *testing.T) {
	server, worker := livetest.New(t), target(t)
	got := byEnvironment(t, server, register(kubeconfigFor(t, worker), "--dry-run=client", "-o", "yaml")...)
	got.says(t, exitcode.Done, "1 created (dry run)")
	got.keepsQuiet(t)
	if !strings.Contains(got.out, "kind: Cluster\n") || !strings.Contains(got.out, "workerType: deployment\n") {
		t.Errorf("stdout:\n%s", got.out)
	}
	wantWrites(t, server)
}

func TestVirtualClusterNeedsNoKubeconfig(t *testing.T) {
	server := livetest.New(t)
	args := []string{"cluster", "register", "build", "--type", "virtual", "--usage", "worker", "--worker-type", "pipeline", "--host", "host"}
	byEnvironment(t, server, args...).says(t, exitcode.Failed, "error: --api-server: spec.apiServer: Required value")
	byEnvironment(t, server, append(args, "--api-server", "https://10.0.0.9:31501", "--https-node-port", "31501")...).want(t, exitcode.Done, "1 created")
	wantWrites(t, server, "PATCH clusters/build")
}

// What can not be used is not registered.
func TestClusterRegisterRefuses(t *testing.T) {
	worker := target(t)
	worker.May = func(verb, resource, _ string) bool { return verb != "create" || resource != "clusterrolebindings" }
	program := filepath.Join(t.TempDir(), "exec.yaml")
	text := `{apiVersion: v1, kind: Config, current-context: c, contexts: [{name: c, context: {cluster: c, user: u}}],
		clusters: [{name: c, cluster: {server: "https://10.0.0.1"}}], users: [{name: u, user: {exec: {apiVersion: client.authentication.k8s.io/v1, command: cloud-login, interactiveMode: Never}}}]}`
	if err := os.WriteFile(program, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	kubeconfig := kubeconfigFor(t, worker)
	for name, test := range map[string]struct {
		args []string
		want string
	}{
		"no kubeconfig":   {[]string{"cluster", "register", "a", "--type", "physical"}, "error: no kubeconfig given (give --kubeconfig FILE)"},
		"a context alone": {[]string{"cluster", "register", "a", "--context", "c"}, "error: --context is one of the kubeconfig of the cluster that is registered"},
		"no file":         {register("nowhere.yaml"), "error: read kubeconfig: open nowhere.yaml: no such file or directory"},
		"no context":      {register(kubeconfig, "--context", "d"), `there is no context "d" (use one of c, other)`},
		"by a program":    {register(program), `it signs in by the program "cloud-login", which is not there where Nautes runs`},
		"no permission":   {register(kubeconfig), "may not create clusterrolebindings.rbac.authorization.k8s.io"},
		"unreachable":     {register(kubeconfig, "--context", "other"), "can not be reached"},
		"no usage":        {[]string{"cluster", "register", "a", "--kubeconfig", kubeconfig, "--type", "physical"}, "error: --usage: spec.usage: Required value"},
		"no name":         {[]string{"cluster", "register"}, "error: no name given (write: kubectl nautes cluster register NAME)"},
	} {
		t.Run(name, func(t *testing.T) {
			server := livetest.New(t)
			got := byEnvironment(t, server, test.args...)
			got.says(t, exitcode.Failed, test.want)
			got.keepsQuiet(t)
			wantWrites(t, server)
		})
	}
}

// A Cluster without its Secret would be of no use, so whether that can be stored is tried first.
func TestClusterIsNotRegisteredWithoutItsSecret(t *testing.T) {
	server := livetest.New(t)
	server.Intercept = func(r livetest.Request) *livetest.Answer {
		if r.Path == workerSecretPath {
			return livetest.Refusal(http.StatusForbidden, metav1.StatusReasonForbidden, `User "jane" cannot patch secrets`)
		}
		return nil
	}
	byEnvironment(t, server, register(kubeconfigFor(t, target(t)))...).says(t, exitcode.Failed, "error: try to store the kubeconfig: ")
	if server.Get(workerPath) != nil {
		t.Error("the Cluster is registered")
	}
}

func TestClusterCheck(t *testing.T) {
	server, worker := livetest.New(t), target(t)
	byEnvironment(t, server, register(kubeconfigFor(t, worker))...).says(t, exitcode.Done)
	got := byEnvironment(t, server, "cluster", "check", "demo-test")
	got.says(t, exitcode.Done)
	got.keepsQuiet(t)
	for _, want := range []string{"ok     API server", "warn   secretSync external-secrets", "mend: Install the component there"} {
		if !strings.Contains(got.out, want) {
			t.Errorf("no %q in:\n%s", want, got.out)
		}
	}
	want, err := os.ReadFile("testdata/cluster-check.table.golden")
	if err != nil {
		t.Fatal(err)
	}
	shown := strings.ReplaceAll(got.out, worker.URL, "https://127.0.0.1:6443")
	if diff := cmp.Diff(string(want), shown); diff != "" {
		t.Errorf("testdata/cluster-check.table.golden (-want +got):\n%s", diff)
	}
	worker.May = func(string, string, string) bool { return false }
	byEnvironment(t, server, "cluster", "check", "demo-test", "-o", "json").says(t, exitcode.Failed)
	server.Remove(workerSecretPath)
	gone := byEnvironment(t, server, "cluster", "check", "demo-test", "-o", "yaml")
	gone.says(t, exitcode.Done)
	if !strings.Contains(gone.out, "state: skipped") {
		t.Errorf("stdout:\n%s", gone.out)
	}
	byEnvironment(t, server, "cluster", "check", "nope").says(t, exitcode.Failed, `error: there is no cluster "nope" (to see clusters: kubectl get clusters.nautes.resource.nautes.io)`)
}

func TestClusterUnregister(t *testing.T) {
	for name, test := range map[string]struct {
		manager, said string
		stays         bool
	}{
		"our Secret":      {"kubectl-nautes", "Secret nautes-system/demo-test-kubeconfig deleted\n", false},
		"another program": {"helm", "Note: Secret nautes-system/demo-test-kubeconfig stays: another program made it\n", true},
	} {
		t.Run(name, func(t *testing.T) {
			server := livetest.New(t)
			byEnvironment(t, server, register(kubeconfigFor(t, target(t)))...).says(t, exitcode.Done)
			metadata := server.Get(workerSecretPath)["metadata"].(map[string]any)
			metadata["managedFields"] = []any{map[string]any{"manager": test.manager, "operation": "Apply"}}
			dry := byEnvironment(t, server, "cluster", "unregister", "demo-test", "--dry-run=client")
			dry.says(t, exitcode.Done, "1 deleted (dry run)")
			if server.Get(workerPath) == nil || server.Get(workerSecretPath) == nil {
				t.Fatal("the dry run deleted something")
			}
			got := byEnvironment(t, server, "cluster", "unregister", "demo-test")
			got.says(t, exitcode.Done, "1 deleted\n", test.said)
			if server.Get(workerPath) != nil || (server.Get(workerSecretPath) != nil) != test.stays {
				t.Errorf("Cluster %v, Secret %v", server.Get(workerPath), server.Get(workerSecretPath))
			}
		})
	}
}

func TestClusterInUseIsNotUnregistered(t *testing.T) {
	server := livetest.New(t)
	byEnvironment(t, server, register(kubeconfigFor(t, target(t)))...).says(t, exitcode.Done)
	server.Intercept = func(r livetest.Request) *livetest.Answer {
		if r.Method == http.MethodDelete {
			return livetest.Denial("cluster-in-use", "metadata.name", `cluster "demo-test" is used by Environment/test`, "move it")
		}
		return nil
	}
	byEnvironment(t, server, "cluster", "unregister", "demo-test").says(t, exitcode.Denied, "cluster-in-use", "1 denied")
	if server.Get(workerSecretPath) == nil {
		t.Error("the Secret is deleted, and the Cluster stays")
	}
}
