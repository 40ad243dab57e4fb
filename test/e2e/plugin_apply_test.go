// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The sample as it is shipped. Its provider and its clusters may be there already, from a test before.
func TestApplySampleTwice(t *testing.T) {
	folder := manifest("samples/demo")
	shared.nautes(t.Context(), "apply", "-f", folder).tidy(t).want(t, 0)
	second := shared.nautes(t.Context(), "apply", "-f", folder).tidy(t).want(t, 0, "13 unchanged")
	for line := range strings.Lines(second.stdout) {
		if !strings.HasSuffix(line, " unchanged\n") {
			t.Errorf("the second time it says %q", line)
		}
	}
}

func TestApplyTwiceThenChangeOneObject(t *testing.T) {
	folder := demo(t, "twice")
	first := shared.nautes(t.Context(), "apply", "-f", folder).tidy(t).want(t, 0, "namespace/twice created", "14 created")
	if lines := strings.Count(first.stdout, " created\n"); lines != 14 {
		t.Errorf("%d objects are said to be created, want 13 and the namespace:\n%s", lines, first.stdout)
	}
	shared.nautes(t.Context(), "apply", "-f", folder).tidy(t).want(t, 0, "13 unchanged")

	edit(t, filepath.Join(folder, "environments.yaml"), "envType: test", "envType: acceptance")
	third := shared.nautes(t.Context(), "apply", "-f", folder).tidy(t).want(t, 0, "environment.nautes.resource.nautes.io/test configured", "1 configured, 12 unchanged")
	if strings.Count(third.stdout, "configured") != 1 {
		t.Errorf("more than one object is said to be configured:\n%s", third.stdout)
	}
	if got := shared.field(t, "twice", "environment/test", "{.spec.envType}"); got != "acceptance" {
		t.Errorf("the environment is for %q", got)
	}
	for path, want := range map[string]string{
		`{.metadata.labels.nautes\.resource\.nautes\.io/product}`:                 "twice",
		`{.metadata.ownerReferences[*].kind}/{.metadata.ownerReferences[*].name}`: "Product/twice",
	} {
		if got := shared.field(t, "twice", "namespace/twice", path); got != want {
			t.Errorf("the namespace has %q at %s, want %q", got, path, want)
		}
	}
	if got := shared.field(t, "twice", "environment/test", "{.metadata.managedFields[*].manager}"); got != "kubectl-nautes" {
		t.Errorf("the environment's fields are managed by %q", got)
	}
}

// The server writes an object anew whenever an empty map of labels or annotations is applied to it; people who leave
// one in their manifests have changed nothing.
func TestEmptyLabelsAndAnnotationsAreNoChange(t *testing.T) {
	p := shared.product(t, "empty-maps")
	file := filepath.Join(t.TempDir(), "project.yaml")
	write(t, file, header+"kind: Project\nmetadata: {name: web, namespace: empty-maps, labels: {}, annotations: {}}\nspec: {language: golang}\n")
	shared.nautes(t.Context(), "apply", "-f", file).tidy(t).want(t, 0, "1 created")
	before := shared.field(t, p, "project/web", "{.metadata.resourceVersion}")
	shared.nautes(t.Context(), "apply", "-f", file).tidy(t).want(t, 0, "1 unchanged")
	if after := shared.field(t, p, "project/web", "{.metadata.resourceVersion}"); after != before {
		t.Errorf("it was written anew: resource version %s, then %s", before, after)
	}
}

// What kubectl printed is a manifest as well, with all that the server put in.
func TestManifestsReadFromTheClusterCanBeApplied(t *testing.T) {
	p := shared.product(t, "round-trip")
	file := filepath.Join(t.TempDir(), "project.yaml")
	write(t, file, projectManifest(p, "web"))
	shared.nautes(t.Context(), "apply", "-f", file).tidy(t).want(t, 0, "1 created")
	read := shared.kubectl(t.Context(), "get", "project", "web", "-n", p, "-o", "yaml").want(t, 0)
	write(t, file, read.stdout)
	shared.nautes(t.Context(), "apply", "-f", file).tidy(t).want(t, 0, "1 unchanged")
	edit(t, file, "golang", "rust")
	shared.nautes(t.Context(), "apply", "-f", file).tidy(t).want(t, 0, "1 configured")
}

func TestOrderOfFilesDoesNotMatter(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(demo(t, "reversed"), "*.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	flags := func() (args []string) {
		for _, file := range files {
			args = append(args, "-f", file)
		}
		return args
	}
	forwards := shared.nautes(t.Context(), append([]string{"plan", "-o", "name"}, flags()...)...).tidy(t).want(t, 0)
	slices.Reverse(files)
	shared.nautes(t.Context(), append([]string{"plan", "-o", "name"}, flags()...)...).tidy(t).wantOut(t, strings.TrimSpace(forwards.stdout))
	shared.nautes(t.Context(), append([]string{"apply"}, flags()...)...).tidy(t).want(t, 0, "14 created")
	shared.nautes(t.Context(), append([]string{"delete"}, flags()...)...).tidy(t).want(t, 0, "14 deleted")
}

