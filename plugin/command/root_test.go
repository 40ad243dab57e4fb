// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/genericiooptions"
	"k8s.io/client-go/rest"

	"github.com/spf13/cobra"

	"github.com/nautes-labs/kubectl-nautes/plugin/exitcode"
)

const clusters = `{apiVersion: v1, kind: Config, current-context: a,
contexts: [{name: a, context: {cluster: a, user: a, namespace: from-kubeconfig}}, {name: b, context: {cluster: b, user: a}}],
clusters: [{name: a, cluster: {server: "https://a.example.com"}}, {name: b, cluster: {server: "https://b.example.com"}}],
users: [{name: a, user: {}}, {name: b, user: {token: of-b}}]}`

// settings are what global flags come to.
func settings(t *testing.T, args ...string) (*rest.Config, string) {
	t.Helper()
	root := &cobra.Command{Use: "test", Run: func(*cobra.Command, []string) {}}
	config := addGlobalFlags(root)
	root.SetArgs(append(args, "--kubeconfig", file(t, "kubeconfig", clusters)))
	if err := root.Execute(); err != nil {
		t.Fatal(err)
	}
	client, err := config.ToRESTConfig()
	if err != nil {
		t.Fatal(err)
	}
	namespace, _, err := genericclioptions.RESTClientGetter(config).ToRawKubeConfigLoader().Namespace()
	if err != nil {
		t.Fatal(err)
	}
	return client, namespace
}

func TestGlobalFlagsReachTheClient(t *testing.T) {
	for name, test := range map[string]struct {
		args  []string
		holds func(c *rest.Config, namespace string) bool
	}{
		"none": {nil, func(c *rest.Config, n string) bool {
			return c.Host == "https://a.example.com" && n == "from-kubeconfig"
		}},
		"context":   {[]string{"--context", "b"}, func(c *rest.Config, n string) bool { return c.Host == "https://b.example.com" && n == "default" }},
		"cluster":   {[]string{"--cluster", "b"}, func(c *rest.Config, _ string) bool { return c.Host == "https://b.example.com" }},
		"user":      {[]string{"--user", "b"}, func(c *rest.Config, _ string) bool { return c.BearerToken == "of-b" }},
		"server":    {[]string{"-s", "https://c.example.com"}, func(c *rest.Config, _ string) bool { return c.Host == "https://c.example.com" }},
		"namespace": {[]string{"-n", "demo"}, func(_ *rest.Config, n string) bool { return n == "demo" }},
		"product":   {[]string{"-p", "demo"}, func(_ *rest.Config, n string) bool { return n == "demo" }},
		"as":        {[]string{"--as", "jane"}, func(c *rest.Config, _ string) bool { return c.Impersonate.UserName == "jane" }},
		"as-group":  {[]string{"--as", "jane", "--as-group", "dev"}, func(c *rest.Config, _ string) bool { return slices.Equal(c.Impersonate.Groups, []string{"dev"}) }},
		"token":     {[]string{"--token", "t"}, func(c *rest.Config, _ string) bool { return c.BearerToken == "t" }},
		"timeout":   {[]string{"--request-timeout", "7s"}, func(c *rest.Config, _ string) bool { return c.Timeout == 7*time.Second }},
		"tls":       {[]string{"--insecure-skip-tls-verify"}, func(c *rest.Config, _ string) bool { return c.Insecure }},
		"password in the address": {[]string{"-s", "https://jane:pw@c.example.com"}, func(c *rest.Config, _ string) bool {
			return c.Host == "https://c.example.com" && c.Username == "jane" && c.Password == "pw"
		}},
		"no limits":  {nil, func(c *rest.Config, _ string) bool { return c.QPS == -1 }},
		"user agent": {nil, func(c *rest.Config, _ string) bool { return strings.HasPrefix(c.UserAgent, "kubectl-nautes/") }},
	} {
		t.Run(name, func(t *testing.T) {
			if client, namespace := settings(t, test.args...); !test.holds(client, namespace) {
				t.Errorf("namespace %q, client %v", namespace, client)
			}
		})
	}
}

