// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"errors"
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/genericiooptions"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/plugin/exitcode"
	"github.com/nautes-labs/kubectl-nautes/plugin/live"
	"github.com/nautes-labs/kubectl-nautes/test/world"
)

// validateOn is validate on a cluster.
func validateOn(c judgedCluster) func(genericclioptions.RESTClientGetter, genericiooptions.IOStreams) *cobra.Command {
	return func(config genericclioptions.RESTClientGetter, streams genericiooptions.IOStreams) *cobra.Command {
		return (&validateOptions{
			IOStreams: streams, config: config,
			connect: func() (judgedCluster, error) { return c, nil },
		}).command()
	}
}

// productDemo is a state in which product demo is, on the clusters test-0 and prod-0.
func productDemo() *catalog.Snapshot {
	objects := append(world.Product("demo", 0), world.Provider("gitlab"), world.Cluster("test-0", "deployment"), world.Cluster("prod-0", "deployment"))
	return catalog.New(objects...)
}

// misfit is an environment on a cluster of another environment, with a runtime whose environment is nowhere.
const misfit = `apiVersion: nautes.resource.nautes.io/v1alpha1
kind: Environment
metadata:
  name: staging
  namespace: demo
spec:
  cluster: test-0
  envType: test
---
apiVersion: nautes.resource.nautes.io/v1alpha1
kind: DeploymentRuntime
metadata:
  name: web-staging
  namespace: demo
spec:
  projectsRef: [api]
  manifestSource: {codeRepo: deploy, targetRevision: main, path: deploy/staging}
  destination:
    environment: stagin
    namespaces: [demo-web-staging]
`

// unplaced takes the lines of rules out of a report, which move whenever a rule is written.
func unplaced(text string) string {
	return regexp.MustCompile(`(location"?: "?\w+\.rego):\d+`).ReplaceAllString(text, "$1:LINE")
}

// elsewhere is a project that says it belongs to another product, and one that is right.
const elsewhere = `apiVersion: nautes.resource.nautes.io/v1alpha1
kind: Project
metadata:
  name: web
  namespace: demo
spec:
  language: golang
  product: shop
---
apiVersion: nautes.resource.nautes.io/v1alpha1
kind: Project
metadata:
  name: api
  namespace: demo
spec:
  language: golang
`

func TestValidateOffline(t *testing.T) {
	for _, format := range []string{"table", "json", "yaml"} {
		t.Run(format, func(t *testing.T) {
			got := run(t, elsewhere, newValidate, "--offline", "-f", "-", "-o", format)
			// The files alone say that one is wrong. They hold no product, so whether that exists is open.
			got.wantCode(t, exitcode.Denied)
			golden(t, "validate-offline."+format+".golden")(unplaced(got.out))
			if format == "table" {
				fits(t, got.out)
			}
			wantContains(t, got.errOut, "2 objects judged: 1 denial; 1 rule not judged\n")
		})
	}
}

func TestValidateOfflineTakesTheFilesForAllOfTheirKinds(t *testing.T) {
	got := run(t, misfit, newValidate, "--offline", "-f", "-")
	got.wantCode(t, exitcode.Denied)
	wantContains(t, got.out, "STDIN:19: DeploymentRuntime/demo/web-staging: deny\n    deploymentruntime-environment-exists", "    product-exists (2 objects)\n")
}

// All but one: whether the namespace is somebody's already only a cluster can tell.
func TestValidateOfflineOfAWholeProductJudgesAllRules(t *testing.T) {
	got := run(t, "", newValidate, "--offline", "-f", samples+"/demo")
	got.wantCode(t, exitcode.Done)
	wantContains(t, got.out, "not judged:\n    product-namespace-free (1 object)\n  These rules")
	if got.errOut != "13 objects judged: nothing found; 1 rule not judged\n" {
		t.Errorf("stderr %q", got.errOut)
	}
}

func TestValidateOnCluster(t *testing.T) {
	for _, format := range []string{"table", "json", "yaml"} {
		t.Run(format, func(t *testing.T) {
			want := golden(t, "validate."+format+".golden")
			got := run(t, misfit, validateOn(&fakeCluster{state: productDemo()}), "-f", "-", "-o", format)
			got.wantCode(t, exitcode.Denied)
			want(unplaced(got.out))
			if format == "table" {
				fits(t, got.out)
			}
			if got.errOut != "2 objects judged: 2 denials\n" || got.message != "" {
				t.Errorf("stderr: %q, message %q", got.errOut, got.message)
			}
		})
	}
}