// What does not depend on the one that is denied is made all the same.
func TestOneDeniedOfSeveral(t *testing.T) {
	folder := demo(t, "one-denied")
	environments := filepath.Join(folder, "environments.yaml")
	edit(t, environments, "cluster: one-denied-test", "cluster: nowhere")

	r := shared.nautes(t.Context(), "apply", "-f", folder).tidy(t).want(t, 3,
		environments+":7: Environment/one-denied/test: deny", "environment-cluster-exists", "spec.cluster: ", "mend: ",
		filepath.Join(folder, "deployment.yaml")+":1: DeploymentRuntime/one-denied/web-test: not tried: depends on Environment/one-denied/test, which was denied",
		"12 created, 1 denied, 1 not tried")
	if errors := r.errors(); len(errors) != 0 {
		t.Errorf("a denial is no error: %q", errors)
	}
	if lines := strings.Count(r.stdout, " created\n"); lines != 12 {
		t.Errorf("%d objects are said to be created, want 12:\n%s", lines, r.stdout)
	}
	nothingOf(t, "one-denied", "environment/test", "deploymentruntime/web-test")
	shared.kubectl(t.Context(), "get", "-n", "one-denied", "environment/production", "project/web", "coderepo/web", "coderepo/web-deploy",
		"coderepo/charts", "coderepobinding/web-deploy-to-web", "coderepobinding/charts-to-all").want(t, 0)

	// Run again, it goes on where it was.
	edit(t, environments, "cluster: nowhere", "cluster: one-denied-test")
	shared.nautes(t.Context(), "apply", "-f", folder).tidy(t).want(t, 0, "2 created, 11 unchanged")
}

func TestAllDenied(t *testing.T) {
	p := shared.product(t, "all-denied")
	file := filepath.Join(t.TempDir(), "runtimes.yaml")
	write(t, file, runtimeManifest(p, "shop", "staging")+"---"+runtimeManifest(p, "cart", "production"))
	r := shared.nautes(t.Context(), "apply", "-f", file).tidy(t).want(t, 2, file+":8: DeploymentRuntime/all-denied/shop: deny", file+":17: DeploymentRuntime/all-denied/cart: deny", "2 denied")
	if r.stdout != "" || len(r.errors()) != 0 {
		t.Errorf("stdout %q, errors %q", r.stdout, r.errors())
	}
	nothingOf(t, p, "deploymentruntime/shop", "deploymentruntime/cart")
}

// What was denied and what hangs on it: nothing was done, and nothing but a denial stood in the way.
func TestAllDeniedOrNotTried(t *testing.T) {
	p := shared.product(t, "denied-first")
	file := filepath.Join(t.TempDir(), "manifests.yaml")
	write(t, file, header+"kind: Environment\nmetadata: {name: staging, namespace: denied-first}\nspec: {cluster: nowhere, envType: staging}\n---"+runtimeManifest(p, "shop", "staging"))
	shared.nautes(t.Context(), "apply", "-f", file).tidy(t).want(t, 2, "environment-cluster-exists", "1 denied, 1 not tried")
	nothingOf(t, p, "environment/staging", "deploymentruntime/shop")
}

// More denials than fit on a screen: each has its line, and the numbers are right.
func TestManyDenied(t *testing.T) {
	p := shared.product(t, "many-denied")
	var manifests strings.Builder
	for i := range 60 {
		environment := "test"
		if i%2 == 0 {
			environment = "staging"
		}
		manifests.WriteString("---" + strings.ReplaceAll(runtimeManifest(p, fmt.Sprintf("shop-%d", i), environment), "targetRevision: main", fmt.Sprintf("targetRevision: v%d", i)))
	}
	file := filepath.Join(t.TempDir(), "runtimes.yaml")
	write(t, file, manifests.String())
	r := shared.nautes(t.Context(), "apply", "-f", file).tidy(t).want(t, 3, "30 created, 30 denied")
	if denials := strings.Count(r.stderr, ": deny\n"); denials != 30 {
		t.Errorf("%d denials are told, want 30", denials)
	}
	if live := strings.Count(shared.kubectl(t.Context(), "get", "deploymentruntimes", "-n", p, "-o", "name").stdout, "\n"); live != 30 {
		t.Errorf("%d runtimes are there, want 30", live)
	}
}
