// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/nautes-labs/kubectl-nautes/test/cluster"
)

// everything are those of our kinds that the sample has.
const everything = "clusters,coderepobindings,coderepoproviders,coderepos,deploymentruntimes,environments,products,projects"

// header starts each of our manifests.
const header = "apiVersion: nautes.resource.nautes.io/v1alpha1\n"

// projectManifest is the simplest manifest there is.
func projectManifest(product, name string) string {
	return header + fmt.Sprintf("kind: Project\nmetadata: {name: %s, namespace: %s}\nspec: {language: golang}\n", name, product)
}

// emptyProductManifest is a product of the provider that the other manifests here have.
func emptyProductManifest(name string) string {
	return header + fmt.Sprintf("kind: Product\nmetadata: {name: %s}\nspec: {codeRepoProvider: gitlab}\n", name)
}

// virtualClusters are clusters each of which is on the next, the last one on the first.
func virtualClusters(names ...string) string {
	var b strings.Builder
	for i, name := range names {
		fmt.Fprintf(&b, "---\n%skind: Cluster\nmetadata: {name: %s}\nspec:\n  apiServer: https://%[2]s.example.com\n  clusterType: virtual\n"+
			"  usage: worker\n  workerType: deployment\n  hostCluster: %s\n  componentsList: {}\n", header, name, names[(i+1)%len(names)])
	}
	return b.String()
}

// Input that is wrong stops a command before anything is sent, also what is right in it: an object that could be
// applied lies beside the wrong one each time, and is not there afterwards.
func TestBadInputIsOneErrorAndNothingIsDone(t *testing.T) {
	const p = "bad-input"
	shared.product(t, p)
	folder := t.TempDir()
	good := filepath.Join(folder, "good.yaml")
	write(t, good, projectManifest(p, "bystander"))

	binary, err := os.ReadFile(built("nautes-webhook"))
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		content string
		// place is behind the file's name; words are in the error too.
		place string
		words []string
		// deletable tells that delete, which needs no more than names, does not mind.
		deletable bool
	}{
		"broken YAML": {content: header + "kind: Project\nmetadata:\n  name: other\n namespace: demo\n",
			place: ":5: ", words: []string{"invalid YAML", "indentation"}},
		"binary file": {content: string(binary[:8192]), place: ": ", words: []string{"is a binary file"}},
		"empty file":  {place: ": ", words: []string{"no manifests in it"}},
		"unknown kind": {content: header + "kind: Environmnt\nmetadata: {name: other, namespace: bad-input}\nspec: {cluster: bad-input, envType: prod}\n",
			place: ":2: kind: ", words: []string{`unknown kind "Environmnt"`, `did you mean "Environment"?`}},
		"unknown field": {content: header + "kind: Environment\nmetadata: {name: other, namespace: bad-input}\nspec:\n  cluster: bad-input\n  envType: prod\n  clustre: x\n",
			place: ":7: spec.clustre: ", words: []string{"unknown field", `did you mean "cluster"?`}, deletable: true},
		"wrong type": {content: header + "kind: CodeRepo\nmetadata: {name: other, namespace: bad-input}\nspec:\n  pipelineRuntime: \"yes\"\n",
			place: ":5: spec.pipelineRuntime: ", words: []string{"must be of type boolean"}, deletable: true},
		"value that is none of those allowed": {content: header + "kind: Product\nmetadata: {name: other}\nspec:\n  git: {gitlab: {visibility: secret}}\n",
			place: ":5: spec.git.gitlab.visibility: ", words: []string{`"secret"`, `"private"`}, deletable: true},
		"document of 10 MB": {content: header + "kind: Project\nmetadata:\n  name: other\n  namespace: bad-input\n  annotations:\n    note: " + strings.Repeat("x", 10<<20) + "\nspec: {language: golang}\n",
			place: ":1: ", words: []string{"larger than 3 MiB"}},
		"document of the old command line without a value": {content: header + "kind: Project\nspec:\n  name: $other\n  product: bad-input\n  language: golang\n",
			place: ":4: spec.name: ", words: []string{`placeholder "$other" has no value`, "--set other=VALUE"}},
		"object given twice": {content: projectManifest(p, "other") + "---\n" + projectManifest(p, "other"),
			place: ":8: metadata.name: ", words: []string{"given twice", "bad.yaml:1)"}},
		"object of another group": {content: "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: other, namespace: bad-input}\n",
			place: ":2: kind: ", words: []string{"Deployment of apps/v1 is not a nautes object", "kubectl apply takes it"}},
		"text behind an object": {content: `{"apiVersion": "nautes.resource.nautes.io/v1alpha1", "kind": "Project", "metadata": {"name": "other", "namespace": "bad-input"}, "spec": {"language": "golang"}} }`,
			place: ":1: ", words: []string{"invalid"}},
		"no namespace": {content: header + "kind: Project\nmetadata: {name: other}\nspec: {language: golang}\n",
			place: ":3: metadata.namespace: ", words: []string{"belongs to a product", "-n PRODUCT"}},
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if t.Failed() { // the others are not to fail for what this one left
					shared.kubectl(t.Context(), "delete", "projects", "bystander", "other", "-n", p, "--ignore-not-found")
				}
			}()
			bad := filepath.Join(t.TempDir(), "bad.yaml")
			write(t, bad, test.content)
			words := append([]string{bad + test.place}, test.words...)
			for _, command := range fileCommands() {
				if test.deletable && command.args[0] == "delete" {
					continue
				}
				shared.nautes(t.Context(), command.on(good, bad)...).oneError(t, command.failed, words...)
			}
			nothingOf(t, p, "bystander", "other")
		})
	}
	t.Run("missing file", func(t *testing.T) {
		bad := filepath.Join(t.TempDir(), "bad.yaml")
		for _, command := range fileCommands() {
			shared.nautes(t.Context(), command.on(good, bad)...).oneError(t, command.failed, bad+": no such file or folder")
		}
		nothingOf(t, p, "bystander")
	})
	t.Run("cycle of hosts", func(t *testing.T) {
		bad := filepath.Join(t.TempDir(), "bad.yaml")
		write(t, bad, virtualClusters("ring-a", "ring-b", "ring-c"))
		for _, command := range fileCommands() {
			if command.args[0] != "delete" {
				shared.nautes(t.Context(), command.on(good, bad)...).oneError(t, command.failed, "in a ring",
					bad+":10: Cluster/ring-a names Cluster/ring-b in spec.hostCluster", bad+":32: Cluster/ring-c names Cluster/ring-a")
			}
		}
		nothingOf(t, p, "bystander")
		shared.kubectl(t.Context(), "get", "clusters", "ring-a", "ring-b", "ring-c", "--ignore-not-found", "-o", "name").wantOut(t, "")
	})
}

