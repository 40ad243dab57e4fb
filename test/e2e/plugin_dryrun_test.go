// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The set is right as a whole, although no member of it but the first would pass alone.
func TestDryRunOnAnEmptyCluster(t *testing.T) {
	folder := demo(t, "tried")
	runtime := filepath.Join(folder, "deployment.yaml")
	shared.nautes(t.Context(), "apply", "-f", folder, "--dry-run=client").tidy(t).want(t, 0,
		"deploymentruntime.nautes.resource.nautes.io/web-test created (dry run)", "namespace/tried created (dry run)", "14 created")
	nothingMade(t, "tried")

	r := shared.nautes(t.Context(), "apply", "-f", folder, "--dry-run=server").tidy(t).want(t, 0,
		"cluster.nautes.resource.nautes.io/tried-test created (server dry run)", "coderepoprovider.nautes.resource.nautes.io/tried created (server dry run)",
		"Product/tried: not sent: depends on CodeRepoProvider/tried", "Environment/tried/test: not sent: depends on ",
		"3 created, 11 not sent")
	if sent := strings.Count(r.stdout, "\n"); sent != 3 {
		t.Errorf("%d objects were sent, want the provider and two clusters:\n%s", sent, r.stdout)
	}
	nothingMade(t, "tried")

	shared.nautes(t.Context(), "apply", "-f", runtime, "--dry-run=client").tidy(t).want(t, 1, `neither a namespace nor a product "tried"`)
	shared.nautes(t.Context(), "validate", "-f", runtime).tidy(t).want(t, 2, "product-exists", "deploymentruntime-environment-exists")
	shared.nautes(t.Context(), "validate", "-f", folder).tidy(t).want(t, 0, "13 objects judged: nothing found")
}

func TestDryRunOnAHalfAppliedSet(t *testing.T) {
	folder := demo(t, "half")
	later := []string{"bindings.yaml", "deployment.yaml"}
	aside := t.TempDir()
	for _, name := range later {
		move(t, filepath.Join(folder, name), filepath.Join(aside, name))
	}
	shared.nautes(t.Context(), "apply", "-f", folder).tidy(t).want(t, 0, "11 created")
	for _, name := range later {
		move(t, filepath.Join(aside, name), filepath.Join(folder, name))
	}

	shared.nautes(t.Context(), "apply", "-f", filepath.Join(folder, "deployment.yaml"), "--dry-run=client").tidy(t).want(t, 2, "deploymentruntime-projects-permitted")
	shared.nautes(t.Context(), "apply", "-f", filepath.Join(folder, "deployment.yaml"), "--dry-run=server").tidy(t).want(t, 2, "deploymentruntime-projects-permitted")
	shared.nautes(t.Context(), "apply", "-f", folder, "--dry-run=client").tidy(t).want(t, 0,
		"/web-test created (dry run)", "environment.nautes.resource.nautes.io/test unchanged (dry run)", "3 created, 10 unchanged")
	shared.nautes(t.Context(), "apply", "-f", folder, "--dry-run=server").tidy(t).want(t, 0,
		"coderepobinding.nautes.resource.nautes.io/web-deploy-to-web created (server dry run)",
		"DeploymentRuntime/half/web-test: not sent: depends on CodeRepoBinding/half/web-deploy-to-web",
		"2 created, 10 unchanged, 1 not sent")
	nothingOf(t, "half", "coderepobinding/web-deploy-to-web", "coderepobinding/charts-to-all", "deploymentruntime/web-test")

	// Once more with everything there: the same set is unchanged, also when it is only tried.
	shared.nautes(t.Context(), "apply", "-f", folder).tidy(t).want(t, 0, "3 created, 10 unchanged")
	for _, dryRun := range []string{"client", "server"} {
		shared.nautes(t.Context(), "apply", "-f", folder, "--dry-run="+dryRun).tidy(t).want(t, 0, "13 unchanged")
	}
	edit(t, filepath.Join(folder, "environments.yaml"), "envType: test", "envType: acceptance")
	for _, dryRun := range []string{"client", "server"} {
		shared.nautes(t.Context(), "apply", "-f", folder, "--dry-run="+dryRun).tidy(t).want(t, 0, "/test configured (", "1 configured, 12 unchanged")
	}
	if got := shared.field(t, "half", "environment/test", "{.spec.envType}"); got != "test" {
		t.Errorf("a dry run made the environment one for %q", got)
	}
}

// The rules are asked about what can not be sent, too.
func TestDryRunWithDenials(t *testing.T) {
	folder := demo(t, "dry-denied")
	edit(t, filepath.Join(folder, "deployment.yaml"), "environment: test", "environment: staging")
	for _, dryRun := range []string{"client", "server"} {
		shared.nautes(t.Context(), "apply", "-f", folder, "--dry-run="+dryRun).tidy(t).want(t, 2,
			"deployment.yaml:13: DeploymentRuntime/dry-denied/web-test: deny", "deploymentruntime-environment-exists", "1 denied")
		shared.nautes(t.Context(), "apply", "-f", folder, "--dry-run="+dryRun, "-i", "--reason", "tried").tidy(t).want(t, 0,
			"deploymentruntime-environment-exists")
	}
	nothingMade(t, "dry-denied")
}

