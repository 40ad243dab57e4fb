// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// fileCommand is a command of the plugin that is given manifests.
type fileCommand struct {
	args []string
	// failed is its exit code for an error.
	failed int
	// offline tells that it asks no cluster.
	offline bool
}

func fileCommands() []fileCommand {
	return []fileCommand{
		{args: []string{"apply"}, failed: 1},
		{args: []string{"apply", "--dry-run=client"}, failed: 1},
		{args: []string{"apply", "--dry-run=server"}, failed: 1},
		{args: []string{"validate"}, failed: 1},
		{args: []string{"validate", "--offline"}, failed: 1, offline: true},
		{args: []string{"plan"}, failed: 1, offline: true},
		{args: []string{"diff"}, failed: 2},
		{args: []string{"delete"}, failed: 1},
		{args: []string{"delete", "--dry-run=client"}, failed: 1},
	}
}

func (c fileCommand) on(files ...string) []string {
	args := append([]string{}, c.args...)
	for _, file := range files {
		args = append(args, "-f", file)
	}
	return args
}

// errors are the lines that say that something failed.
func (r result) errors() []string {
	return regexp.MustCompile(`(?m)^error: .*$`).FindAllString(r.stderr, -1)
}

// unfit matches what is for those who write the program, not for those who use it: stacks, klog's lines.
var unfit = regexp.MustCompile(`(?m)^goroutine \d+|^panic: |^[IWEF]\d{4} \d\d:\d\d:\d\d|Unhandled Error|%!\w\(|<nil>|0x[0-9a-f]{6,}`)

// tidy fails the test where a program said what people should not have to read.
func (r result) tidy(t *testing.T) result {
	t.Helper()
	for _, found := range unfit.FindAllString(r.stdout+r.stderr, 1) {
		t.Errorf("it says %q\nstdout: %s\nstderr: %s", found, r.stdout, r.stderr)
	}
	return r
}

// oneError fails the test unless the program ended with the code, said all the words, and exactly one error.
func (r result) oneError(t *testing.T, code int, words ...string) result {
	t.Helper()
	r.tidy(t).want(t, code, words...)
	if errors := r.errors(); len(errors) != 1 {
		t.Errorf("%d errors, want 1\nstdout: %s\nstderr: %s", len(errors), r.stdout, r.stderr)
	}
	return r
}

// wantOut fails the test unless the program was content and wrote this to stdout.
func (r result) wantOut(t *testing.T, want string) {
	t.Helper()
	if r.code != 0 || strings.TrimSpace(r.stdout) != want {
		t.Errorf("exit code %d, stdout %q, want %q\nstderr: %s", r.code, r.stdout, want, r.stderr)
	}
}

// field is one of a live object, by a JSON path; empty where the object has no such field.
func (e *environment) field(t *testing.T, product, object, path string) string {
	t.Helper()
	return e.kubectl(t.Context(), "get", object, "-n", product, "-o", "jsonpath="+path).want(t, 0).stdout
}

// nothingOf fails the test where one of these objects of a product is there: projects, or KIND/NAME.
func nothingOf(t *testing.T, product string, names ...string) {
	t.Helper()
	for _, name := range names {
		if !strings.Contains(name, "/") {
			name = "project/" + name
		}
		shared.kubectl(t.Context(), "get", name, "-n", product, "--ignore-not-found", "-o", "name").wantOut(t, "")
	}
}

// plainRuntime is a runtime without any annotations.
func plainRuntime(product, name, environment string) string {
	return strings.ReplaceAll(runtimeManifest(product, name, environment), ", annotations: {}", "")
}

// demo writes the sample product into a folder, under another name and with a provider of its own.
func demo(t *testing.T, name string) string {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "demo")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(manifest("samples/demo/*.yaml"))
	if err != nil || len(files) == 0 {
		t.Fatalf("list the sample: %d files, error %v", len(files), err)
	}
	rename := strings.NewReplacer("codeRepoProvider: gitlab", "codeRepoProvider: "+name, "  name: gitlab\n", "  name: "+name+"\n",
		"https://10.20.0.", "https://"+name+".10.20.0.", "demo", name)
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(folder, filepath.Base(file)), rename.Replace(string(content)))
	}
	return folder
}

// edit puts a text in the place of another one in a file.
func edit(t *testing.T, path, before, after string) {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(content), before) {
		t.Fatalf("%s does not hold %q", path, before)
	}
	write(t, path, strings.ReplaceAll(string(content), before, after))
}
