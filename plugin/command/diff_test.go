// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/genericiooptions"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/plugin/exitcode"
	"github.com/nautes-labs/kubectl-nautes/plugin/live"
)

func diffOn(c comparedCluster) func(genericclioptions.RESTClientGetter, genericiooptions.IOStreams) *cobra.Command {
	return func(config genericclioptions.RESTClientGetter, streams genericiooptions.IOStreams) *cobra.Command {
		return (&diffOptions{
			IOStreams: streams, config: config,
			connect: func() (comparedCluster, error) { return c, nil },
		}).command()
	}
}

// liveProject is product demo with what the server adds to its project api.
func liveProject(t *testing.T) *catalog.Snapshot {
	t.Helper()
	object, err := catalog.NewObject(serverMade("golang").Object)
	if err != nil {
		t.Fatal(err)
	}
	return productDemo().With(catalog.Put(object))
}

// serverMade is project api as the server has it.
func serverMade(language string) *unstructured.Unstructured {
	return &unstructured.Unstructured{Object: map[string]any{
		"apiVersion": catalog.APIVersion, "kind": "Project",
		"metadata": map[string]any{
			"name": "api", "namespace": "demo", "uid": "3c5ff1a2", "resourceVersion": "7",
			"managedFields": []any{map[string]any{
				"manager": "kubectl-nautes", "operation": "Apply", "apiVersion": catalog.APIVersion, "fieldsType": "FieldsV1",
				"fieldsV1": map[string]any{"f:spec": map[string]any{"f:language": map[string]any{}}},
			}},
		},
		"spec": map[string]any{"language": language},
	}}
}

