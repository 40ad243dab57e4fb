// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package release

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/nautes-labs/kubectl-nautes/release/archive"
	"github.com/nautes-labs/kubectl-nautes/release/gobuild"
	"github.com/nautes-labs/kubectl-nautes/release/krew"
	"github.com/nautes-labs/kubectl-nautes/release/sbom"
	"github.com/nautes-labs/kubectl-nautes/release/source"
)

const (
	program = "kubectl-nautes"
	module  = "github.com/nautes-labs/kubectl-nautes"
	// pkg is the package of the program; the linker sets the variable to its version.
	pkg, versionVariable = "./plugin", module + "/plugin/command.version"
	// pluginName is how krew calls it.
	pluginName = "nautes"
	license    = "LICENSE"
	// manifest is the file that krew reads, of the last release in the commit and of this one beside the archives.
	manifest = "krew.yaml"
	bill     = program + ".cdx.json"
)

// Release says of what one is made, and for which machines.
type Release struct {
	// Repository is the root of a clone; what is released is the commit that it is at.
	Repository string
	Platforms  []gobuild.Platform
	// Log is told what is done.
	Log io.Writer
	// Cache is the folder for what is compiled; empty is that of who runs it.
	Cache string
}

// Platforms are those that the plugin is released for.
func Platforms() []gobuild.Platform {
	var all []gobuild.Platform
	for _, system := range []string{"linux", "darwin", "windows"} {
		for _, architecture := range []string{"amd64", "arm64"} {
			all = append(all, gobuild.Platform{OS: system, Arch: architecture})
		}
	}
	return all
}

// Make makes the release into a folder, which is made if need be. Where it fails, what lies there is of no use.
func (r Release) Make(ctx context.Context, folder string) error {
	work, err := os.MkdirTemp("", "release-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	from, err := source.Checkout(ctx, r.Repository, work)
	if err != nil {
		return err
	}
	if uncommitted, err := source.Uncommitted(ctx, r.Repository); err != nil {
		return err
	} else if uncommitted {
		fmt.Fprintf(r.Log, "Note: what is not committed is not in it\n")
	}
	fmt.Fprintf(r.Log, "%s %s of commit %s\n", program, from.Version, from.Commit)
	if err := os.MkdirAll(folder, 0o755); err != nil { //nolint:gosec // what is released is for all to read
		return err
	}
	m := &making{Release: r, from: from, toolchain: gobuild.Go{Folder: work, Cache: r.Cache}, folder: folder, sums: sums{}}
	return m.all(ctx)
}

// making is a release in the making.
type making struct {
	Release
	from      *source.Source
	toolchain gobuild.Go
	folder    string
	sums      sums
}

func (m *making) all(ctx context.Context) error {
	for _, platform := range m.Platforms {
		if err := m.archive(ctx, platform); err != nil {
			return err
		}
	}
	if err := m.manifest(); err != nil { // before all else: so far the checksums are those of the archives
		return err
	}
	if err := m.bill(ctx); err != nil {
		return err
	}
	return m.write(sumsFile, m.sums.text())
}

// archive makes that of a platform.
func (m *making) archive(ctx context.Context, p gobuild.Platform) error {
	built, err := os.MkdirTemp("", "release-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(built)
	name, format := archiveOf(p)
	file := filepath.Join(built, binaryOf(p))
	if err := m.toolchain.Build(ctx, p, pkg, file, versionVariable+"="+m.from.Version); err != nil {
		return err
	}
	binary, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	terms, err := os.ReadFile(filepath.Join(m.from.Folder, license))
	if err != nil {
		return err
	}
	var packed bytes.Buffer
	files := []archive.File{{Name: binaryOf(p), Content: binary, Executable: true}, {Name: license, Content: terms}}
	if err := format(&packed, m.from.Date, files); err != nil {
		return fmt.Errorf("pack %s: %w", name, err)
	}
	return m.write(name, packed.Bytes())
}

func binaryOf(p gobuild.Platform) string {
	if p.OS == "windows" {
		return program + ".exe"
	}
	return program
}

func archiveOf(p gobuild.Platform) (string, archive.Format) {
	name := program + "_" + p.OS + "_" + p.Arch
	if p.OS == "windows" {
		return name + ".zip", archive.Zip
	}
	return name + ".tar.gz", archive.TarGz
}

func (m *making) manifest() error {
	last, err := os.ReadFile(filepath.Join(m.from.Folder, manifest))
	if err != nil {
		return err
	}
	head := fmt.Sprintf("# How krew installs version %s (https://krew.sigs.k8s.io). Written by `make dist`, which takes all but\n"+
		"# version and checksums of the next one from here.\n", m.from.Version)
	filled, err := krew.Fill(last, m.from.Version, m.sums, head)
	if err != nil {
		return err
	}
	parsed, err := krew.Parse(filled)
	if err != nil {
		return err
	}
	if err := parsed.Validate(pluginName); err != nil {
		return fmt.Errorf("check %s: %w", manifest, err)
	}
	return m.write(manifest, filled)
}

func (m *making) bill(ctx context.Context) error {
	modules, err := m.toolchain.Modules(ctx, pkg, m.Platforms)
	if err != nil {
		return err
	}
	var text bytes.Buffer
	err = sbom.Write(&text, sbom.Program{
		Name: program, Module: module, Version: m.from.Version, Commit: m.from.Commit, Date: m.from.Date, Modules: modules,
	})
	if err != nil {
		return err
	}
	return m.write(bill, text.Bytes())
}

// write writes a file of the release, and notes its checksum.
func (m *making) write(name string, content []byte) error {
	if err := os.WriteFile(filepath.Join(m.folder, name), content, 0o644); err != nil { //nolint:gosec // as above
		return err
	}
	m.sums.add(name, content)
	fmt.Fprintf(m.Log, "%s  %s\n", m.sums[name], name)
	return nil
}