// Each wrong thing is an error of its own, so that all can be mended at once.
func TestBadInputIsReportedAllAtOnce(t *testing.T) {
	folder := t.TempDir()
	write(t, filepath.Join(folder, "a.yaml"), header+"kind: Environment\nmetadata: {name: a, namespace: bad}\nspec:\n  envType: test\n  clustre: b\n")
	write(t, filepath.Join(folder, "b.yaml"), "a: [\n")
	r := shared.nautes(t.Context(), "apply", "-f", folder).tidy(t)
	r.want(t, 1, "a.yaml:4: spec.cluster: Required value", `a.yaml:6: spec.clustre: unknown field (did you mean "cluster"?)`, "b.yaml:")
	if errors := r.errors(); len(errors) != 3 {
		t.Errorf("%d errors, want 3: %q", len(errors), errors)
	}
}

// With delete the names are all that counts, so what a manifest says beside them may be wrong by now.
func TestDeleteTakesManifestsThatAreNoLongerRight(t *testing.T) {
	p := shared.product(t, "stale-manifest")
	file := filepath.Join(t.TempDir(), "manifest.yaml")
	write(t, file, header+"kind: CodeRepo\nmetadata: {name: api, namespace: stale-manifest}\nspec: {colour: blue}\n")
	shared.nautes(t.Context(), "delete", "-f", file).tidy(t).want(t, 0, "coderepo.nautes.resource.nautes.io/api deleted", "1 deleted")
	nothingOf(t, p, "coderepo/api")
}

