// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package krew_test

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nautes-labs/kubectl-nautes/release/krew"
)

const manifest = `# The last one.
apiVersion: krew.googlecontainertools.github.com/v1alpha2
kind: Plugin
metadata:
  name: nautes
spec:
  version: v1.0.0
  shortDescription: Build products
  description: |
    Builds them.

    And looks after them.
  platforms:
  - selector:
      matchLabels: {os: linux, arch: amd64}
    uri: https://example.com/v1.0.0/nautes_linux.tar.gz
    sha256: "0000000000000000000000000000000000000000000000000000000000000000"
    bin: nautes
  - selector:
      matchExpressions:
      - {key: os, operator: In, values: [windows]}
    uri: https://example.com/v1.0.0/nautes_windows.zip # the version stands in the path
    sha256: "0000000000000000000000000000000000000000000000000000000000000000"
    bin: nautes.exe
`

func validate(t *testing.T, text, name string) error {
	t.Helper()
	m, err := krew.Parse([]byte(text))
	if err != nil {
		return err
	}
	return m.Validate(name)
}

func TestOurManifestKeepsTheRules(t *testing.T) {
	text, err := os.ReadFile("../../krew.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if err := validate(t, string(text), "nautes"); err != nil {
		t.Error(err)
	}
}

func TestRulesOfKrew(t *testing.T) {
	if err := validate(t, manifest, "nautes"); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct{ from, to, want string }{
		"version of the API":    {"v1alpha2", "v1alpha3", "none that krew installs"},
		"kind":                  {"kind: Plugin", "kind: Receipt", "none that krew installs"},
		"unknown field":         {"  version: v1.0.0", "  version: v1.0.0\n  license: free", "unknown field"},
		"name":                  {"name: nautes", "name: nauts", `metadata.name "nauts" is not "nautes"`},
		"no short description":  {"shortDescription: Build products", `shortDescription: ""`, "spec.shortDescription is missing"},
		"long description":      {"shortDescription: Build products", `shortDescription: "Build\nproducts"`, "more than one line"},
		"no version":            {"version: v1.0.0", `version: ""`, `spec.version ""`},
		"version without v":     {"version: v1.0.0", "version: 1.0.0", `spec.version "1.0.0"`},
		"version of two parts":  {"version: v1.0.0", "version: v1.0", `spec.version "v1.0"`},
		"no uri":                {"uri: https://example.com/v1.0.0/nautes_linux.tar.gz", `uri: ""`, "spec.platforms[0]: uri is missing"},
		"no archive":            {"nautes_linux.tar.gz", "nautes_linux", "of no archive that krew unpacks"},
		"short checksum":        {`sha256: "00`, `sha256: "`, "spec.platforms[0]: sha256"},
		"checksum in capitals":  {`sha256: "00`, `sha256: "AB`, "spec.platforms[0]: sha256"},
		"no program":            {"bin: nautes\n", "bin: \"\"\n", "spec.platforms[0]: bin is missing"},
		"no files":              {"bin: nautes\n", "bin: nautes\n    files: []\n", "spec.platforms[0]: files is empty"},
		"file from nowhere":     {"bin: nautes\n", "bin: nautes\n    files: [{to: .}]\n", "files[0] needs both from and to"},
		"selector of all":       {"matchLabels: {os: linux, arch: amd64}", "{}", "selector: is empty"},
		"selector of no labels": {"matchLabels: {os: linux, arch: amd64}", "matchLabels: {}", "selector: is empty"},
		"selector of a region":  {"matchLabels: {os: linux, arch: amd64}", "matchLabels: {region: north}", `key "region" is not known`},
		"overlap":               {"matchLabels: {os: linux, arch: amd64}", "matchLabels: {arch: amd64}", "[0 1] are all for windows/amd64"},
	} {
		t.Run(name, func(t *testing.T) {
			err := validate(t, strings.ReplaceAll(manifest, test.from, test.to), "nautes")
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want %s", err, test.want)
			}
		})
	}
	for name, want := range map[string]string{
		"na utes": "more than letters", "COM1": "device on Windows", "nul": "device on Windows", "Nautes": "none for krew's index",
		"nautes_x": "none for krew's index", "kube-nautes": "none for krew's index",
	} {
		err := validate(t, strings.ReplaceAll(manifest, "name: nautes", "name: "+name), name)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("name %q: error %v, want %s", name, err, want)
		}
	}
	none, _, _ := strings.Cut(manifest, "  platforms:")
	if err := validate(t, none, "nautes"); err == nil || !strings.Contains(err.Error(), "spec.platforms is empty") {
		t.Errorf("no platforms: %v", err)
	}
}

func sums() map[string]string {
	return map[string]string{"nautes_linux.tar.gz": strings.Repeat("1", 64), "nautes_windows.zip": strings.Repeat("e", 64)}
}

func TestFillChangesVersionAddressesAndChecksumsOnly(t *testing.T) {
	filled, err := krew.Fill([]byte(manifest), "v1.1.0", sums(), "# Of today.\n")
	if err != nil {
		t.Fatal(err)
	}
	if err := validate(t, string(filled), "nautes"); err != nil {
		t.Error(err)
	}
	zeroes := strings.Repeat("0", 64)
	want := strings.Replace(manifest, "# The last one.", "# Of today.", 1)
	want = strings.ReplaceAll(want, "v1.0.0", "v1.1.0")
	want = strings.Replace(want, zeroes, sums()["nautes_linux.tar.gz"], 1)
	want = strings.Replace(want, zeroes, sums()["nautes_windows.zip"], 1)
	read := func(text string) *krew.Manifest {
		m, err := krew.Parse([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	if diff := cmp.Diff(read(want), read(string(filled))); diff != "" {
		t.Error(diff)
	}
	for _, part := range []string{"# Of today.\napiVersion", "{os: linux, arch: amd64}", "    Builds them.\n\n    And", "# the version stands in the path"} {
		if !strings.Contains(string(filled), part) {
			t.Errorf("no %q in:\n%s", part, filled)
		}
	}
	again, err := krew.Fill(filled, "v1.1.0", sums(), "# Of today.\n")
	if err != nil || !bytes.Equal(again, filled) {
		t.Errorf("filled from itself (%v):\n%s", err, cmp.Diff(string(filled), string(again)))
	}
}

func TestFillRefusesWhatDoesNotFit(t *testing.T) {
	for name, test := range map[string]struct {
		change func(map[string]string)
		text   string
		want   string
	}{
		"archive without a platform": {func(s map[string]string) { s["nautes_plan9.zip"] = "1" }, manifest, "no platform has the archive nautes_plan9.zip"},
		"platform without archive":   {func(s map[string]string) { delete(s, "nautes_windows.zip") }, manifest, "there is no archive nautes_windows.zip"},
		"version in no address": {
			func(map[string]string) {}, strings.Replace(manifest, "/v1.0.0/nautes_linux", "/latest/nautes_linux", 1), "does not hold /v1.0.0/",
		},
		"no manifest": {func(map[string]string) {}, "[]", "read krew manifest"},
		"no address":  {func(map[string]string) {}, strings.Replace(manifest, "    uri: https://example.com/v1.0.0/nautes_linux.tar.gz\n", "", 1), "uri or sha256 is missing"},
	} {
		t.Run(name, func(t *testing.T) {
			archives := sums()
			test.change(archives)
			_, err := krew.Fill([]byte(test.text), "v1.1.0", archives, "")
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want %s", err, test.want)
			}
		})
	}
}