// An operator turned a rule off, and validate still denied what the webhook lets through.
func TestValidateJudgesByTheActionsInForce(t *testing.T) {
	got := run(t, forced, validateOn(&fakeCluster{state: productDemo(), published: inForceOnCluster(t)}), "-f", "-", "-o", "json")
	if strings.Contains(got.out, "deploymentruntime-environment-exists") {
		t.Errorf("the rule is off, and yet:\n%s", got.out)
	}
}

func TestValidateOfWhatIsRightSaysNothingOnStdout(t *testing.T) {
	got := run(t, "", validateOn(&fakeCluster{state: catalog.New()}), "-f", samples+"/demo")
	got.wantCode(t, exitcode.Done)
	if got.out != "" || got.errOut != "13 objects judged: nothing found\n" {
		t.Errorf("stdout %q, stderr %q", got.out, got.errOut)
	}
}

func TestValidateWithoutAClusterPointsToOffline(t *testing.T) {
	for name, test := range map[string]struct {
		err  error
		want string
	}{
		"unreachable": {
			&live.Error{Reason: live.Unreachable, Message: "the cluster can not be reached", Hint: "is it up?"},
			"the cluster can not be reached (is it up?; --offline judges the manifests with no cluster)",
		},
		"no hint of its own": {
			errors.New("the cluster does not answer"),
			"the cluster does not answer (--offline judges the manifests with no cluster)",
		},
	} {
		t.Run(name, func(t *testing.T) {
			got := run(t, misfit, validateOn(&fakeCluster{err: test.err}), "-f", "-")
			got.wantCode(t, exitcode.Failed)
			if got.message != test.want {
				t.Errorf("message %q, want %q", got.message, test.want)
			}
		})
	}
	t.Run("no kubeconfig", func(t *testing.T) {
		got := run(t, misfit, newValidate, "-f", "-")
		got.wantCode(t, exitcode.Failed)
		wantContains(t, got.message, "--offline judges the manifests with no cluster")
	})
}

func TestValidateRefusesBadInput(t *testing.T) {
	for name, test := range map[string]struct{ stdin, want string }{
		"unknown field": {"apiVersion: nautes.resource.nautes.io/v1alpha1\nkind: Project\nmetadata: {name: web, namespace: demo}\nspec: {languag: go}\n", "STDIN:4: spec.languag: unknown field"},
		"a ring":        {ring, "refer to each other in a ring"},
		"empty":         {"", "no manifests in it"},
	} {
		t.Run(name, func(t *testing.T) {
			got := run(t, test.stdin, newValidate, "--offline", "-f", "-")
			got.wantCode(t, exitcode.Failed)
			wantContains(t, got.message, test.want)
			if got.out != "" {
				t.Errorf("stdout: %s", got.out)
			}
		})
	}
}

// forced is the runtime of misfit with a bypass.
const forced = `apiVersion: nautes.resource.nautes.io/v1alpha1
kind: DeploymentRuntime
metadata:
  name: web-staging
  namespace: demo
  annotations: {nautes.resource.nautes.io/insecure-skip-check: "true"}
spec:
  projectsRef: [api]
  manifestSource: {codeRepo: deploy, targetRevision: main, path: deploy/staging}
  destination: {environment: stagin, namespaces: [demo-web-staging]}
`

func TestValidateOfABypass(t *testing.T) {
	t.Run("offline it is permitted, and said so", func(t *testing.T) {
		environment := "---\napiVersion: nautes.resource.nautes.io/v1alpha1\nkind: Environment\nmetadata: {name: test, namespace: demo}\nspec: {cluster: test-0, envType: test}\n"
		got := run(t, forced+environment, newValidate, "--offline", "-f", "-")
		got.wantCode(t, exitcode.Done)
		wantContains(t, got.errOut, "Warning: offline every bypass counts as permitted")
		wantContains(t, got.out, "warn\n    deploymentruntime-environment-exists (skipped by the bypass)")
	})
	t.Run("who has the verb may", func(t *testing.T) {
		got := run(t, forced, validateOn(&fakeCluster{state: productDemo(), mayskip: true}), "-f", "-")
		got.wantCode(t, exitcode.Done)
		wantContains(t, got.errOut, "1 object judged: 1 warning")
	})
	t.Run("who has not may not", func(t *testing.T) {
		got := run(t, forced, validateOn(&fakeCluster{state: productDemo()}), "-f", "-")
		got.wantCode(t, exitcode.Denied)
		wantContains(t, got.out, "bypass-permitted", `"jane" may not skip the checks of DeploymentRuntime "web-staging"`, "deploymentruntime-environment-exists (can be bypassed)")
	})
	t.Run("without one nobody is asked", func(t *testing.T) {
		c := &fakeCluster{state: productDemo()}
		run(t, misfit, validateOn(c), "-f", "-")
		if c.asked > 0 {
			t.Errorf("the cluster was asked %d times who the user is", c.asked)
		}
	})
}
