// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/nautes-labs/kubectl-nautes/plugin/exitcode"
)

// oldFiles holds what was written for the old command line and by Nautes.
const oldFiles = "../../pkg/manifest/legacy/testdata"

func TestConvertPrintsManifests(t *testing.T) {
	want, wantErr := golden(t, "convert.golden"), golden(t, "convert.stderr.golden")
	t.Chdir(oldFiles)
	got := run(t, "", newConvert, "-f", "nautes-cli/demo-cluster-host.yaml", "-f", "nautes-cli/demo-product.yaml", "--set", "suffix=q", "--set", "sufix=q")
	got.wantCode(t, exitcode.Done)
	want(got.out)
	wantErr(got.errOut)
}

func TestConvertWritesAFolder(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out")
	args := []string{
		"-f", oldFiles + "/nautes-cli", "-o", out, "--set", "suffix=q", "--set", "port=31501",
		"--set", "pipeline-runtime-cluster=vcluster-pipeline-q", "--set", "deployment-runtime-cluster=vcluster-deployment-q",
	}
	got := run(t, "", newConvert, args...)
	got.wantCode(t, exitcode.Done)
	if got.out != "" {
		t.Errorf("stdout: %s", got.out)
	}
	_, next, _ := strings.Cut(got.errOut, "16 objects written")
	golden(t, "convert.next.golden")("16 objects written" + strings.ReplaceAll(next, out, "demo"))
	for _, file := range []string{"secrets/host-q-kubeconfig.yaml", "clusters/host-q.yaml", "demo-q/production/kustomization.yaml"} {
		if _, err := os.Stat(filepath.Join(out, file)); err != nil {
			t.Error(err)
		}
	}
	again := run(t, "", newConvert, args...)
	again.wantCode(t, exitcode.Failed)
	wantContains(t, again.message, filepath.Join(out, "clusters", "host-q.yaml"), "there already (name another folder, or remove it)")
}

func TestConvertOfAClone(t *testing.T) {
	out := t.TempDir()
	got := run(t, "", of("shop", newConvert), "-f", oldFiles+"/default.project", "-o", out)
	got.wantCode(t, exitcode.Done)
	wantContains(t, got.errOut, "repo-42 is now cart-src, after its repository", filepath.Join("default.project", "templates")+" is not taken over")
	text, err := os.ReadFile(filepath.Join(out, "shop", "projects", "cart", "cart-ci.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	wantContains(t, string(text), "namespace: shop\n", "pipelineSource: cart-pipelines\n", "repoName: cart-src\n")
	judged := run(t, "", validateOn(&fakeCluster{}), "--offline", "-f", filepath.Join(out, "shop"))
	if strings.Contains(judged.out, "layout-") {
		t.Errorf("its layout is not right:\n%s", judged.out)
	}
}

// With the Product of the tenant cluster beside the clone nobody has to say its name.
func TestConvertKnowsProductsByTheTenantCluster(t *testing.T) {
	got := run(t, "", newConvert, "-f", oldFiles+"/default.project", "-f", oldFiles+"/tenant.yaml")
	got.wantCode(t, exitcode.Done)
	wantContains(t, got.out, "kind: Product\nmetadata:\n  name: shop\n", "  name: cart-src\n  namespace: shop\n")
}

func TestConvertTakesOurOwnManifestsAsTheyAre(t *testing.T) {
	t.Chdir(samples)
	got := run(t, "", newConvert, "-f", "demo/environments.yaml")
	got.wantCode(t, exitcode.Done)
	text, err := os.ReadFile("demo/environments.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if got.out != string(text) || got.errOut != "" {
		t.Errorf("stdout:\n%s\nstderr:\n%s", got.out, got.errOut)
	}
}

func TestConvertRefusesBadUse(t *testing.T) {
	const project = "apiVersion: nautes.resource.nautes.io/v1alpha1\nkind: Project\nspec: {name: web-$suffix, product: demo, language: go}\n"
	clone := oldFiles + "/default.project"
	for name, test := range map[string]struct {
		args []string
		want string
	}{
		"nothing named":          {nil, "no manifests named (give -f FILENAME or -k FOLDER)"},
		"an argument":            {[]string{"demo"}, `unknown command "demo"`},
		"no value":               {[]string{"-f", "-"}, `STDIN:3: spec.name: placeholder "$suffix" has no value (give --set suffix=VALUE)`},
		"no pair":                {[]string{"-f", "-", "--set", "suffix"}, "a value of --set is not NAME=VALUE"},
		"two values":             {[]string{"-f", "-", "--set", "suffix=a", "--set", "$suffix=b"}, `the value of "suffix" is given twice`},
		"no file":                {[]string{"-f", "-", "--set-file", "suffix=nowhere"}, "read --set-file suffix: open nowhere: no such file"},
		"no name":                {[]string{"-f", "-", "--map", "=x"}, "a value of --map is not NUMBER=NAME"},
		"a product by number":    {[]string{"-f", clone}, `what "product-7" stands for is not said in these files`},
		"a name that is none":    {[]string{"-f", clone, "--map", "product-7=Shop"}, `metadata.namespace: Invalid value: "Shop"`},
		"two repos by one name":  {[]string{"-f", clone, "--map", "product-7=shop", "--map", "repo-43=cart-src"}, `Invalid value: "cart-src": is the name of another one, at`},
		"a folder that is there": {[]string{"-f", "-", "--set", "suffix=a", "-o", clone + "/README.md"}, "write manifests: "},
	} {
		t.Run(name, func(t *testing.T) {
			got := run(t, project, newConvert, test.args...)
			got.wantCode(t, exitcode.Failed)
			wantContains(t, got.message, test.want)
			if got.out != "" {
				t.Errorf("stdout: %s", got.out)
			}
		})
	}
}
