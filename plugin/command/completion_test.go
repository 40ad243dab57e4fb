// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/genericiooptions"

	"github.com/nautes-labs/kubectl-nautes/plugin/exitcode"
	"github.com/nautes-labs/kubectl-nautes/plugin/live/livetest"
)

func completionIn(path string) newCommand {
	return func(_ genericclioptions.RESTClientGetter, streams genericiooptions.IOStreams) *cobra.Command {
		return (&completionOptions{IOStreams: streams, system: "linux", path: path, lookPath: func(name string) (string, error) {
			for _, folder := range filepath.SplitList(path) {
				if _, err := os.Stat(filepath.Join(folder, name)); err == nil {
					return filepath.Join(folder, name), nil
				}
			}
			return "", errors.New("executable file not found in $PATH")
		}}).command()
	}
}

func TestCompletionKubectlInstallsTheShim(t *testing.T) {
	folder := filepath.Dir(file(t, "kubectl-nautes", ""))
	other := t.TempDir()
	got := run(t, "", completionIn(folder), "kubectl")
	got.wantCode(t, exitcode.Done)
	path := filepath.Join(folder, "kubectl_complete-nautes")
	if got.out != "wrote "+path+"\n" || got.errOut != "to undo it, delete that file\n" {
		t.Errorf("%q, %q", got.out, got.errOut)
	}
	got = run(t, "", completionIn(folder), "kubectl", "--dir", other)
	got.wantCode(t, exitcode.Done)
	wantContains(t, got.errOut, "Warning: "+other+" is not on PATH")

	if err := os.WriteFile(path, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	got = run(t, "", completionIn(folder), "kubectl")
	got.wantCode(t, exitcode.Failed)
	wantContains(t, got.message, path+" is there, and was not written by this program (move it away, or name another folder with --dir)")
	got = run(t, "", completionIn(other), "kubectl")
	got.wantCode(t, exitcode.Failed)
	wantContains(t, got.message, "find kubectl-nautes on PATH: ", "--dir")
}

func TestCompletionScripts(t *testing.T) {
	for shell, part := range map[string]string{"bash": "__start_kubectl-nautes", "zsh": "#compdef kubectl-nautes", "fish": "complete -c kubectl-nautes", "powershell": "Register-ArgumentCompleter"} {
		got := runOn(t, livetest.New(t), "completion", shell)
		got.wantCode(t, exitcode.Done)
		wantContains(t, got.out, part)
	}
}

func TestCompletionRefuses(t *testing.T) {
	for name, test := range map[string]struct {
		args []string
		says string
	}{
		"nothing": {nil, "what shall complete? (use one of kubectl|bash|zsh|fish|powershell)"},
		"typo":    {[]string{"kubctl"}, `unknown shell "kubctl" (did you mean "kubectl"?)`},
		"unknown": {[]string{"tcsh-of-old"}, `unknown shell "tcsh-of-old" (use one of kubectl|bash|zsh|fish|powershell)`},
		"folder":  {[]string{"bash", "--dir", "x"}, "--dir is for \"completion kubectl\""},
	} {
		t.Run(name, func(t *testing.T) {
			got := run(t, "", completionIn(""), test.args...)
			got.wantCode(t, exitcode.Failed)
			if !strings.HasPrefix(got.message, test.says) {
				t.Errorf("says %q, want %q", got.message, test.says)
			}
		})
	}
}

// offered are the words that the program offers for the last argument, as a shell asks for them.
func offered(t *testing.T, server *livetest.Server, args ...string) []string {
	t.Helper()
	args = append([]string{"__complete"}, args...)
	streams, _, out, errOut := genericiooptions.NewTestIOStreams()
	code := Run(t.Context(), streams, slices.Insert(slices.Clone(args), 1, "--kubeconfig="+server.Kubeconfig()))
	if code != exitcode.Done || strings.Contains(errOut.String(), "rror") {
		t.Errorf("%v: code %d, stderr %q", args, code, errOut)
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	var words []string
	for _, line := range lines[:len(lines)-1] {
		word, _, _ := strings.Cut(line, "\t")
		words = append(words, word)
	}
	slices.Sort(words)
	return words
}

func TestCompletions(t *testing.T) {
	server := twoProducts(t)
	for name, test := range map[string]struct {
		args []string
		want string
	}{
		"products":           {[]string{"status", "-p", ""}, "demo shop"},
		"namespaces":         {[]string{"status", "-n", ""}, "demo shop"},
		"contexts":           {[]string{"status", "--context", ""}, "c"},
		"users":              {[]string{"status", "--user", ""}, "u"},
		"clusters of config": {[]string{"status", "--cluster", ""}, "c"},
		"cluster":            {[]string{"can-use", "--cluster", ""}, "prod-0 test-0"},
		"repos":              {[]string{"access", "-p", "demo", "--repo", ""}, "api charts deploy library web"},
		"kinds":              {[]string{"status", "env"}, "environment/"},
		"names":              {[]string{"status", "-p", "demo", "environment/"}, "environment/prod environment/test"},
		"names by short":     {[]string{"refs", "-p", "demo", "env/t"}, "env/test"},
		"one object":         {[]string{"status", "-p", "demo", "env/test", ""}, ""},
		"more objects":       {[]string{"wait", "-p", "demo", "env/test", "env/p"}, "env/prod"},
		"kinds of get":       {[]string{"get", "a"}, "all artifactrepo artifactrepoprovider"},
		"more kinds of get":  {[]string{"get", "env,proj"}, "env,project env,projectpipelineruntime"},
		"names of get":       {[]string{"get", "env", "-p", "demo", ""}, "prod test"},
		"objects of get":     {[]string{"get", "-p", "demo", "env/prod", "env/"}, "env/prod env/test"},
		"rules":              {[]string{"explain", "environment-cluster-e"}, "environment-cluster-exists"},
		"rules of policy":    {[]string{"policy", "show", "environment-cluster-e"}, "environment-cluster-exists"},
		"formats":            {[]string{"doctor", "-o", ""}, "json table yaml"},
		"kubectl's formats":  {[]string{"get", "-o", "j"}, "json jsonpath jsonpath-as-json jsonpath-file"},
		"listed values":      {[]string{"create", "binding", "--permissions", ""}, "readonly readwrite"},
		"kubectl's own":      {[]string{"apply", "-o", "y"}, "yaml"},
		"cluster to check":   {[]string{"cluster", "check", "p"}, "prod-0"},
		"product to delete":  {[]string{"delete", "product", ""}, "demo shop"},
		"environments":       {[]string{"create", "deploymentruntime", "-p", "demo", "--environment", ""}, "prod test"},
		"dry runs":           {[]string{"apply", "--dry-run", ""}, "client none server"},
		"goals":              {[]string{"wait", "--for", "c"}, "condition= create"},
		"kinds of rules":     {[]string{"policy", "list", "--kind", "env"}, "environment"},
		"shells":             {[]string{"completion", ""}, "bash fish kubectl powershell zsh"},
		"unknown kind":       {[]string{"status", "-p", "demo", "nope/"}, ""},
		"no product":         {[]string{"status", "env/"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := strings.Join(offered(t, server, test.args...), " "); got != test.want {
				t.Errorf("offers %q, want %q", got, test.want)
			}
		})
	}
}

func TestCompletionsWithoutAClusterAreSilent(t *testing.T) {
	server := twoProducts(t)
	server.Close()
	for _, args := range [][]string{{"status", "-p", ""}, {"status", "-p", "demo", "env/"}, {"get", "env", "-p", "demo", ""}} {
		if got := offered(t, server, args...); len(got) > 0 {
			t.Errorf("%v offers %v", args, got)
		}
	}
}

// Every flag that names a format, and every command that takes arguments, has completions: whoever adds one is told here.
func TestEveryOutputFlagCompletes(t *testing.T) {
	root := newRoot(genericiooptions.NewTestIOStreamsDiscard())
	var visit func(*cobra.Command)
	visit = func(cmd *cobra.Command) {
		cmd.LocalFlags().VisitAll(func(flag *pflag.Flag) {
			_, completes := cmd.GetFlagCompletionFunc(flag.Name)
			isFile := flag.Annotations[cobra.BashCompFilenameExt] != nil
			if (flag.Name == "output" || flag.Name == "dry-run") && !completes && !isFile {
				t.Errorf("%s --%s completes nothing: %s", cmd.CommandPath(), flag.Name, flag.Usage)
			}
		})
		for _, child := range cmd.Commands() {
			visit(child)
		}
	}
	visit(root)
}