func project(name, language string) string {
	return "apiVersion: nautes.resource.nautes.io/v1alpha1\nkind: Project\nmetadata: {name: " + name + ", namespace: demo}\nspec: {language: " + language + "}\n"
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

// steady takes temporary folders out of a diff, and how git abbreviates.
func steady(text string) string {
	text = regexp.MustCompile(`(?m)^index .*\n`).ReplaceAllString(text, "")
	return regexp.MustCompile(`\S*/(LIVE|MERGED)-\d+/`).ReplaceAllString(text, "$1/")
}

func TestDiffOfWhatIsTheSame(t *testing.T) {
	byGit(t)
	c := &fakeCluster{state: liveProject(t), dryRun: func(*unstructured.Unstructured) (*unstructured.Unstructured, error) {
		same := serverMade("golang")
		same.SetManagedFields(nil) // who manages what is no difference
		return same, nil
	}}
	got := run(t, project("api", "golang"), diffOn(c), "-f", "-")
	got.wantCode(t, exitcode.Done)
	if got.out != "" || got.errOut != "" {
		t.Errorf("stdout %q, stderr %q", got.out, got.errOut)
	}
}

func TestDiffShowsWhatTheServerWouldMakeAndWhatIsNew(t *testing.T) {
	byGit(t)
	want := golden(t, "diff.golden")
	var sent []string
	c := &fakeCluster{state: liveProject(t), dryRun: func(object *unstructured.Unstructured) (*unstructured.Unstructured, error) {
		sent = append(sent, object.GetName())
		return serverMade("rust"), nil
	}}
	repo := "---\napiVersion: nautes.resource.nautes.io/v1alpha1\nkind: CodeRepo\nmetadata: {name: tools, namespace: demo}\nspec: {project: api}\n"
	got := run(t, project("api", "rust")+repo, diffOn(c), "-f", "-")
	got.wantCode(t, exitcode.Differs)
	want(steady(got.out))
	if len(sent) != 1 || sent[0] != "api" {
		t.Errorf("sent %q, want the one that is live", sent)
	}
	if got.errOut != "" || got.message != "" {
		t.Errorf("stderr %q, message %q", got.errOut, got.message)
	}
}

func TestDiffMergesHereWhatTheServerRefuses(t *testing.T) {
	byGit(t)
	runtime := `---
apiVersion: nautes.resource.nautes.io/v1alpha1
kind: DeploymentRuntime
metadata: {name: api-test, namespace: demo}
spec: {destination: {environment: nowhere}, manifestSource: {codeRepo: deploy, path: deploy/api-test, targetRevision: main}}
`
	for name, test := range map[string]struct {
		reason     live.Reason
		stdin      string
		note, diff string
	}{
		"for now": {
			live.Denied, project("api", "rust"),
			"Note: Project/demo/api: merged here, because the rules deny it as long as the rest of the manifests is not applied\n", "+  language: rust\n",
		},
		"for good": {
			live.Denied, runtime,
			"Note: DeploymentRuntime/demo/api-test: merged here, because the rules deny it\n", "+    environment: nowhere\n",
		},
		"to who may only read": {
			live.Forbidden, project("api", "rust"),
			"Note: Project/demo/api: merged here, because the server answers only who has the verb patch\n", "+  language: rust\n",
		},
	} {
		t.Run(name, func(t *testing.T) {
			c := &fakeCluster{state: liveProject(t), dryRun: func(*unstructured.Unstructured) (*unstructured.Unstructured, error) {
				return nil, &live.Error{Reason: test.reason, Message: "refused"}
			}}
			got := run(t, test.stdin, diffOn(c), "-f", "-")
			got.wantCode(t, exitcode.Differs)
			wantContains(t, got.out, test.diff)
			wantContains(t, got.errOut, test.note)
		})
	}
}

func TestFindingsOfADiffDoNotChangeItsCode(t *testing.T) {
	byGit(t)
	got := run(t, misfit, diffOn(&fakeCluster{state: productDemo()}), "-f", "-")
	got.wantCode(t, exitcode.Differs)
	wantContains(t, got.errOut, "deploymentruntime-environment-exists", "2 objects judged: 2 denials")
	if strings.Contains(got.out, "deny") {
		t.Errorf("findings are on stdout:\n%s", got.out)
	}
}

func TestErrorsOfADiffAreNoDifference(t *testing.T) {
	byGit(t)
	broken := errors.New("broken")
	refusing := &fakeCluster{state: liveProject(t), dryRun: func(*unstructured.Unstructured) (*unstructured.Unstructured, error) {
		return nil, broken
	}}
	for name, test := range map[string]struct {
		cluster *fakeCluster
		args    []string
		want    string
	}{
		"cluster":      {&fakeCluster{err: broken}, []string{"-f", "-"}, "broken"},
		"dry run":      {refusing, []string{"-f", "-"}, "STDIN:1: broken"},
		"missing file": {refusing, []string{"-f", "nowhere.yaml"}, "no such file or folder"},
		"unknown flag": {refusing, []string{"--wave"}, "unknown flag: --wave"},
		"an argument":  {refusing, []string{"demo"}, `unknown command "demo"`},
	} {
		t.Run(name, func(t *testing.T) {
			got := run(t, project("api", "rust"), diffOn(test.cluster), test.args...)
			got.wantCode(t, exitcode.DiffFailed)
			wantContains(t, got.message, test.want)
		})
	}
}

func TestDiffWithoutTheProgramSaysSo(t *testing.T) {
	t.Run("diff", func(t *testing.T) {
		t.Setenv("PATH", t.TempDir())
		t.Setenv("KUBECTL_EXTERNAL_DIFF", "")
		got := run(t, project("api", "rust"), diffOn(&fakeCluster{state: productDemo()}), "-f", "-")
		got.wantCode(t, exitcode.DiffFailed)
		wantContains(t, got.message, `find program "diff"`, "(install diffutils, or name another program in the environment variable KUBECTL_EXTERNAL_DIFF)")
	})
	t.Run("the one that is named", func(t *testing.T) {
		t.Setenv("KUBECTL_EXTERNAL_DIFF", "no-such-program -u")
		got := run(t, project("api", "rust"), diffOn(&fakeCluster{state: productDemo()}), "-f", "-")
		got.wantCode(t, exitcode.DiffFailed)
		wantContains(t, got.message, `find program "no-such-program"`)
	})
}

func TestDiffByAnotherProgram(t *testing.T) {
	t.Setenv("KUBECTL_EXTERNAL_DIFF", "true")
	got := run(t, project("new", "rust"), diffOn(&fakeCluster{state: productDemo()}), "-f", "-")
	got.wantCode(t, exitcode.Done)
	if got.out != "" {
		t.Errorf("stdout: %s", got.out)
	}
}
