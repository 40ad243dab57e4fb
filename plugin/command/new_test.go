// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"bufio"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/genericiooptions"

	"github.com/spf13/cobra"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/plugin/exitcode"
	"github.com/nautes-labs/kubectl-nautes/test/world"
)

// wholeProduct is what the help of new product shows.
var wholeProduct = []string{
	"demo", "--project", "web=typescript", "--project", "api", "--pipeline-cluster", "demo-build", "--deploy-cluster", "demo-test",
}

func TestNewProductPrints(t *testing.T) {
	got := run(t, "", newNewProduct, wholeProduct...)
	got.wantCode(t, exitcode.Done)
	golden(t, "new-product.golden")(got.out)
	fits(t, got.out)
	judged := run(t, got.out, newValidate, "--offline", "-f", "-")
	judged.wantCode(t, exitcode.Done)
	wantContains(t, judged.errOut, "13 objects judged: nothing found; ")
}

// What is written passes, with its layout, and once the clusters are there on a cluster as well.
func TestNewProductWritesWhatIsValid(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out")
	got := run(t, "", newNewProduct, append(wholeProduct, "-o", out)...)
	got.wantCode(t, exitcode.Done)
	golden(t, "new-product.stderr.golden")(strings.ReplaceAll(got.errOut, out, "demo"))
	files := []string{"-f", filepath.Join(out, "product.yaml"), "-f", filepath.Join(out, "default.project")}
	offline := run(t, "", newValidate, append(files, "--offline")...)
	offline.wantCode(t, exitcode.Done)
	wantContains(t, offline.errOut, "so its layout is judged too", "13 objects judged: nothing found; ")
	layout := run(t, "", of("demo", newValidate), "--offline", "--layout", "-f", filepath.Join(out, "default.project"))
	layout.wantCode(t, exitcode.Done)
	wantContains(t, layout.errOut, "12 objects judged: nothing found; ")
	builds := world.Cluster("demo-build", "pipeline")
	builds.Content()["spec"].(map[string]any)["componentsList"] = map[string]any{"pipeline": map[string]any{"name": "tekton", "namespace": "tekton-pipelines"}}
	state := catalog.New(world.Provider("gitlab"), builds, world.Cluster("demo-test", "deployment"))
	onCluster := run(t, "", validateOn(&fakeCluster{state: state}), files...)
	onCluster.wantCode(t, exitcode.Done)
	wantContains(t, onCluster.errOut, "13 objects judged: nothing found\n")
	again := run(t, "", newNewProduct, append(wholeProduct, "-o", out)...)
	again.wantCode(t, exitcode.Failed)
	wantContains(t, again.message, filepath.Join(out, "product.yaml"), "there already (name another folder, or remove it)")
}

func TestNewProductWithoutClusters(t *testing.T) {
	got := run(t, "", newNewProduct, "demo", "--project", "web", "-o", "-")
	got.wantCode(t, exitcode.Done)
	judged := run(t, got.out, newValidate, "--offline", "-f", "-")
	judged.wantCode(t, exitcode.Done)
	wantContains(t, judged.errOut, "3 objects judged: nothing found; ")
}

func TestNewProductRefuses(t *testing.T) {
	for name, test := range map[string]struct {
		args []string
		want string
	}{
		"no name":        {nil, "no product named (give its name: kubectl nautes new product NAME)"},
		"no project":     {[]string{"demo"}, "no project named (give --project NAME)"},
		"two names":      {[]string{"demo", "shop"}, "accepts at most 1 arg(s), received 2"},
		"a format":       {[]string{"demo", "--project", "a", "-o", "yaml"}, "-o names a folder here (leave it out to print YAML; for a folder of that name: -o ./yaml)"},
		"names too long": {[]string{strings.Repeat("p", 40), "--project", strings.Repeat("a", 40), "--deploy-cluster", "c"}, "(choose shorter names)"},
	} {
		t.Run(name, func(t *testing.T) {
			got := run(t, "", newNewProduct, test.args...)
			got.wantCode(t, exitcode.Failed)
			wantContains(t, got.message, test.want)
		})
	}
	got := run(t, "", of("shop", newNewProduct), "demo", "--project", "a")
	wantContains(t, got.message, `-p names product "shop", and the argument "demo" (leave -p out)`)
}

// answering is new product at a terminal, with these answers.
func answering(answers io.Reader) constructor {
	return func(config genericclioptions.RESTClientGetter, streams genericiooptions.IOStreams) *cobra.Command {
		return (&newProductOptions{IOStreams: streams, config: config, prompt: &prompt{bufio.NewReader(answers), streams.ErrOut}}).command()
	}
}

func TestNewProductAsksForWhatIsMissing(t *testing.T) {
	got := run(t, "", answering(strings.NewReader("demo\nweb=typescript, api\n\ndemo-test\n")))
	got.wantCode(t, exitcode.Done)
	if want := "Name of the product: Its projects, as NAME or NAME=LANGUAGE, with spaces between them: " +
		"Cluster that runs pipelines (empty for none): Cluster that is deployed to (empty for none): "; got.errOut != want {
		t.Errorf("asked %q", got.errOut)
	}
	wantContains(t, got.out, "language: typescript\n", "kind: DeploymentRuntime\n")
	said := run(t, "", answering(strings.NewReader("")), "demo", "--project", "web")
	said.wantCode(t, exitcode.Done)
	if said.errOut != "" {
		t.Errorf("asked %q, though all was said", said.errOut)
	}
	run(t, "", answering(strings.NewReader("demo\n"))).wantCode(t, exitcode.Failed)
}

// Nobody answers, and Ctrl-C ends it.
func TestQuestionsEndWithTheCommand(t *testing.T) {
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _, _ = writer.Close(), reader.Close() }()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = (&prompt{bufio.NewReader(reader), io.Discard}).confirm(ctx, "Really?")
	if exitcode.Of(err) != exitcode.Interrupted {
		t.Errorf("error %v", err)
	}
}
