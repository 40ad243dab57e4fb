// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package release_test

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/CycloneDX/cyclonedx-go"

	"github.com/nautes-labs/kubectl-nautes/release"
	"github.com/nautes-labs/kubectl-nautes/release/gobuild"
	"github.com/nautes-labs/kubectl-nautes/release/krew"
	"github.com/nautes-labs/kubectl-nautes/release/source"
)

// small is a repository with what of ours a release is made of, and a program that says its version and nothing else.
func small(t *testing.T) string {
	t.Helper()
	template, err := os.ReadFile("../krew.yaml")
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	for name, content := range map[string]string{
		"LICENSE":                   "free",
		"krew.yaml":                 string(template),
		"go.mod":                    "module github.com/nautes-labs/kubectl-nautes\n\ngo 1.26.0\n",
		"plugin/main.go":            "package main\n\nimport \"github.com/nautes-labs/kubectl-nautes/plugin/command\"\n\nfunc main() { command.Run() }\n",
		"plugin/command/version.go": "package command\n\nvar version string\n\nfunc Run() { println(version) }\n",
	} {
		file := filepath.Join(folder, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o700), os.WriteFile(file, []byte(content), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	for _, args := range [][]string{{"init", "--quiet"}, {"add", "."}, {"commit", "--quiet", "--message=all"}, {"tag", "v1.2.3"}} {
		git(t, folder, args...)
	}
	return folder
}

func git(t *testing.T, folder string, args ...string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "git", args...)
	cmd.Dir = folder
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1",
		"GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@example.com", "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@example.com")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("git %q: %v\n%s", args, err, out)
	}
}

// made makes a release, and gives its files.
func made(t *testing.T, repository string) map[string][]byte {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "out")
	var log bytes.Buffer
	r := release.Release{Repository: repository, Platforms: release.Platforms(), Log: &log}
	if err := r.Make(t.Context(), folder); err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if files[entry.Name()], err = os.ReadFile(filepath.Join(folder, entry.Name())); err != nil {
			t.Fatal(err)
		}
	}
	return files
}

func TestReleaseOfASmallProgram(t *testing.T) {
	repository := small(t)
	files := made(t, repository)
	t.Run("checksums are those of all other files", func(t *testing.T) {
		var want strings.Builder
		for _, name := range slices.Sorted(maps.Keys(files)) {
			if name != "sha256sums.txt" {
				fmt.Fprintf(&want, "%x  %s\n", sha256.Sum256(files[name]), name)
			}
		}
		if got := string(files["sha256sums.txt"]); got != want.String() || len(files) != 6+3 {
			t.Errorf("%d files, sha256sums.txt:\n%swant:\n%s", len(files), got, want.String())
		}
	})
	t.Run("krew finds program and license in every archive", func(t *testing.T) { holdsForKrew(t, files) })
	t.Run("bill names the version", func(t *testing.T) {
		var bom cyclonedx.BOM
		if err := cyclonedx.NewBOMDecoder(bytes.NewReader(files["kubectl-nautes.cdx.json"]), cyclonedx.BOMFileFormatJSON).Decode(&bom); err != nil {
			t.Fatal(err)
		}
		if c := bom.Metadata.Component; c.Version != "v1.2.3" || len(*bom.Components) != 1 || (*bom.Components)[0].Name != "std" {
			t.Errorf("it is of %v with %v", c, *bom.Components)
		}
	})
	t.Run("made again elsewhere it is the same", func(t *testing.T) {
		clone := filepath.Join(t.TempDir(), "a", "clone")
		git(t, repository, "clone", "--quiet", ".", clone)
		if err := os.WriteFile(filepath.Join(clone, "plugin", "stray.go"), []byte("package main\n\nvar stray = 1\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		t.Setenv("GOFLAGS", "-tags=other")
		t.Setenv("TZ", "Asia/Tokyo")
		again := made(t, clone)
		for name, content := range files {
			if !bytes.Equal(content, again[name]) {
				t.Errorf("%s is another", name)
			}
		}
	})
}

// holdsForKrew wants the manifest to describe the archives.
func holdsForKrew(t *testing.T, files map[string][]byte) {
	t.Helper()
	m, err := krew.Parse(files["krew.yaml"])
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Validate("nautes"); err != nil {
		t.Error(err)
	}
	if m.Spec.Version != "v1.2.3" {
		t.Errorf("version %s", m.Spec.Version)
	}
	for _, platform := range m.Spec.Platforms {
		name := path.Base(platform.URI)
		if !strings.HasSuffix(platform.URI, "/releases/download/v1.2.3/"+name) {
			t.Errorf("uri %s", platform.URI)
		}
		if got := fmt.Sprintf("%x", sha256.Sum256(files[name])); got != platform.SHA256 {
			t.Errorf("%s has checksum %s, not %s", name, got, platform.SHA256)
		}
		packed := unpacked(t, name, files[name])
		if len(packed) != 2 || string(packed["LICENSE"]) != "free" || len(packed[platform.Bin]) == 0 {
			t.Errorf("%s holds %v", name, slices.Sorted(maps.Keys(packed)))
		}
		if host := platform.Selector.MatchLabels; host["os"] == runtime.GOOS && host["arch"] == runtime.GOARCH {
			runs(t, packed[platform.Bin], "v1.2.3")
		}
	}
}

// runs wants a program to say its version.
func runs(t *testing.T, program []byte, version string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "program.exe")
	if err := os.WriteFile(file, program, 0o700); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.CommandContext(t.Context(), file).CombinedOutput(); err != nil || strings.TrimSpace(string(out)) != version {
		t.Errorf("says %q: %v", out, err)
	}
}

func unpacked(t *testing.T, name string, data []byte) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	if strings.HasSuffix(name, ".zip") {
		in, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range in.File {
			content, err := file.Open()
			if err != nil {
				t.Fatal(err)
			}
			files[file.Name] = all(t, content)
		}
		return files
	}
	plain, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	for in := tar.NewReader(plain); ; {
		header, err := in.Next()
		if errors.Is(err, io.EOF) {
			return files
		}
		if err != nil {
			t.Fatal(err)
		}
		files[header.Name] = all(t, in)
	}
}