func TestBadUsageIsOneError(t *testing.T) {
	file := filepath.Join(t.TempDir(), "manifest.yaml")
	write(t, file, projectManifest("usage", "api"))
	for name, test := range map[string]struct {
		args  []string
		code  int
		words []string
	}{
		"no command of that name": {[]string{"aply", "-f", file}, 1, []string{"aply"}},
		"no files":                {[]string{"apply"}, 1, []string{"-f FILENAME"}},
		"no files to diff":        {[]string{"diff"}, 2, []string{"-f FILENAME"}},
		"unknown flag":            {[]string{"apply", "-f", file, "--frce"}, 1, []string{"unknown flag: --frce", "kubectl nautes apply --help"}},
		"unknown flag of diff":    {[]string{"diff", "-f", file, "--frce"}, 2, []string{"unknown flag: --frce"}},
		"argument":                {[]string{"apply", file}, 1, []string{file}},
		"unknown dry run":         {[]string{"apply", "-f", file, "--dry-run=maybe"}, 1, []string{`"maybe"`, "none|client|server"}},
		"unknown output":          {[]string{"apply", "-f", file, "-o", "table"}, 1, []string{`"table"`, "yaml"}},
		"unknown report":          {[]string{"validate", "-f", file, "-o", "name"}, 1, []string{`"name"`, "table|json|yaml"}},
		"reason without a bypass": {[]string{"apply", "-f", file, "--reason", "because"}, 1, []string{"--reason", "-i"}},
		"negative timeout":        {[]string{"apply", "-f", file, "--wait", "--timeout=-1s"}, 1, []string{"--timeout -1s"}},
		"both -f and -k":          {[]string{"plan", "-f", file, "-k", filepath.Dir(file)}, 1, []string{"only one of -f and -k"}},
		"both -n and -p":          {[]string{"plan", "-f", file, "-n", "usage", "-p", "usage"}, 1, []string{"--product and --namespace mean the same"}},
		"another product":         {[]string{"apply", "-f", file, "-p", "other"}, 1, []string{file + ":3: metadata.namespace: ", "usage", "other"}},
		"no such context":         {[]string{"apply", "-f", file, "--context", "nowhere"}, 1, []string{"nowhere"}},
	} {
		t.Run(name, func(t *testing.T) {
			shared.nautes(t.Context(), test.args...).oneError(t, test.code, test.words...)
		})
	}
}

func TestUnreachableCluster(t *testing.T) {
	ports, err := freePorts(1) // closed again by now
	if err != nil {
		t.Fatal(err)
	}
	address := "https://" + local(ports[0])
	folder := t.TempDir()
	kubeconfig := filepath.Join(folder, "kubeconfig")
	write(t, kubeconfig, fmt.Sprintf("apiVersion: v1\nkind: Config\ncurrent-context: gone\nclusters:\n- {name: gone, cluster: {server: %q}}\n"+
		"users:\n- {name: gone, user: {token: not-to-be-shown}}\ncontexts:\n- {name: gone, context: {cluster: gone, user: gone}}\n", address))
	file := filepath.Join(folder, "manifest.yaml")
	write(t, file, projectManifest("unreachable", "api"))
	for _, command := range fileCommands() {
		r := shared.nautes(t.Context(), append(command.on(file), "--kubeconfig", kubeconfig)...)
		if command.offline {
			r.tidy(t).want(t, 0)
			continue
		}
		r.oneError(t, command.failed, address, "can not be reached", "kubeconfig")
		if said := r.stdout + r.stderr; strings.Contains(said, "not-to-be-shown") {
			t.Errorf("%v shows the token: %s", command.args, said)
		}
	}
	shared.nautes(t.Context(), "validate", "-f", file, "--kubeconfig", kubeconfig).want(t, 1, "--offline")
	shared.nautes(t.Context(), "version", "--kubeconfig", kubeconfig).oneError(t, 1, "Client Version: ", "can not be reached")
}

func TestNoPermission(t *testing.T) {
	p := shared.product(t, "no-permission")
	folder := t.TempDir()
	project, worker := filepath.Join(folder, "project.yaml"), filepath.Join(folder, "cluster.yaml")
	write(t, project, projectManifest(p, "mine"))
	write(t, worker, clusterManifest("no-permission-2"))

	t.Run("for anything", func(t *testing.T) {
		for _, command := range fileCommands() {
			if !command.offline {
				shared.nautes(t.Context(), append(command.on(project), "--as=stranger")...).oneError(t, command.failed, `User "stranger" cannot`, "nautes-editor")
			}
		}
		nothingOf(t, p, "mine")
	})
	t.Run("for a part of it", func(t *testing.T) {
		shared.kubectl(t.Context(), "create", "rolebinding", "editors", "-n", p, "--clusterrole=nautes-editor", "--user=erin").want(t, 0)
		shared.nautes(t.Context(), "apply", "-f", folder, "--as=erin").oneError(t, 3,
			worker+":2: Cluster/no-permission-2: ", `User "erin" cannot patch resource "clusters"`,
			"project.nautes.resource.nautes.io/mine created", "1 created, 1 failed")
		shared.kubectl(t.Context(), "get", "project", "mine", "-n", p).want(t, 0)
		shared.kubectl(t.Context(), "get", "cluster", "no-permission-2").want(t, 1, "not found")
	})
}

