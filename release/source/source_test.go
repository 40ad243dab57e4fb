// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package source_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/nautes-labs/kubectl-nautes/release/source"
)

// repository is one with a single commit; its author and date are those of any.
func repository(t *testing.T) func(args ...string) string {
	t.Helper()
	folder := t.TempDir()
	run := func(args ...string) string {
		t.Helper()
		cmd := exec.CommandContext(t.Context(), "git", args...)
		cmd.Dir = folder
		cmd.Env = append(os.Environ(),
			"GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1",
			"GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@example.com", "GIT_AUTHOR_DATE=2026-11-23T10:00:00+02:00",
			"GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@example.com", "GIT_COMMITTER_DATE=2026-11-23T11:00:00+02:00")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("git %q: %v\n%s", args, err, out)
		}
		return folder
	}
	run("init", "--quiet")
	write(t, filepath.Join(folder, "folder", "file"), "one\n")
	run("add", ".")
	run("commit", "--quiet", "--message=one")
	return run
}

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func checkout(t *testing.T, repository string) *source.Source {
	t.Helper()
	s, err := source.Checkout(t.Context(), repository, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestCheckoutHoldsTheCommitAndNothingElse(t *testing.T) {
	git := repository(t)
	folder := git("config", "core.autocrlf", "true")
	write(t, filepath.Join(folder, "folder", "file"), "two\n")
	write(t, filepath.Join(folder, "stray"), "")

	s := checkout(t, folder)
	content, err := os.ReadFile(filepath.Join(s.Folder, "folder", "file"))
	if err != nil || string(content) != "one\n" {
		t.Errorf("file holds %q: %v", content, err)
	}
	if files, err := os.ReadDir(s.Folder); err != nil || len(files) != 1 {
		t.Errorf("there is %v: %v", files, err)
	}
	if want := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC); s.Date != want {
		t.Errorf("date %v, want %v", s.Date, want)
	}
	if uncommitted, err := source.Uncommitted(t.Context(), folder); err != nil || !uncommitted {
		t.Errorf("uncommitted %t: %v", uncommitted, err)
	}
}

func TestVersions(t *testing.T) {
	git := repository(t)
	first := checkout(t, git("status"))
	if want := "v0.0.0-20261123090000-" + first.Commit[:12]; first.Version != want {
		t.Errorf("without a tag: %q, want %q", first.Version, want)
	}
	if s := checkout(t, git("tag", "v1.2.0")); s.Version != "v1.2.0" {
		t.Errorf("on a tag: %q", s.Version)
	}
	git("commit", "--quiet", "--allow-empty", "--message=two")
	s := checkout(t, git("tag", "nightly"))
	if want := "v1.2.0-1-g" + s.Commit[:12]; s.Version != want {
		t.Errorf("behind a tag: %q, want %q", s.Version, want)
	}
}

func TestNoRepository(t *testing.T) {
	if _, err := source.Checkout(t.Context(), t.TempDir(), t.TempDir()); err == nil {
		t.Error("no error")
	}
}