// Who works in a product may see our kinds everywhere and namespaces nowhere: what can not be read is not missing.
func TestDryRunByOneWhoMayNotReadNamespaces(t *testing.T) {
	p := shared.product(t, "dry-viewer")
	shared.kubectl(t.Context(), "create", "rolebinding", "editors", "-n", p, "--clusterrole=nautes-editor", "--user=vera").want(t, 0)
	shared.kubectl(t.Context(), "create", "clusterrolebinding", "dry-viewer", "--clusterrole=nautes-viewer", "--user=vera").want(t, 0)
	file := filepath.Join(t.TempDir(), "project.yaml")
	write(t, file, projectManifest(p, "web"))
	for _, flag := range []string{"--dry-run=client", "--dry-run=server", "--dry-run=none"} {
		r := shared.nautes(t.Context(), "apply", "-f", file, "--as=vera", flag).tidy(t).want(t, 0, "project.nautes.resource.nautes.io/web created")
		if strings.Contains(r.stdout+r.stderr, "amespace/"+p) {
			t.Errorf("apply %s makes the namespace that is there:\n%s%s", flag, r.stdout, r.stderr)
		}
	}
}

// One after the other, on a product that is there: what is changed by none of them.
func TestDeleteDryRunChangesNothing(t *testing.T) {
	folder := demo(t, "dry-delete")
	shared.nautes(t.Context(), "apply", "-f", folder).tidy(t).want(t, 0)
	versions := func() string {
		return shared.kubectl(t.Context(), "get", "-f", folder, "-o", "jsonpath={.items[*].metadata.resourceVersion}").want(t, 0).stdout
	}
	before := versions()
	client := shared.nautes(t.Context(), "delete", "-f", folder, "--dry-run=client").tidy(t).want(t, 0,
		"deploymentruntime.nautes.resource.nautes.io/web-test deleted (dry run)", "namespace/dry-delete deleted (dry run)", "14 deleted")
	if first, _, _ := strings.Cut(client.stdout, "\n"); !strings.Contains(first, "/web-test") {
		t.Errorf("the first to go would be %s", first)
	}
	shared.nautes(t.Context(), "delete", "-f", folder, "--dry-run=server").tidy(t).want(t, 0,
		"deploymentruntime.nautes.resource.nautes.io/web-test deleted (server dry run)",
		"Environment/dry-delete/test: not sent: needed by DeploymentRuntime/dry-delete/web-test", "not sent")
	if after := versions(); after != before {
		t.Errorf("resource versions were %s, are %s", before, after)
	}

	shared.nautes(t.Context(), "delete", "-f", folder).tidy(t).want(t, 0, "14 deleted")
	nothingMade(t, "dry-delete")
}

// A second delete finds nothing, and says so in kubectl's way.
func TestDeleteOfWhatIsNotThere(t *testing.T) {
	p := shared.product(t, "gone")
	file := filepath.Join(t.TempDir(), "projects.yaml")
	write(t, file, projectManifest(p, "web")+"---\n"+projectManifest(p, "api"))
	shared.kubectl(t.Context(), "delete", "coderepo", "api", "-n", p).want(t, 0)
	shared.nautes(t.Context(), "delete", "-f", file).tidy(t).want(t, 1, "project.nautes.resource.nautes.io/api deleted", "Project/gone/web: not found", "1 deleted, 1 not found")
	shared.nautes(t.Context(), "remove", "-f", file).tidy(t).want(t, 1, "2 not found")
	shared.nautes(t.Context(), "delete", "-f", file, "--ignore-not-found").tidy(t).want(t, 0)
}

func TestDiffShowsWhatWouldChange(t *testing.T) {
	byGit(t)
	folder := demo(t, "differs")
	shared.nautes(t.Context(), "diff", "-f", folder).tidy(t).want(t, 1, "+kind: DeploymentRuntime")
	shared.nautes(t.Context(), "apply", "-f", folder).tidy(t).want(t, 0)
	shared.nautes(t.Context(), "diff", "-f", folder).tidy(t).wantOut(t, "")

	edit(t, filepath.Join(folder, "environments.yaml"), "envType: test", "envType: acceptance")
	edit(t, filepath.Join(folder, "deployment.yaml"), "environment: test", "environment: staging")
	r := shared.nautes(t.Context(), "diff", "-f", folder).tidy(t).want(t, 1,
		"-  envType: test\n", "+  envType: acceptance\n", "-    environment: test\n", "+    environment: staging\n")
	for _, word := range []string{"deployment.yaml:13: DeploymentRuntime/differs/web-test: deny", "deploymentruntime-environment-exists"} {
		if !strings.Contains(r.stderr, word) {
			t.Errorf("stderr does not say %q:\n%s", word, r.stderr)
		}
	}
	if files := strings.Count(r.stdout, "\ndiff --git"); files != 1 {
		t.Errorf("%d objects differ, want 2:\n%s", files+1, r.stdout)
	}
	if got := shared.field(t, "differs", "environment/test", "{.spec.envType}"); got != "test" {
		t.Errorf("diff made the environment one for %q", got)
	}
}

// nothingMade fails the test where anything of a demo product is there.
func nothingMade(t *testing.T, name string) {
	t.Helper()
	shared.kubectl(t.Context(), "get", "namespace/"+name, "--ignore-not-found", "-o", "name").wantOut(t, "")
	for _, object := range []string{"product/" + name, "coderepoprovider/" + name, "cluster/" + name + "-test", "cluster/" + name + "-prod"} {
		shared.kubectl(t.Context(), "get", object, "--ignore-not-found", "-o", "name").wantOut(t, "")
	}
}

// byGit makes git show the differences, which is there wherever these tests are built.
func byGit(t *testing.T) {
	t.Helper()
	program := filepath.Join(t.TempDir(), "gitdiff")
	if err := os.WriteFile(program, []byte("#!/bin/sh\nexec git diff --no-index --no-color \"$1\" \"$2\"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("KUBECTL_EXTERNAL_DIFF", program)
	t.Setenv("GIT_CONFIG_GLOBAL", os.DevNull)
	t.Setenv("GIT_CONFIG_NOSYSTEM", "1")
}

func move(t *testing.T, from, to string) {
	t.Helper()
	if err := os.Rename(from, to); err != nil {
		t.Fatal(err)
	}
}
