// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

// Package modules holds this module's go.mod against the one of the Kubernetes release that it builds. It is a package of its own,
// and imports nothing of Kubernetes, so that its test does not link a control plane.
package modules

import (
	"encoding/json"
	"errors"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// goMod is the part of `go mod edit -json` that the test reads.
type goMod struct {
	Require []module
	Replace []struct{ Old, New module }
}

type module struct{ Path, Version string }

// TestEveryStagingModuleIsReplaced keeps a change of the Kubernetes version from leaving a staging module behind: k8s.io/kubernetes
// requires them at v0.0.0, so one without a replace line does not resolve, and one at another version builds a mixture.
func TestEveryStagingModuleIsReplaced(t *testing.T) {
	ours := readGoMod(t, "../go.mod")
	kubernetes := ours.requiredVersion(t, "k8s.io/kubernetes")
	want := "v0" + strings.TrimPrefix(kubernetes, "v1")

	replaced := map[string]string{}
	for _, replace := range ours.Replace {
		if replace.Old.Path != replace.New.Path {
			t.Errorf("%s is replaced by another module, %s", replace.Old.Path, replace.New.Path)
		}
		replaced[replace.Old.Path] = replace.New.Version
	}

	staging := stagingModules(t, "k8s.io/kubernetes")
	for _, path := range staging {
		if got := replaced[path]; got != want {
			t.Errorf("replace of %s: version %q, want %q as k8s.io/kubernetes is at %s", path, got, want, kubernetes)
		}
	}
	for path := range replaced {
		if !slices.Contains(staging, path) {
			t.Errorf("replace of %s: it is no staging module of k8s.io/kubernetes %s", path, kubernetes)
		}
	}
}

// stagingModules lists the modules that the named one replaces by a folder of its own repository.
func stagingModules(t *testing.T, path string) []string {
	t.Helper()
	file := strings.TrimSpace(string(run(t, "go", "list", "-m", "-f", "{{.GoMod}}", path)))
	var staging []string
	for _, replace := range readGoMod(t, file).Replace {
		if strings.HasPrefix(replace.New.Path, "./staging/") {
			staging = append(staging, replace.Old.Path)
		}
	}
	if len(staging) == 0 {
		t.Fatalf("go.mod of %s names no staging module: does it still keep them under ./staging?", path)
	}
	return staging
}

func (m goMod) requiredVersion(t *testing.T, path string) string {
	t.Helper()
	for _, require := range m.Require {
		if require.Path == path {
			return require.Version
		}
	}
	t.Fatalf("go.mod does not require %s", path)
	return ""
}

func readGoMod(t *testing.T, file string) goMod {
	t.Helper()
	var mod goMod
	if err := json.Unmarshal(run(t, "go", "mod", "edit", "-json", file), &mod); err != nil {
		t.Fatalf("read %s: %v", file, err)
	}
	return mod
}

func run(t *testing.T, name string, args ...string) []byte {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), name, args...).Output()
	if exit := new(exec.ExitError); errors.As(err, &exit) {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, exit.Stderr)
	}
	if err != nil {
		t.Fatal(err)
	}
	return out
}
