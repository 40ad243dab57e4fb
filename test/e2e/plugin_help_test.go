// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// found are the statuses of doctor's checks by their names.
func (r result) found(t *testing.T) map[string]string {
	t.Helper()
	var report struct {
		Checks []struct{ Name, Status, Message string }
	}
	if err := json.Unmarshal([]byte(r.stdout), &report); err != nil {
		t.Fatalf("%v\n%s", err, r.stdout)
	}
	statuses := map[string]string{}
	for _, check := range report.Checks {
		statuses[check.Name] = check.Status + " " + check.Message
	}
	return statuses
}

func TestDoctorOfAnInstallation(t *testing.T) {
	p := shared.product(t, "doctored")
	r := shared.nautes(t.Context(), "doctor", "-o", "json").tidy(t).want(t, 0)
	for name, want := range map[string]string{
		"cluster": "ok", "API server": "ok", "CRDs": "ok 11 kinds, as this program knows them", "webhook": "ok registered for all kinds",
		"failure policy": "ok", "CA": "ok", "certificate": "ok", "answers": "ok refused", "rules": "ok the same",
		"controller": "warn not installed", "may read": "ok", "may write": "ok", "may skip rules": "ok everything",
	} {
		if got := r.found(t)[name]; !strings.HasPrefix(got, want) {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	r = shared.nautes(t.Context(), "doctor", "-p", p, "-o", "json", "--as", "nobody").tidy(t).want(t, 1)
	for name, want := range map[string]string{
		"CRDs": "ok 11 kinds are served", "webhook": "warn you may not", "answers": "warn not tried", "may read": "fail nothing in product doctored",
		"may skip rules": "ok not", "rules": "ok the same",
	} {
		if got := r.found(t)[name]; !strings.HasPrefix(got, want) {
			t.Errorf("of nobody, %s: %q, want %q", name, got, want)
		}
	}
	shared.nautes(t.Context(), "doctor", "-p", p).tidy(t).want(t, 0, "may skip rules  everything in product doctored")
	nothingOf(t, p, "nautes-doctor")
}

func TestGetPrintsWhatKubectlPrints(t *testing.T) {
	p := shared.product(t, "gotten")
	for _, args := range [][]string{
		{"environments", "-n", p}, {"environments", "-n", p, "-o", "wide"}, {"environment", "test", "-n", p}, {"environments", "-n", p, "-o", "yaml"},
		{"environments", "-n", p, "-o", "json"}, {"environment/test", "-n", p, "-o", "json"}, {"environments,projects", "-n", p, "-o", "name"},
		{"projects", "-n", p, "-o", "custom-columns=NAME:.metadata.name"}, {"environments", "-n", p, "--show-labels"},
		{"environments,coderepos", "-n", p, "-o", "jsonpath={.items[*].metadata.name}"}, {"products", "-o", "wide"}, {"environments", "-A", "-l", "a=b"},
	} {
		ours := shared.nautes(t.Context(), append([]string{"get"}, args...)...).tidy(t).want(t, 0)
		theirs := shared.kubectl(t.Context(), append([]string{"get"}, args...)...).want(t, 0)
		if ages(ours.stdout) != ages(theirs.stdout) {
			t.Errorf("get %v:\n%s\nkubectl's:\n%s", args, ours.stdout, theirs.stdout)
		}
	}
	r := shared.nautes(t.Context(), "get", "-p", p).tidy(t).want(t, 0)
	for _, name := range []string{"product/gotten", "environment/test", "project/api", "coderepo/api"} {
		if !strings.Contains(r.stdout, "\n"+name) {
			t.Errorf("no %s in:\n%s", name, r.stdout)
		}
	}
	shared.nautes(t.Context(), "get", "env", "-p", "nowhere").oneError(t, 1, "there is no product \"nowhere\"")
	shared.nautes(t.Context(), "get", "env", "-p", p, "--as", "nobody").oneError(t, 1, "cannot list resource")
}

// ages leaves out how old things are, which changes from one look to the next, and with it the width of a column.
func ages(text string) string {
	age := regexp.MustCompile(`^(\d+[smhd])+$`)
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		words := strings.Fields(line)
		lines[i] = strings.Join(slices.DeleteFunc(words, age.MatchString), " ")
	}
	return strings.Join(lines, "\n")
}

func TestWaitSaysWhatIsInTheWay(t *testing.T) {
	p := shared.product(t, "awaits")
	shared.condition(t, p, "api", "False", 1)
	shared.nautes(t.Context(), "wait", "project/api", "-p", p, "--timeout=2s").oneError(t, 4,
		"waiting for Project/awaits/api: Ready=False: GroupMissing: no such group\n", "timed out after 2s: 1 of 1 not met")
	shared.condition(t, p, "api", "True", 1)
	shared.nautes(t.Context(), "wait", "-p", p, "--timeout=1m").tidy(t).want(t, 0, "project.nautes.resource.nautes.io/api condition met")
	shared.nautes(t.Context(), "wait", "env/test", "-p", p, "--for=jsonpath={.spec.envType}=test").tidy(t).want(t, 0)
	shared.kubectl(t.Context(), "patch", "coderepo", "api", "-n", p, "--type=merge", "-p", `{"metadata":{"finalizers":["e.example.com/held"]}}`).want(t, 0)
	shared.kubectl(t.Context(), "delete", "coderepo", "api", "-n", p, "--wait=false").want(t, 0)
	shared.nautes(t.Context(), "wait", "coderepo/api", "-p", p, "--for=delete", "--timeout=2s").oneError(t, 4,
		"waiting for CodeRepo/awaits/api: held by e.example.com/held\n")
	shared.kubectl(t.Context(), "patch", "coderepo", "api", "-n", p, "--type=merge", "-p", `{"metadata":{"finalizers":null}}`).want(t, 0)
	shared.nautes(t.Context(), "wait", "coderepo/api", "-p", p, "--for=delete", "--timeout=1m").tidy(t).want(t, 0, "condition met")
}

// The real kubectl asks the program that "completion kubectl" installs.
func TestKubectlCompletesWhatFollowsNautes(t *testing.T) {
	p := shared.product(t, "completes")
	folder := t.TempDir()
	if err := os.Symlink(built("kubectl-nautes"), filepath.Join(folder, "kubectl-nautes")); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", folder+string(filepath.ListSeparator)+os.Getenv("PATH"))
	complete := func(words ...string) []string {
		var out bytes.Buffer
		cmd := exec.CommandContext(t.Context(), shared.cluster.Kubectl, append([]string{"__complete", "nautes"}, words...)...)
		cmd.Env, cmd.Stdout = append(os.Environ(), "KUBECONFIG="+shared.cluster.Kubeconfig), &out
		if err := cmd.Run(); err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(strings.TrimSpace(out.String()), "\n")
		return lines[:len(lines)-1]
	}
	if before := complete("get", "env"); len(before) > 0 {
		t.Errorf("before anything was installed it offers %q", before)
	}
	shared.nautes(t.Context(), "completion", "kubectl").want(t, 0, "wrote "+filepath.Join(folder, "kubectl_complete-nautes"))
	for want, words := range map[string][]string{
		"environment":                          {"get", "env"},
		"environment/test":                     {"status", "-p", p, "environment/"},
		"completes":                            {"audit", "-p", "complet"},
		"deploymentruntime-environment-exists": {"explain", "deploymentruntime-environment-e"},
		"json":                                 {"doctor", "-o", "js"},
	} {
		if got := complete(words...); !slices.Contains(got, want) {
			t.Errorf("%v offers %q, want %q", words, got, want)
		}
	}
}

func TestReportOfAnInstallation(t *testing.T) {
	p := shared.product(t, "reported")
	const secret = "glpat-abcdefghijklmnop"
	shared.kubectl(t.Context(), "annotate", "environment", "test", "-n", p, "note=used "+secret).want(t, 0)
	path := filepath.Join(t.TempDir(), "report.tar.gz")
	shared.nautes(t.Context(), "report", "-o", path, "-p", p).tidy(t).want(t, 0, "objects/environments.yaml", "wrote "+path)
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	zipped, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	sizes := map[string]int{}
	for packed := tar.NewReader(zipped); ; {
		header, err := packed.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(packed)
		if err != nil {
			t.Fatal(err)
		}
		sizes[strings.TrimPrefix(header.Name, "nautes-report/")] = len(content)
		if bytes.Contains(content, []byte(secret)) {
			t.Errorf("%s holds a token:\n%s", header.Name, content)
		}
	}
	for _, name := range []string{"versions.yaml", "doctor.txt", "rules.yaml", "objects/environments.yaml", "events/" + p + ".yaml", "system/registration.yaml", "contents.txt"} {
		if sizes[name] == 0 {
			t.Errorf("no %s in %v", name, fmt.Sprint(sizes))
		}
	}
}
