// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestASecondBuildIsTheFirst(t *testing.T) {
	first, err := Build(t.Context(), t.Output())
	if err != nil {
		t.Fatal(err)
	}
	var progress strings.Builder
	second, err := Build(t.Context(), &progress)
	if err != nil {
		t.Fatal(err)
	}
	if first != second || progress.Len() != 0 {
		t.Errorf("got %v after %v, saying %q, want the same without a word", second, first, progress.String())
	}
}

func TestAnUnknownProgramNameIsRefused(t *testing.T) {
	binaries, err := Build(t.Context(), t.Output())
	if err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(t.TempDir(), "kube-proxy")
	if err := os.Symlink(binaries.Kubectl(), link); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), link).CombinedOutput()
	if exit := new(exec.ExitError); !errors.As(err, &exit) || exit.ExitCode() != 64 || !strings.Contains(string(out), `unknown program "kube-proxy"`) {
		t.Errorf("got %v and %q, want exit status 64 and a word on the name", err, out)
	}
}

func TestBuildFailureShowsTheCompiler(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "go.mod", "module example.com/broken\n\ngo 1.26.0\n")
	write(t, dir, "main.go", "package main\n\nfunc main() { undefinedName() }\n")
	_, err := goOutput(t.Context(), dir, "build", "-o", os.DevNull, ".")
	if err == nil || !strings.Contains(err.Error(), "undefinedName") {
		t.Errorf("got error %v, want the compiler's words", err)
	}
}

func TestFingerprintFollowsTheSources(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "go.mod", "module a\n")
	write(t, dir, "go.sum", "")
	write(t, dir, "main.go", "package main")
	before := mustFingerprint(t, dir)

	write(t, dir, "main_test.go", "package main")
	write(t, dir, "README", "read me")
	if got := mustFingerprint(t, dir); got != before {
		t.Error("changed by a file that is not built")
	}
	for _, file := range []string{"go.mod", "go.sum", "main.go", "another.go"} {
		write(t, dir, file, "changed")
		after := mustFingerprint(t, dir)
		if after == before {
			t.Errorf("not changed by %s", file)
		}
		before = after
	}
}

func TestFingerprintNeedsTheSources(t *testing.T) {
	if _, err := fingerprint(context.Background(), t.TempDir()); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got error %v, want %v", err, os.ErrNotExist)
	}
}

func TestModuleRootOutsideAClone(t *testing.T) {
	t.Chdir(t.TempDir())
	if _, err := ModuleRoot(); err == nil || !strings.Contains(err.Error(), "inside a clone") {
		t.Errorf("got error %v, want one that says where to run", err)
	}
}

func write(t *testing.T, dir, name, content string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func mustFingerprint(t *testing.T, dir string) string {
	t.Helper()
	key, err := fingerprint(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	return key
}
