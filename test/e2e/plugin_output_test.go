// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"encoding/json"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"sigs.k8s.io/yaml"
)

func TestValidateExitCodes(t *testing.T) {
	p := shared.product(t, "validated")
	folder := t.TempDir()
	right, wrong, broken := filepath.Join(folder, "right.yaml"), filepath.Join(folder, "wrong.yaml"), filepath.Join(folder, "broken.yaml")
	write(t, right, runtimeManifest(p, "shop", "test"))
	write(t, wrong, runtimeManifest(p, "shop", "staging"))
	write(t, broken, header+"kind: DeploymentRuntime\nmetadata: {name: shop, namespace: validated}\nspec: {}\n")
	absolute := filepath.Join(folder, "absolute.yaml")
	write(t, absolute, strings.ReplaceAll(runtimeManifest(p, "shop", "test"), "path: deploy/shop", "path: /deploy"))

	shared.nautes(t.Context(), "validate", "-f", right).tidy(t).want(t, 0, "1 object judged: nothing found")
	shared.nautes(t.Context(), "validate", "-f", wrong).tidy(t).want(t, 2, wrong+":8: ", "deploymentruntime-environment-exists", "mend: ", "1 denial")
	shared.nautes(t.Context(), "validate", "-f", broken).tidy(t).want(t, 1, "spec.destination", "spec.manifestSource")
	// Alone a file can not be wrong about what others hold; what it says about itself can be.
	shared.nautes(t.Context(), "validate", "-f", right, "--offline").tidy(t).want(t, 0, "not judged", "deploymentruntime-environment-exists")
	shared.nautes(t.Context(), "validate", "-f", wrong, "--offline").tidy(t).want(t, 0, "not judged")
	shared.nautes(t.Context(), "validate", "-f", absolute, "--offline").tidy(t).want(t, 2, "deploymentruntime-path-is-relative")
	shared.nautes(t.Context(), "validate", "-f", broken, "--offline").tidy(t).want(t, 1, "spec.destination")
	// Where the files hold environments, they hold all.
	environment := filepath.Join(folder, "environment.yaml")
	write(t, environment, header+"kind: Environment\nmetadata: {name: test, namespace: validated}\nspec: {cluster: validated, envType: test}\n")
	shared.nautes(t.Context(), "validate", "-f", environment, "-f", wrong, "--offline").tidy(t).want(t, 2, "deploymentruntime-environment-exists")
}

// Programs read stdout: it is one document, whatever is said to people.
func TestOutputsParse(t *testing.T) {
	p := shared.product(t, "printed")
	folder := t.TempDir()
	right, wrong := filepath.Join(folder, "right.yaml"), filepath.Join(folder, "wrong.yaml")
	write(t, right, plainRuntime(p, "shop", "test")+"---\n"+header+"kind: CodeRepoProvider\nmetadata: {name: printed}\nspec: {providerType: gitlab, httpAddress: \"https://p.example.com\", apiServer: \"https://p.example.com\", sshAddress: \"ssh://git@p.example.com\"}\n")
	write(t, wrong, plainRuntime(p, "cart", "staging"))
	for name, test := range map[string]struct {
		args []string
		code int
		// list is the field that holds a list, length how long that is.
		list   string
		length int
	}{
		"validate":         {[]string{"validate", "-f", wrong}, 2, "findings", 1},
		"validate offline": {[]string{"validate", "-f", right, "--offline"}, 0, "findings", 0},
		"plan":             {[]string{"plan", "-f", right}, 0, "objects", 2},
		"apply dry run":    {[]string{"apply", "-f", right, "--dry-run=client"}, 0, "items", 2},
		"apply":            {[]string{"apply", "-f", folder}, 3, "items", 2},
		"delete dry run":   {[]string{"delete", "-f", right, "--dry-run=server"}, 0, "items", 2},
	} {
		for format, parse := range map[string]func([]byte, any) error{
			"json": json.Unmarshal,
			"yaml": func(text []byte, into any) error { return yaml.UnmarshalStrict(text, into) },
		} {
			t.Run(name+" as "+format, func(t *testing.T) {
				if test.args[0] == "delete" {
					shared.nautes(t.Context(), "apply", "-f", right).want(t, 0)
				}
				r := shared.nautes(t.Context(), append(test.args, "-o", format)...).tidy(t).want(t, test.code)
				var printed map[string]any
				if err := parse([]byte(r.stdout), &printed); err != nil {
					t.Fatalf("%v\n%s", err, r.stdout)
				}
				if list, ok := printed[test.list].([]any); !ok || len(list) != test.length {
					t.Errorf("%s is %v, want a list of %d", test.list, printed[test.list], test.length)
				}
			})
		}
	}
	shared.nautes(t.Context(), "apply", "-f", right, "-o", "name").tidy(t).wantOut(t,
		"coderepoprovider.nautes.resource.nautes.io/printed\ndeploymentruntime.nautes.resource.nautes.io/shop")
	shared.nautes(t.Context(), "apply", "-f", right, "-o", "jsonpath={.items[*].kind}").tidy(t).wantOut(t, "CodeRepoProvider DeploymentRuntime")
	for _, format := range []string{"json", "yaml"} {
		r := shared.nautes(t.Context(), "version", "-o", format).tidy(t).want(t, 0)
		var versions map[string]map[string]any
		if err := yaml.Unmarshal([]byte(r.stdout), &versions); err != nil || versions["clientVersion"]["version"] == "" || versions["serverVersion"] == nil {
			t.Errorf("version -o %s: %v, error %v", format, versions, err)
		}
	}
}

