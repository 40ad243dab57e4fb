// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package shim_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/nautes-labs/kubectl-nautes/plugin/shim"
)

func TestInstallWritesAProgram(t *testing.T) {
	for system, name := range map[string]string{"linux": "kubectl_complete-nautes", "darwin": "kubectl_complete-nautes", "windows": "kubectl_complete-nautes.cmd"} {
		folder := t.TempDir()
		for range 2 { // what it wrote itself it writes anew
			path, err := shim.Install(folder, system)
			if err != nil || path != filepath.Join(folder, name) {
				t.Fatalf("%s: path %q, error %v", system, path, err)
			}
		}
		info, err := os.Stat(filepath.Join(folder, name))
		if err != nil || info.Mode().Perm() != 0o755 {
			t.Errorf("%s: mode %v, error %v", system, info.Mode(), err)
		}
		content, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil || string(content) != shim.Content(system) || !strings.Contains(string(content), "__complete") {
			t.Errorf("%s: %q, error %v", system, content, err)
		}
		files, err := os.ReadDir(folder)
		if err != nil || len(files) != 1 {
			t.Errorf("%s: %d files, error %v", system, len(files), err)
		}
	}
}

func TestInstallLeavesFilesOfOthersAlone(t *testing.T) {
	for name, put := range map[string]func(string) error{
		"file":   func(at string) error { return os.WriteFile(at, []byte("mine"), 0o600) },
		"folder": func(at string) error { return os.Mkdir(at, 0o700) },
		"link":   func(at string) error { return os.Symlink("elsewhere", at) },
	} {
		folder := t.TempDir()
		at := filepath.Join(folder, shim.Name("linux"))
		if err := put(at); err != nil {
			t.Fatal(err)
		}
		before, err := os.Lstat(at)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := shim.Install(folder, "linux"); err == nil || !strings.Contains(err.Error(), "was not written by this program") {
			t.Errorf("%s: error %v", name, err)
		}
		if after, err := os.Lstat(at); err != nil || after.Mode() != before.Mode() || after.Size() != before.Size() {
			t.Errorf("%s was changed", name)
		}
	}
}

func TestInstallWhereThereIsNoFolder(t *testing.T) {
	if _, err := shim.Install(filepath.Join(t.TempDir(), "nope"), "linux"); err == nil || !strings.HasPrefix(err.Error(), "write ") {
		t.Errorf("error %v", err)
	}
}

func TestFolderIsThatOfTheProgram(t *testing.T) {
	folder, err := shim.Folder(func(string) (string, error) {
		return filepath.Join(string(filepath.Separator)+"opt", "bin", "kubectl-nautes"), nil
	})
	if err != nil || folder != filepath.Join(string(filepath.Separator)+"opt", "bin") {
		t.Errorf("%q, error %v", folder, err)
	}
	if _, err := shim.Folder(func(string) (string, error) { return "", errors.New("not found") }); err == nil || !strings.Contains(err.Error(), "--dir") {
		t.Errorf("error %v", err)
	}
}

func TestOnPath(t *testing.T) {
	a, b := t.TempDir(), t.TempDir()
	link := filepath.Join(b, "link")
	if err := os.Symlink(a, link); err != nil {
		t.Fatal(err)
	}
	for _, on := range []string{a, a + string(filepath.Separator), link} {
		if !shim.OnPath(a, b+string(filepath.ListSeparator)+on) {
			t.Errorf("%s is not found by %s", a, on)
		}
	}
	if shim.OnPath(a, b) {
		t.Error("found where it is not")
	}
}
