// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package sbom

import (
	"fmt"
	"io"
	"net/url"
	"strings"
	"time"

	"github.com/CycloneDX/cyclonedx-go"
	"github.com/google/uuid"

	"github.com/nautes-labs/kubectl-nautes/release/gobuild"
)

// Program is what the bill is of.
type Program struct {
	// Name is what people call it, Module the module that it is of.
	Name, Module string
	// Version and Commit say which.
	Version, Commit string
	Date            time.Time
	// Modules are all that go into it, its own among them.
	Modules []gobuild.Module
}

// Write writes the bill in version 1.6 of CycloneDX.
func Write(w io.Writer, p Program) error {
	bom := cyclonedx.NewBOM()
	bom.SerialNumber = "urn:uuid:" + uuid.NewSHA1(uuid.NameSpaceURL, []byte("https://"+p.Module+"@"+p.Version+"+"+p.Commit)).String()
	main := p.component(gobuild.Module{Path: p.Module})
	bom.Metadata = &cyclonedx.Metadata{Timestamp: p.Date.UTC().Format(time.RFC3339), Component: &main}
	components, dependencies := []cyclonedx.Component{}, []cyclonedx.Dependency{}
	versions := map[string]gobuild.Module{}
	for _, module := range p.Modules {
		versions[module.Path] = module
	}
	for _, module := range p.Modules {
		if module.Path != p.Module {
			components = append(components, p.component(module))
		}
		uses := []string{}
		for _, path := range module.Uses {
			uses = append(uses, p.packageURL(versions[path]))
		}
		dependencies = append(dependencies, cyclonedx.Dependency{Ref: p.packageURL(module), Dependencies: &uses})
	}
	bom.Components, bom.Dependencies = &components, &dependencies
	encoder := cyclonedx.NewBOMEncoder(w, cyclonedx.BOMFileFormatJSON).SetPretty(true).SetEscapeHTML(false)
	if err := encoder.EncodeVersion(bom, cyclonedx.SpecVersion1_6); err != nil {
		return fmt.Errorf("write bill of materials: %w", err)
	}
	return nil
}

func (p Program) component(m gobuild.Module) cyclonedx.Component {
	c := cyclonedx.Component{
		BOMRef: p.packageURL(m), PackageURL: p.packageURL(m),
		Type: cyclonedx.ComponentTypeLibrary, Name: m.Path, Version: m.Version, Scope: cyclonedx.ScopeRequired,
	}
	if m.Path == p.Module {
		c.Type, c.Name, c.Version, c.Scope = cyclonedx.ComponentTypeApplication, p.Name, p.Version, ""
		c.Properties = &[]cyclonedx.Property{{Name: "git:commit", Value: p.Commit}}
	}
	if m.Sum != "" { // of the module's files, and so no hash of one file
		c.Properties = &[]cyclonedx.Property{{Name: "go.sum", Value: m.Sum}}
	}
	return c
}

// packageURL names a module as https://github.com/package-url/purl-spec has it, where the names of Go's are in lower
// case, and the standard library's version is the release of Go without "go".
func (p Program) packageURL(m gobuild.Module) string {
	version := m.Version
	switch m.Path {
	case p.Module:
		version = p.Version
	case gobuild.Std:
		version = strings.TrimPrefix(version, "go")
	}
	return "pkg:golang/" + strings.ToLower(m.Path) + "@" + url.QueryEscape(version)
}
