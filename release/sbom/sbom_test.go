// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package sbom_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/CycloneDX/cyclonedx-go"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/nautes-labs/kubectl-nautes/release/gobuild"
	"github.com/nautes-labs/kubectl-nautes/release/sbom"
)

func program() sbom.Program {
	return sbom.Program{
		Name: "kubectl-x", Module: "example.com/x", Version: "v1.2.0", Commit: "abc", Date: time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC),
		Modules: []gobuild.Module{
			{Path: "example.com/x", Uses: []string{"github.com/A/b", "std"}},
			{Path: "github.com/A/b", Version: "v2.0.0+incompatible", Sum: "h1:x=", Uses: []string{"std"}},
			{Path: "std", Version: "go1.26.8"},
		},
	}
}

func TestBill(t *testing.T) {
	var first, second bytes.Buffer
	for _, w := range []*bytes.Buffer{&first, &second} {
		if err := sbom.Write(w, program()); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Error("written twice, it is not the same")
	}
	var bom cyclonedx.BOM
	if err := cyclonedx.NewBOMDecoder(&first, cyclonedx.BOMFileFormatJSON).Decode(&bom); err != nil {
		t.Fatal(err)
	}
	if bom.SpecVersion != cyclonedx.SpecVersion1_6 || len(bom.SerialNumber) != len("urn:uuid:")+36 || bom.Metadata.Timestamp != "2026-11-23T10:00:00Z" {
		t.Errorf("version %s, number %q, time %s", bom.SpecVersion, bom.SerialNumber, bom.Metadata.Timestamp)
	}
	if c := bom.Metadata.Component; c.Name != "kubectl-x" || c.Version != "v1.2.0" || c.Type != cyclonedx.ComponentTypeApplication {
		t.Errorf("it is of %v", c)
	}
	names := map[string]string{}
	for _, component := range *bom.Components {
		names[component.Name] = component.PackageURL
	}
	b, std := "pkg:golang/github.com/a/b@v2.0.0%2Bincompatible", "pkg:golang/std@1.26.8"
	if diff := cmp.Diff(map[string]string{"github.com/A/b": b, "std": std}, names); diff != "" {
		t.Error(diff)
	}
	uses := map[string][]string{}
	for _, dependency := range *bom.Dependencies {
		uses[dependency.Ref] = nil
		if dependency.Dependencies != nil { // none at all reads as nil
			uses[dependency.Ref] = *dependency.Dependencies
		}
	}
	if diff := cmp.Diff(map[string][]string{"pkg:golang/example.com/x@v1.2.0": {b, std}, b: {std}, std: nil}, uses, cmpopts.EquateEmpty()); diff != "" {
		t.Error(diff)
	}
}

func TestAnotherVersionIsAnotherBill(t *testing.T) {
	numbers := map[string]bool{}
	for _, version := range []string{"v1.2.0", "v1.2.1"} {
		p := program()
		p.Version = version
		var text bytes.Buffer
		if err := sbom.Write(&text, p); err != nil {
			t.Fatal(err)
		}
		var bom cyclonedx.BOM
		if err := cyclonedx.NewBOMDecoder(&text, cyclonedx.BOMFileFormatJSON).Decode(&bom); err != nil {
			t.Fatal(err)
		}
		numbers[bom.SerialNumber] = true
	}
	if len(numbers) != 2 {
		t.Error("they have the same serial number")
	}
}