// An object that was denied is not among those printed, as with kubectl.
func TestNothingAppliedIsNothingPrinted(t *testing.T) {
	p := shared.product(t, "printed-nothing")
	file := filepath.Join(t.TempDir(), "runtime.yaml")
	write(t, file, runtimeManifest(p, "cart", "staging"))
	for _, format := range []string{"json", "yaml", "name"} {
		if r := shared.nautes(t.Context(), "apply", "-f", file, "-o", format).tidy(t).want(t, 2); r.stdout != "" {
			t.Errorf("-o %s printed %q", format, r.stdout)
		}
	}
}

func TestHelpListsExitCodes(t *testing.T) {
	r := shared.nautes(t.Context(), "help", "exit-codes").tidy(t).want(t, 0)
	for _, code := range []string{"  0  done", "  1  error", "  2  findings that deny", "  3  partly done", "  4  timed out", "130  interrupted", "diff"} {
		if !strings.Contains(r.stdout, code) {
			t.Errorf("the help does not list %q:\n%s", code, r.stdout)
		}
	}
	if !strings.HasSuffix(r.stdout, "\n") {
		t.Error("the last line does not end")
	}
}

func TestVersionIsThatOfTheBuild(t *testing.T) {
	r := shared.nautes(t.Context(), "version", "--client").tidy(t).want(t, 0, "Client Version: ")
	if strings.Contains(r.stdout, "(devel)") {
		t.Errorf("the build has no version: %s", r.stdout)
	}
}

// Findings and summaries fit a terminal of 80 columns. Lines that are about one object each stay one line, as long as
// its names are: the table of plan, an outcome, an error, a warning of the server.
func TestOutputFitsATerminal(t *testing.T) {
	program := built("kubectl-nautes")
	folder := demo(t, "columns")
	t.Chdir(filepath.Dir(folder))
	run := func(args ...string) result { return shared.runWith(t.Context(), "", program, args...).tidy(t) }

	run("validate", "-f", "demo", "--offline").want(t, 0).fits(t)
	edit(t, "demo/environments.yaml", "cluster: columns-test", "cluster: nowhere")
	run("validate", "-f", "demo").want(t, 2).fits(t)
	run("apply", "-f", "demo", "--dry-run=client").want(t, 2).fits(t)
	run("apply", "-f", "demo", "--dry-run=server").want(t, 2).fits(t)
	run("apply", "-f", "demo").want(t, 3).fits(t)
	run("apply", "-f", "demo", "-i", "--reason", "not there yet").want(t, 0).fits(t)
	run("delete", "-f", "demo").want(t, 0).fits(t)
}

// fits fails the test for each line that is longer than a terminal is wide although it could be broken.
func (r result) fits(t *testing.T) {
	t.Helper()
	const columns = 80
	oneLine := regexp.MustCompile(`^error: |^Warning: |^\S+:\d+: \S+: not (tried|sent|found)`)
	for line := range strings.Lines(r.stdout + r.stderr) {
		line = strings.TrimRight(line, "\n")
		if width := utf8.RuneCountInString(line); width > columns && !oneLine.MatchString(line) {
			t.Errorf("%d columns: %s", width, line)
		}
	}
}