func all(t *testing.T, r io.Reader) []byte {
	t.Helper()
	content, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// The program itself, for the machine at hand; `make dist-check` does it for all platforms.
func TestThePluginIsTheSameFromAnyFolder(t *testing.T) {
	host := gobuild.Platform{OS: runtime.GOOS, Arch: runtime.GOARCH}
	var sums [2][sha256.Size]byte
	for i := range sums {
		from, err := source.Checkout(t.Context(), "..", t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(t.TempDir(), "plugin")
		const variable = "github.com/nautes-labs/kubectl-nautes/plugin/command.version=v1.2.3"
		if err := (gobuild.Go{Folder: from.Folder}).Build(t.Context(), host, "./plugin", file, variable); err != nil {
			t.Fatal(err)
		}
		program, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		sums[i] = sha256.Sum256(program)
		if !bytes.Contains(program, []byte("v1.2.3")) || bytes.Contains(program, []byte(from.Folder)) {
			t.Error("its version is not in it, or the folder that it was built in is")
		}
	}
	if sums[0] != sums[1] {
		t.Error("built in two folders, it is not the same")
	}
}

func TestEveryModuleOfTheProgramIsInItsBill(t *testing.T) {
	toolchain := gobuild.Go{Folder: ".."}
	modules, err := toolchain.Modules(t.Context(), "./plugin", release.Platforms())
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]gobuild.Module{}
	for _, m := range modules {
		listed[m.Path] = m
		if m.Path != gobuild.Std && m.Path != "github.com/nautes-labs/kubectl-nautes" && (m.Version == "" || m.Sum == "") {
			t.Errorf("%s has version %q and sum %q", m.Path, m.Version, m.Sum)
		}
	}
	for _, want := range []string{"github.com/spf13/cobra", "github.com/open-policy-agent/opa", gobuild.Std, "github.com/inconshreveable/mousetrap"} {
		if listed[want].Version == "" {
			t.Errorf("no %s, which is in the program, if only on Windows", want)
		}
	}
	if m, there := listed["sigs.k8s.io/controller-runtime"]; there {
		t.Errorf("%v is listed, and only the webhook uses it", m)
	}
	if !slices.Contains(listed["github.com/spf13/cobra"].Uses, "github.com/spf13/pflag") {
		t.Errorf("cobra uses %v", listed["github.com/spf13/cobra"].Uses)
	}
}

func TestReleaseNeedsAPlatformForEachArchive(t *testing.T) {
	r := release.Release{Repository: small(t), Platforms: release.Platforms()[:1], Log: io.Discard}
	if err := r.Make(t.Context(), t.TempDir()); err == nil || !strings.Contains(err.Error(), "there is no archive kubectl-nautes_linux_arm64.tar.gz") {
		t.Errorf("error %v", err)
	}
}