func TestNamespaceThatIsNotAProducts(t *testing.T) {
	const p = "not-a-product"
	shared.apply(t, providerManifest).want(t, 0)
	shared.kubectl(t.Context(), "create", "namespace", p).want(t, 0)
	folder := t.TempDir()
	project, product := filepath.Join(folder, "project.yaml"), filepath.Join(folder, "product.yaml")
	write(t, project, projectManifest(p, "api"))
	label := "kubectl label namespace " + p + " nautes.resource.nautes.io/product=" + p
	words := []string{`namespace "` + p + `"`, "is not the product's", label, "Project/" + p + "/api: not tried"}

	for _, dryRun := range []string{"none", "client", "server"} {
		shared.nautes(t.Context(), "apply", "-f", project, "--dry-run="+dryRun).oneError(t, 1, append(words, "1 failed, 1 not tried")...)
	}
	write(t, product, emptyProductManifest(p))
	shared.nautes(t.Context(), "apply", "-f", folder).tidy(t).want(t, 2,
		"product-namespace-free", `namespace "`+p+`" exists and is not the product's`, "1 denied, 2 not tried")
	shared.kubectl(t.Context(), "get", "product", p).want(t, 1, "not found")
	nothingOf(t, p, "api")
	if labels := shared.kubectl(t.Context(), "get", "namespace", p, "-o", "jsonpath={.metadata.labels}"); strings.Contains(labels.stdout, "nautes") {
		t.Errorf("the namespace was taken: %s", labels.stdout)
	}

	// What the error says helps.
	shared.kubectl(t.Context(), strings.Fields(label)[1:]...).want(t, 0)
	shared.nautes(t.Context(), "apply", "-f", folder).tidy(t).want(t, 0, "2 created")
}

// Without its product there is nothing to make the namespace for.
func TestNeitherNamespaceNorProduct(t *testing.T) {
	file := filepath.Join(t.TempDir(), "project.yaml")
	write(t, file, projectManifest("nowhere-at-all", "api"))
	shared.nautes(t.Context(), "apply", "-f", file).oneError(t, 1, `neither a namespace nor a product "nowhere-at-all"`, "1 failed, 1 not tried")
	shared.kubectl(t.Context(), "get", "namespace", "nowhere-at-all").want(t, 1, "not found")
}

// A control plane that nobody installed anything on, and then one with the CRDs alone.
func TestNotInstalled(t *testing.T) {
	t.Setenv("KUBECACHEDIR", t.TempDir()) // kubectl remembers which kinds a server has
	c, err := cluster.Start(t.Context(), cluster.Options{})
	if err != nil {
		t.Fatal(err)
	}
	e := &environment{cluster: c, folder: t.TempDir()}
	t.Cleanup(e.stop)
	sample := manifest("samples/demo")
	const install = "kubectl apply --server-side -k manifests/default"

	t.Run("no CRDs", func(t *testing.T) {
		for _, command := range fileCommands() {
			r := e.nautes(t.Context(), command.on(sample)...)
			if command.offline {
				r.tidy(t).want(t, 0)
				continue
			}
			r.oneError(t, command.failed, "does not know the kinds of nautes.resource.nautes.io/v1alpha1", install)
		}
		e.kubectl(t.Context(), "get", "namespace", "demo").want(t, 1, "not found")
	})
	e.kubectl(t.Context(), "apply", "--server-side", "-k", manifest("crds")).want(t, 0)
	e.kubectl(t.Context(), "wait", "--for=condition=Established", "--timeout=60s", "crd", "--all").want(t, 0)
	t.Run("no webhook", func(t *testing.T) {
		for _, command := range []string{"apply", "delete"} {
			e.nautes(t.Context(), command, "-f", sample).oneError(t, 1, "nautes-webhook is not installed", install)
		}
		e.kubectl(t.Context(), "get", "namespace", "demo").want(t, 1, "not found")
		e.kubectl(t.Context(), "get", everything, "-A", "-o", "name").wantOut(t, "")
	})
	t.Run("no webhook, and nothing is to be written", func(t *testing.T) {
		e.nautes(t.Context(), "validate", "-f", sample).tidy(t).want(t, 0)
		for _, dryRun := range []string{"client", "server"} {
			r := e.nautes(t.Context(), "apply", "-f", sample, "--dry-run="+dryRun).tidy(t)
			if !strings.Contains(r.stderr, "nautes-webhook is not installed") {
				t.Errorf("apply --dry-run=%s does not say that apply would refuse:\n%s%s", dryRun, r.stdout, r.stderr)
			}
		}
		e.kubectl(t.Context(), "get", everything, "-A", "-o", "name").wantOut(t, "")
	})
}