func TestUsageErrors(t *testing.T) {
	for name, test := range map[string]struct {
		args    []string
		code    exitcode.Code
		message string
	}{
		"unknown command":   {[]string{"aply"}, 1, `error: unknown command "aply" for "kubectl nautes"`},
		"unknown flag":      {[]string{"apply", "--nope"}, 1, "error: unknown flag: --nope"},
		"argument":          {[]string{"apply", "x"}, 1, `error: unknown command "x" for "kubectl nautes apply"`},
		"file of apply":     {[]string{"apply", "a.yaml", "b.yaml"}, 1, `error: unknown command "a.yaml" for "kubectl nautes apply" (did you mean: kubectl nautes apply -f a.yaml?)`},
		"file of delete":    {[]string{"remove", "a.yaml"}, 1, `error: unknown command "a.yaml" for "kubectl nautes delete" (did you mean: kubectl nautes delete -f a.yaml?)`},
		"file of validate":  {[]string{"validate", "a.yaml"}, 1, `error: unknown command "a.yaml" for "kubectl nautes validate" (did you mean: kubectl nautes validate -f a.yaml?)`},
		"file of plan":      {[]string{"plan", "a.yaml"}, 1, `error: unknown command "a.yaml" for "kubectl nautes plan" (did you mean: kubectl nautes plan -f a.yaml?)`},
		"file of diff":      {[]string{"diff", "a.yaml"}, 2, `error: unknown command "a.yaml" for "kubectl nautes diff" (did you mean: kubectl nautes diff -f a.yaml?)`},
		"no file":           {[]string{"apply"}, 1, "error: no manifests named (give -f FILENAME or -k FOLDER)"},
		"missing file":      {[]string{"apply", "-f", "nope.yaml"}, 1, "error: nope.yaml: no such file or folder"},
		"two names":         {[]string{"apply", "-f", "-", "-n", "a", "-p", "a"}, 1, "error: --product and --namespace mean the same (give one of them)"},
		"dry run":           {[]string{"delete", "-f", "-", "--dry-run=maybe"}, 1, `error: unknown --dry-run "maybe" (use one of none|client|server)`},
		"output":            {[]string{"apply", "-f", "-", "-o", "xml"}, 1, `error: unable to match a printer suitable for the output format "xml"`},
		"version output":    {[]string{"version", "--client", "-o", "xml"}, 1, `error: unknown output format "xml" (use one of text|json|yaml)`},
		"negative timeout":  {[]string{"apply", "-f", "-", "--timeout=-1s"}, 1, "error: --timeout -1s is negative (0 waits without end)"},
		"missing kubectl's": {[]string{"version", "--kubeconfig", "nope"}, 1, "error: "},
	} {
		t.Run(name, func(t *testing.T) {
			streams, _, _, errOut := genericiooptions.NewTestIOStreams()
			if code := Run(t.Context(), streams, test.args); code != test.code {
				t.Errorf("exit code %d, want %d", code, test.code)
			}
			if !strings.HasPrefix(errOut.String(), test.message) {
				t.Errorf("got %q, want it to start with %q", errOut, test.message)
			}
		})
	}
}

func TestHelpCallsTheProgramAsPeopleDo(t *testing.T) {
	for _, args := range [][]string{{}, {"help"}, {"--help"}, {"apply", "--help"}, {"help", "exit-codes"}, {"options"}, {"policy"}, {"policy", "list", "--help"}} {
		streams, _, out, errOut := genericiooptions.NewTestIOStreams()
		if code := Run(t.Context(), streams, args); code != exitcode.Done {
			t.Errorf("%q: exit code %d", args, code)
		}
		if text := out.String() + errOut.String(); text == "" || strings.Contains(text, "kubectl-nautes ") {
			t.Errorf("%q prints:\n%s", args, text)
		}
	}
}

func TestDescriptionsFitTheTerminalAndStandAtTheMargin(t *testing.T) {
	root := newRoot(genericiooptions.NewTestIOStreamsDiscard())
	for _, cmd := range append(root.Commands(), root) {
		fits(t, cmd.Long)
		for line := range strings.Lines(cmd.Long) {
			if cmd.Name() != "exit-codes" && strings.HasPrefix(line, " ") {
				t.Errorf("%s: %q does not stand at the margin", cmd.Name(), line)
			}
		}
		if short := "  " + strings.Repeat(" ", cmd.NamePadding()) + "   " + cmd.Short; cmd.HasParent() {
			fits(t, short)
		}
	}
}

func TestExitCodesAreHelped(t *testing.T) {
	streams, _, out, _ := genericiooptions.NewTestIOStreams()
	Run(t.Context(), streams, []string{"help", "exit-codes"})
	if out.String() != exitcode.Help() {
		t.Errorf("got:\n%s", out)
	}
	out.Reset()
	Run(t.Context(), streams, []string{"--help"})
	if !strings.HasSuffix(out.String(), "\nUse \"kubectl nautes help exit-codes\" for what the exit codes mean.\n") {
		t.Errorf("the help does not name the topic:\n%s", out)
	}
}

func TestVersionOfTheProgramAsksNoCluster(t *testing.T) {
	for format, want := range map[string]string{"text": "Client Version: ", "json": "{\n    \"clientVersion\": {", "yaml": "clientVersion:\n"} {
		streams, _, out, errOut := genericiooptions.NewTestIOStreams()
		code := Run(t.Context(), streams, []string{"version", "--client", "-o", format, "-s", "https://127.0.0.1:1"})
		if code != exitcode.Done || !strings.HasPrefix(out.String(), want) || errOut.Len() > 0 {
			t.Errorf("%s: code %d: %s%s", format, code, out, errOut)
		}
	}
}

// BenchmarkStart is what making all commands costs, which every start of the program pays.
func BenchmarkStart(b *testing.B) {
	streams := genericiooptions.IOStreams{In: strings.NewReader(""), Out: io.Discard, ErrOut: io.Discard}
	for b.Loop() {
		newRoot(streams)
	}
}
