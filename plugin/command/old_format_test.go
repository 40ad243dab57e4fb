// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command_test

import (
	"encoding/base64"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/nautes-labs/kubectl-nautes/plugin/exitcode"
	"github.com/nautes-labs/kubectl-nautes/plugin/live/livetest"
)

// oldCluster is a Cluster of the old command line, with its credentials.
const oldCluster = `apiVersion: nautes.resource.nautes.io/v1alpha1
kind: Cluster
spec:
  name: host-$suffix
  apiServer: https://10.0.0.1:6443
  clusterType: physical
  usage: host
  kubeconfig: |
    clusters: [{name: c, cluster: {server: "https://127.0.0.1:6443"}}]
    users: [{name: u, user: {token: never-to-be-seen}}]
`

const (
	secretPath  = "/api/v1/namespaces/nautes-system/secrets/host-q-kubeconfig"
	clusterPath = api + "/clusters/host-q"
)

// kept is the kubeconfig in the Secret; "" where there is none.
func kept(t *testing.T, server *livetest.Server) string {
	t.Helper()
	data, _ := server.Get(secretPath)["data"].(map[string]any)
	encoded, _ := data["kubeconfig"].(string)
	text, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func (f finished) keepsQuiet(t *testing.T) {
	t.Helper()
	for _, secret := range []string{"never-to-be-seen", base64.StdEncoding.EncodeToString([]byte("never-to-be-seen"))[:16]} {
		if strings.Contains(f.out+f.errOut, secret) {
			t.Errorf("it shows the kubeconfig:\n%s%s", f.out, f.errOut)
		}
	}
}

func TestApplyStoresTheKubeconfigOfAnOldCluster(t *testing.T) {
	server := livetest.New(t)
	got := run(t.Context(), t, server, oldCluster, "apply", "-f", "-", "--set", "suffix=q")
	got.want(t, exitcode.Done, "1 created")
	got.keepsQuiet(t)
	got.says(t, exitcode.Done, "Note: 1 object in the format of the old nautes command line",
		"Note: STDIN:3: Cluster/host-q: spec.componentsList.gateway is filled in: a host/physical cluster needs it")
	if want := "cluster.nautes.resource.nautes.io/host-q created (kubeconfig in Secret nautes-system/host-q-kubeconfig)\n"; got.out != want {
		t.Errorf("stdout %q, want %q", got.out, want)
	}
	if text := kept(t, server); !strings.Contains(text, "never-to-be-seen") || !strings.Contains(text, "https://10.0.0.1:6443") {
		t.Errorf("the Secret holds %q", text)
	}
	wantWrites(t, server, "PATCH clusters/host-q", "PATCH "+secretPath)
}

func TestDryRunsStoreNoKubeconfig(t *testing.T) {
	for _, flag := range []string{"--dry-run=client", "--dry-run=server"} {
		server := livetest.New(t)
		got := run(t.Context(), t, server, oldCluster, "apply", "-f", "-", "--set", "suffix=q", flag)
		got.keepsQuiet(t)
		if !strings.Contains(got.out, "(kubeconfig in Secret nautes-system/host-q-kubeconfig)") {
			t.Errorf("%s: stdout %q, stderr %s", flag, got.out, got.errOut)
		}
		for _, write := range server.Writes() {
			if strings.Contains(write, "secrets") && !strings.Contains(write, "(dry run)") {
				t.Errorf("%s: %s", flag, write)
			}
		}
	}
}

// Of a Cluster that the rules deny no credentials are left behind.
func TestNoKubeconfigIsStoredForADeniedCluster(t *testing.T) {
	server := livetest.New(t)
	server.Intercept = denying(server, clusterPath)
	got := run(t.Context(), t, server, oldCluster, "apply", "-f", "-", "--set", "suffix=q")
	got.says(t, exitcode.Denied, "some-rule", "1 denied")
	if kept(t, server) != "" {
		t.Error("the kubeconfig is stored")
	}
}

func TestKubeconfigThatCanNotBeStored(t *testing.T) {
	for reason, want := range map[metav1.StatusReason]string{
		metav1.StatusReasonForbidden: "store the kubeconfig, which the Cluster has to wait for: ",
		metav1.StatusReasonConflict:  "Secret nautes-system/host-q-kubeconfig holds something else, which another program wrote",
	} {
		server := livetest.New(t)
		server.Intercept = func(r livetest.Request) *livetest.Answer {
			if r.Path != secretPath {
				return nil
			}
			code := map[metav1.StatusReason]int32{metav1.StatusReasonForbidden: http.StatusForbidden, metav1.StatusReasonConflict: http.StatusConflict}[reason]
			return livetest.Refusal(code, reason, `User "jane" cannot patch secrets`)
		}
		got := run(t.Context(), t, server, oldCluster, "apply", "-f", "-", "--set", "suffix=q")
		got.says(t, exitcode.Failed, want, "1 failed")
		got.keepsQuiet(t)
	}
}

func TestValuesFromFiles(t *testing.T) {
	kubeconfig := filepath.Join(t.TempDir(), "kubeconfig")
	head, content, _ := strings.Cut(oldCluster, "kubeconfig: |\n")
	if err := os.WriteFile(kubeconfig, []byte(strings.ReplaceAll(content, "    ", "")), 0o600); err != nil {
		t.Fatal(err)
	}
	server := livetest.New(t)
	got := run(t.Context(), t, server, head+"kubeconfig: $kubeconfig\n", "apply", "-f", "-", "--set", "suffix=q", "--set-file", "kubeconfig="+kubeconfig)
	got.want(t, exitcode.Done, "1 created")
	got.keepsQuiet(t)
	if text := kept(t, server); !strings.Contains(text, "never-to-be-seen") {
		t.Errorf("the Secret holds %q", text)
	}
}

// Every command that reads manifests takes them, and points at them.
func TestOldFormatIsReadByEveryCommand(t *testing.T) {
	file := filepath.Join(t.TempDir(), "cluster.yaml")
	if err := os.WriteFile(file, []byte(oldCluster), 0o600); err != nil {
		t.Fatal(err)
	}
	server := livetest.New(t)
	for _, args := range [][]string{
		{"plan", "-f", file, "--set", "suffix=q"},
		{"validate", "--offline", "-f", file, "--set", "suffix=q"},
		{"validate", "-f", file, "--set", "suffix=q"},
		{"diff", "-f", file, "--set", "suffix=q"},
		{"delete", "--ignore-not-found", "-f", file, "--set", "suffix=q"},
	} {
		got := run(t.Context(), t, server, "", args...)
		got.keepsQuiet(t)
		if !strings.Contains(got.errOut, "Note: 1 object in the format of the old nautes command line") || strings.Contains(got.errOut, "error: ") {
			t.Errorf("%v: %s", args, got.errOut)
		}
		without := run(t.Context(), t, server, "", args[:len(args)-2]...)
		without.keepsQuiet(t)
		if want := "error: " + file + `:4: spec.name: placeholder "$suffix" has no value (give --set suffix=VALUE)`; !strings.Contains(without.errOut, want) {
			t.Errorf("%v: %s", args, without.errOut)
		}
	}
	if text := kept(t, server); text != "" {
		t.Error("a command that only looks stores the kubeconfig")
	}
}

// A clone that Nautes filled is not one that can be applied.
func TestNumbersOfGitLabAreToldOf(t *testing.T) {
	got := run(t.Context(), t, livetest.New(t), `
apiVersion: nautes.resource.nautes.io/v1alpha1
kind: Project
metadata: {name: web}
spec: {product: product-7, language: go}
`, "plan", "-f", "-", "-n", "shop")
	got.says(t, exitcode.Done, "Note: STDIN:2 has a number of GitLab for its product, as Nautes wrote it; kubectl nautes convert gives names")
}
