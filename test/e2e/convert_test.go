// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"encoding/base64"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// oldSet are the files of the old command line, as its repository had them.
const oldSet = "../../pkg/manifest/legacy/testdata/nautes-cli"

// oldCredentials are the secret part of the kubeconfigs in them, as they stand there.
const oldCredentials = "RkFLRS1LRVktTkVWRVItUFJJTlQ="

// oldValues are the flags for the placeholders in the set. Two copies of it, by two suffixes, need addresses of their own.
func oldValues(suffix string) []string {
	return []string{
		"--set", "suffix=" + suffix, "--set", "port=31501",
		"--set", "pipeline-runtime-cluster=vcluster-pipeline-" + suffix, "--set", "deployment-runtime-cluster=vcluster-deployment-" + suffix,
	}
}

// copyOldSet copies the set, its clusters moved to another network, and makes the provider that its repos name.
func copyOldSet(t *testing.T, network string) string {
	t.Helper()
	folder := t.TempDir()
	files, err := filepath.Glob(filepath.Join(oldSet, "*"))
	if err != nil || len(files) == 0 {
		t.Fatalf("list the old set: %d files, error %v", len(files), err)
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		text := strings.ReplaceAll(string(content), "10.60.0.", network)
		write(t, filepath.Join(folder, filepath.Base(file)), strings.ReplaceAll(text, "codeRepoProvider: gitlab", "codeRepoProvider: old-gitlab"))
	}
	// Other tests make providers as well, so that there is no sole one that a product could do without naming.
	edit(t, filepath.Join(folder, "demo-product.yaml"), "  name: demo-$suffix\n  git:", "  name: demo-$suffix\n  codeRepoProvider: old-gitlab\n  git:")
	provider := filepath.Join(t.TempDir(), "provider.yaml")
	write(t, provider, header+`kind: CodeRepoProvider
metadata: {name: old-gitlab}
spec: {providerType: gitlab, httpAddress: https://old.example.com, sshAddress: "ssh://git@old.example.com:2222", apiServer: https://old.example.com}
`)
	shared.nautes(t.Context(), "apply", "-f", provider).tidy(t).want(t, 0)
	return folder
}

// keepsQuiet fails the test where a program shows the kubeconfig, plain or encoded once more.
func (r result) keepsQuiet(t *testing.T) result {
	t.Helper()
	encoded := base64.StdEncoding.EncodeToString([]byte("x" + oldCredentials + "x"))
	for _, secret := range []string{oldCredentials, encoded[4 : len(encoded)-4]} {
		if strings.Contains(r.stdout+r.stderr, secret) {
			t.Errorf("it shows the kubeconfig:\n%s\n%s", r.stdout, r.stderr)
		}
	}
	return r
}

// stored is the kubeconfig in a Secret of our namespace.
func stored(t *testing.T, secret string) string {
	t.Helper()
	text, err := base64.StdEncoding.DecodeString(shared.field(t, "nautes-system", "secret/"+secret, "{.data.kubeconfig}"))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// The whole set of the old command line, converted, is judged by all rules and applied with no denial, as convert says
// that it is done.
func TestOldSetConvertsAndApplies(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out")
	args := append([]string{"convert", "-f", copyOldSet(t, "10.61.0."), "-o", out}, oldValues("conv")...)
	converted := shared.nautes(t.Context(), args...).tidy(t).keepsQuiet(t).want(t, 0, "16 objects written to "+out)

	_, next, _ := strings.Cut(converted.stderr, "Next:\n")
	commands := strings.Split(strings.ReplaceAll(next, " \\\n", " "), "\n")
	if len(commands) < 3 {
		t.Fatalf("convert says no commands:\n%s", converted.stderr)
	}
	for _, command := range commands[:3] {
		words := strings.Fields(command)
		if words[1] == "nautes" {
			shared.nautes(t.Context(), words[2:]...).tidy(t).want(t, 0)
		} else {
			shared.kubectl(t.Context(), words[1:]...).want(t, 0)
		}
	}
	if text := stored(t, "host-conv-kubeconfig"); !strings.Contains(text, oldCredentials) || !strings.Contains(text, "https://10.61.0.10:6443") {
		t.Errorf("the Secret holds\n%s", text)
	}
	if got := shared.field(t, "demo-conv", "cluster/host-conv", "{.spec.kubeconfigSecretRef.name}"); got != "host-conv-kubeconfig" {
		t.Errorf("the Cluster refers to %q", got)
	}
	again := append([]string{"apply"}, strings.Fields(commands[2])[3:]...)
	shared.nautes(t.Context(), again...).tidy(t).want(t, 0, "16 unchanged")
}

// The old files themselves do as well: apply converts them on its way, and stores the kubeconfigs.
func TestOldFilesApplyAsTheyAre(t *testing.T) {
	folder := copyOldSet(t, "10.62.0.")
	args := append([]string{"-f", folder}, oldValues("asis")...)
	dry := shared.nautes(t.Context(), append([]string{"apply", "--dry-run=server"}, args...)...).tidy(t).keepsQuiet(t).want(t, 0)
	if !strings.Contains(dry.stdout, "kubeconfig in Secret nautes-system/host-asis-kubeconfig") {
		t.Errorf("the preview does not say where the kubeconfig goes:\n%s", dry.stdout)
	}
	shared.kubectl(t.Context(), "get", "secret", "host-asis-kubeconfig", "-n", "nautes-system", "--ignore-not-found", "-o", "name").wantOut(t, "")

	// Whatever is logged, credentials are not.
	applied := shared.nautes(t.Context(), append([]string{"apply", "-v=10"}, args...)...).keepsQuiet(t).want(t, 0, "17 created")
	if !strings.Contains(applied.stderr, "/namespaces/nautes-system/secrets/host-asis-kubeconfig") {
		t.Error("-v=10 logs no requests, so that nothing is shown")
	}
	if text := stored(t, "host-asis-kubeconfig"); !strings.Contains(text, oldCredentials) {
		t.Errorf("the Secret holds\n%s", text)
	}
	shared.nautes(t.Context(), append([]string{"apply"}, args...)...).tidy(t).keepsQuiet(t).want(t, 0, "16 unchanged")
	shared.nautes(t.Context(), append([]string{"diff"}, args...)...).tidy(t).keepsQuiet(t).want(t, 0)

	// A finding points at the old file.
	edit(t, filepath.Join(folder, "demo-deployment.yaml"), "cluster: $deployment-runtime-cluster", "cluster: nowhere")
	shared.nautes(t.Context(), append([]string{"validate"}, args...)...).tidy(t).keepsQuiet(t).
		want(t, 2, filepath.Join(folder, "demo-deployment.yaml")+":6: Environment/demo-asis/env-test-demo-asis: deny", "environment-cluster-exists")
	shared.nautes(t.Context(), append([]string{"delete"}, args...)...).tidy(t).keepsQuiet(t).want(t, 0, "17 deleted")
}
