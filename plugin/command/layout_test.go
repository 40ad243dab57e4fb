// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/genericiooptions"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/plugin/exitcode"
	"github.com/nautes-labs/kubectl-nautes/test/world"
)

const (
	rightCheckout  = "testdata/default.project"
	brokenCheckout = "testdata/default.project-broken"
)

// constructor makes a command.
type constructor = func(genericclioptions.RESTClientGetter, genericiooptions.IOStreams) *cobra.Command

// of makes a command with -n.
func of(product string, command constructor) constructor {
	return func(config genericclioptions.RESTClientGetter, streams genericiooptions.IOStreams) *cobra.Command {
		config.(*genericclioptions.ConfigFlags).Namespace = &product
		return command(config, streams)
	}
}

// shop is what the checkout that is right needs of a cluster: its product, its clusters, and the product bank that one
// of its repos is granted to.
func shop() *catalog.Snapshot {
	return catalog.New(append(world.Product("bank", 0),
		world.Object(catalog.Product, "", "shop", map[string]any{"codeRepoProvider": "gitlab"}),
		world.Object(catalog.Project, "bank", "ledger", map[string]any{"language": "java"}),
		world.Object(catalog.ArtifactRepoProvider, "", "nexus", map[string]any{"providerType": "nexus"}),
		world.Provider("gitlab"), world.Cluster("test-0", "deployment"),
		world.Object(catalog.Cluster, "", "pipe-0", map[string]any{
			"usage": "worker", "workerType": "pipeline", "clusterType": "physical", "apiServer": "https://pipe-0.example.com:6443",
			"componentsList": map[string]any{"pipeline": map[string]any{"name": "tekton", "namespace": "tekton-pipelines"}},
		}),
	)...)
}

const note = " looks like a checkout of default.project, so its layout is judged too; --layout=false leaves that out\n"

func TestValidateOfACheckout(t *testing.T) {
	got := run(t, "", of("shop", validateOn(&fakeCluster{state: shop()})), "-f", rightCheckout)
	got.wantCode(t, exitcode.Done)
	if want := "Note: " + rightCheckout + note + "10 objects judged: nothing found\n"; got.out != "" || got.errOut != want {
		t.Errorf("stdout %q, stderr %q, want %q", got.out, got.errOut, want)
	}
}

func TestValidateOfABrokenCheckout(t *testing.T) {
	for _, format := range []string{"table", "json"} {
		t.Run(format, func(t *testing.T) {
			got := run(t, "", of("shop", newValidate), "--offline", "-f", brokenCheckout, "-o", format)
			got.wantCode(t, exitcode.Denied)
			golden(t, "validate-layout."+format+".golden")(unplaced(got.out))
		})
	}
}

// What a checkout can not hold is not known; what it can hold and does not is not there.
func TestValidateOfACheckoutOffline(t *testing.T) {
	got := run(t, "", of("shop", newValidate), "--offline", "--layout", "-f", rightCheckout)
	got.wantCode(t, exitcode.Done)
	wantContains(t, got.out, "not judged:\n", "environment-cluster-exists (2 objects)", "product-exists (10 objects)",
		// The projects of another product lie in another repository.
		"binding-projects-exist (1 object)")
	if strings.Contains(got.errOut, "Note:") {
		t.Errorf("a note on what was asked for: %s", got.errOut)
	}

	folder := copyOf(t, rightCheckout)
	removeFiles(t, folder, "envs/test.yaml", "envs/ci.yaml")
	got = run(t, "", of("shop", newValidate), "--offline", "-f", folder)
	got.wantCode(t, exitcode.Denied)
	wantContains(t, got.out, "runtimes/cart-test.yaml:12: DeploymentRuntime/shop/cart-test: deny\n    deploymentruntime-environment-exists",
		"production/kustomization.yaml:6: deny\n    layout-kustomization-current")
}

func TestValidateOfACheckoutWithTheRestBesideIt(t *testing.T) {
	rest := file(t, "rest.yaml", `apiVersion: nautes.resource.nautes.io/v1alpha1
kind: Product
metadata: {name: shop}
spec: {codeRepoProvider: gitlab}
---
apiVersion: nautes.resource.nautes.io/v1alpha1
kind: CodeRepoProvider
metadata: {name: gitlab}
spec: {providerType: gitlab, httpAddress: "https://gitlab.example.com", sshAddress: "ssh://git@gitlab.example.com", apiServer: "https://gitlab.example.com"}
`)
	got := run(t, "", of("shop", newValidate), "--offline", "-f", rightCheckout, "-f", rest)
	got.wantCode(t, exitcode.Done)
	wantContains(t, got.errOut, "12 objects judged: nothing found")
	if strings.Contains(got.out, "coderepo-provider-exists") {
		t.Errorf("a rule is not judged, though all it needs is given:\n%s", got.out)
	}
	// One product is given, and bank may well be another.
	wantContains(t, got.out, "binding-product-exists (1 object)")
}

func TestValidateOfACheckoutWithoutItsProduct(t *testing.T) {
	got := run(t, "", newValidate, "--offline", "-f", rightCheckout)
	got.wantCode(t, exitcode.Failed)
	if want := rightCheckout + ": the manifests of this checkout do not say which product they belong to (give -n PRODUCT)"; got.message != want {
		t.Errorf("message %q, want %q", got.message, want)
	}
}

// A new product has a kustomization with nothing in it, and no directory yet.
func TestValidateOfANewCheckout(t *testing.T) {
	folder := t.TempDir()
	writeFile(t, folder, "README.md", "# shop\n")
	writeFile(t, folder, "production/kustomization.yaml", "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: []\n")
	for name, command := range map[string]constructor{"offline": newValidate, "live": validateOn(&fakeCluster{state: shop()})} {
		t.Run(name, func(t *testing.T) {
			args := []string{"--layout", "-f", folder}
			if name == "offline" {
				args = append(args, "--offline")
			}
			got := run(t, "", of("shop", command), args...)
			got.wantCode(t, exitcode.Done)
			if got.out != "" || got.errOut != "0 objects judged: nothing found\n" {
				t.Errorf("stdout %q, stderr %q", got.out, got.errOut)
			}
		})
	}
}

func TestLayoutFlag(t *testing.T) {
	lone := t.TempDir() // one directory of the layout is not enough to be taken for a checkout
	writeFile(t, lone, "envs/deep/test.yaml", "apiVersion: nautes.resource.nautes.io/v1alpha1\nkind: Environment\nmetadata: {name: test}\nspec: {cluster: test-0, envType: test}\n")
	for name, test := range map[string]struct {
		args []string
		code exitcode.Code
		want string
	}{
		"off":                      {[]string{"--layout=false", "-f", rightCheckout}, exitcode.Failed, "no manifests in this folder"},
		"off, folders below":       {[]string{"--layout=false", "-R", "-f", rightCheckout}, exitcode.Failed, "kustomization.yaml: is a kustomization"},
		"folders below":            {[]string{"-R", "-f", rightCheckout}, exitcode.Done, ""},
		"not recognized":           {[]string{"-f", lone}, exitcode.Failed, "no manifests in this folder"},
		"on":                       {[]string{"--layout", "-f", lone}, exitcode.Denied, ""},
		"on, a folder of others":   {[]string{"--layout", "-f", "testdata"}, exitcode.Failed, "testdata: is no checkout of default.project (it holds none of "},
		"on, a file":               {[]string{"--layout", "-f", rightCheckout + "/envs/test.yaml"}, exitcode.Failed, "-f names no folder (use -f FOLDER)"},
		"on, a kustomization":      {[]string{"--layout", "-k", rightCheckout}, exitcode.Failed, "(use -f FOLDER instead of -k)"},
		"on, nothing":              {[]string{"--layout"}, exitcode.Failed, "no manifests named"},
		"kustomization, undecided": {[]string{"-k", rightCheckout + "/templates"}, exitcode.Failed, "build kustomization"},
	} {
		t.Run(name, func(t *testing.T) {
			got := run(t, "", of("shop", newValidate), append(test.args, "--offline")...)
			got.wantCode(t, test.code)
			wantContains(t, got.message, test.want)
		})
	}
}

// copyOf is a fresh copy of a folder.
func copyOf(t *testing.T, folder string) string {
	t.Helper()
	fresh := t.TempDir()
	if err := os.CopyFS(fresh, os.DirFS(folder)); err != nil {
		t.Fatal(err)
	}
	return fresh
}

func removeFiles(t *testing.T, folder string, names ...string) {
	t.Helper()
	for _, name := range names {
		if err := os.Remove(filepath.Join(folder, name)); err != nil {
			t.Fatal(err)
		}
	}
}

func writeFile(t *testing.T, folder, name, content string) {
	t.Helper()
	path := filepath.Join(folder, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}
