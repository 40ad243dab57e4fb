// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"archive/tar"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/genericiooptions"
	"k8s.io/client-go/rest"

	"github.com/spf13/cobra"

	"github.com/nautes-labs/kubectl-nautes/plugin/doctor"
	"github.com/nautes-labs/kubectl-nautes/plugin/exitcode"
	"github.com/nautes-labs/kubectl-nautes/plugin/live/livetest"
)

// doctorOn is doctor, or report, at noon, on a server or with none, beside a kubectl of a release.
func doctorOn(t *testing.T, server *livetest.Server, report bool) newCommand {
	t.Helper()
	return func(config genericclioptions.RESTClientGetter, streams genericiooptions.IOStreams) *cobra.Command {
		flags := config.(*genericclioptions.ConfigFlags).WithWrapConfigFn(func(c *rest.Config) *rest.Config {
			c.QPS = -1 // as the program has it
			return c
		})
		if server != nil {
			kubeconfig := server.Kubeconfig()
			flags.KubeConfig = &kubeconfig
		}
		o := doctorOptions{
			IOStreams: streams, config: config, now: bypassNoon,
			kubectl: func(context.Context) (string, error) { return "v1.37.0", nil },
		}
		cmd := o.command()
		if report {
			cmd = (&reportOptions{IOStreams: streams, doctor: o}).command()
		}
		cmd.Flags().StringVarP(flags.Namespace, "product", "p", "", "")
		return cmd
	}
}

// installed is a server on which there is little beside the registration, which is not as it should be.
func installed(t *testing.T) *livetest.Server {
	t.Helper()
	server := twoProducts(t)
	server.Put("/version", fields{"gitVersion": "v1.37.2"})
	server.Put("/apis/nautes.resource.nautes.io/v1alpha1", fields{"resources": []any{}})
	server.May = func(verb, _, _ string) bool { return verb != "skip-check" }
	return server
}

// anywhere takes out of a text what differs from run to run, and from release to release.
func anywhere(text string, server *livetest.Server) string {
	text = strings.ReplaceAll(text, server.URL, "https://cluster.example.com")
	text = strings.ReplaceAll(text, clientVersion().Version+", rules", "VERSION, rules")
	return regexp.MustCompile("sha256:[0-9a-f]+").ReplaceAllString(text, "sha256:HASH")
}

func TestDoctorGolden(t *testing.T) {
	for name, args := range map[string][]string{"doctor.table": {"-p", "demo"}, "doctor.json": {"-p", "demo", "-o", "json"}, "doctor.yaml": {"-o", "yaml"}} {
		t.Run(name, func(t *testing.T) {
			check := golden(t, name+".golden")
			server := installed(t)
			got := run(t, "", doctorOn(t, server, false), args...)
			got.wantCode(t, exitcode.Failed)
			if name == "doctor.table" {
				fits(t, got.out)
			}
			check(anywhere(got.out+got.errOut, server))
		})
	}
}

func TestDoctorWithoutACluster(t *testing.T) {
	got := run(t, "", doctorOn(t, nil, false))
	got.wantCode(t, exitcode.Failed)
	wantContains(t, got.out, "fail    cluster", "ok      kubectl  v1.37.0", "ok      plugin")
	wantContains(t, got.errOut, "2 ok, 0 to look at, 1 failed\n")
	got = run(t, "", doctorOn(t, nil, false), "-o", "xml")
	got.wantCode(t, exitcode.Failed)
	wantContains(t, got.message, `unknown output format "xml" (use one of table|json|yaml)`)
}

func TestDoctorOfOneWhoMayNothing(t *testing.T) {
	server := livetest.New(t)
	server.Put("/version", fields{"gitVersion": "v1.37.2"})
	server.May = func(string, string, string) bool { return false }
	server.Intercept = func(r livetest.Request) *livetest.Answer {
		if r.Path == "/version" || strings.Contains(r.Path, "review") {
			return nil
		}
		return livetest.Refusal(http.StatusForbidden, metav1.StatusReasonForbidden, "jane cannot "+r.Method)
	}
	got := run(t, "", doctorOn(t, server, false), "-o", "json")
	got.wantCode(t, exitcode.Done)
	var found doctor.Report
	if err := json.Unmarshal([]byte(got.out), &found); err != nil || found.Count(doctor.Warn) < 6 {
		t.Errorf("%+v, error %v", found, err)
	}
}

// unpacked are the files of an archive by their names.
func unpacked(t *testing.T, path string) map[string]string {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	zipped, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for packed := tar.NewReader(zipped); ; {
		header, err := packed.Next()
		if errors.Is(err, io.EOF) {
			return files
		}
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(packed)
		if err != nil {
			t.Fatal(err)
		}
		if header.Mode != 0o600 || !header.ModTime.Equal(bypassNoon()) {
			t.Errorf("%s: mode %o, time %s", header.Name, header.Mode, header.ModTime)
		}
		files[strings.TrimPrefix(header.Name, "nautes-report/")] = string(content)
	}
}

// withSecrets is a server that has the same secret at every place that a report looks at.
func withSecrets(t *testing.T, secret string) *livetest.Server {
	t.Helper()
	server := installed(t)
	said := "clone https://oauth2:" + secret + "@git.example.com with glpat-" + secret + ", Authorization: Bearer " + secret
	env := server.Get("/apis/nautes.resource.nautes.io/v1alpha1/namespaces/demo/environments/test")
	env["metadata"].(fields)["annotations"] = fields{"note": said, "kubectl.kubernetes.io/last-applied-configuration": secret}
	env["status"] = fields{"conditions": []any{fields{"type": "Ready", "message": said}}}
	const system = "/api/v1/namespaces/nautes-system/"
	server.Put("/api/v1/events", fields{"items": []any{fields{"message": said}}})
	server.Put("/api/v1/namespaces/demo/events", fields{"items": []any{fields{"message": said}}})
	server.Put(system+"events", fields{"items": []any{fields{"message": "token: " + secret}}})
	pod := fields{
		"metadata": fields{"name": "w-1", "annotations": fields{"x": said}},
		"spec":     fields{"containers": []any{fields{"name": "webhook", "env": []any{fields{"name": "A", "value": secret}}, "args": []any{"--token=" + secret}}}},
		"status":   fields{"containerStatuses": []any{fields{"name": "webhook", "restartCount": 2}}},
	}
	server.Put(system+"pods", fields{"items": []any{pod}})
	server.Put(system+"pods/w-1/log", fields{"msg": said, "password": secret})
	server.Put("/apis/apps/v1/namespaces/nautes-system/deployments", fields{"items": []any{fields{"spec": fields{"template": pod}}}})
	server.Put(system+"secrets/nautes-webhook-ca", fields{"data": fields{"current.key": secret}})
	return server
}

func TestReportHoldsNoSecret(t *testing.T) {
	const secret = "hunter2hunter2hunter2"
	server := withSecrets(t, secret)
	for _, args := range [][]string{nil, {"-p", "demo"}} {
		path := filepath.Join(t.TempDir(), "report.tar.gz")
		got := run(t, "", doctorOn(t, server, true), append(args, "-o", path)...)
		got.wantCode(t, exitcode.Done)
		files := unpacked(t, path)
		want := []string{
			"contents.txt", "doctor.txt", "doctor.yaml", "logs/w-1_webhook.log", "logs/w-1_webhook.previous.log",
			"objects/environments.yaml", "objects/products.yaml", "system/deployments.yaml", "system/pods.yaml",
			"system/registration.yaml", "versions.yaml", "events/nautes-system.yaml",
		}
		for _, name := range want {
			if files[name] == "" {
				t.Errorf("%v: no %s in %v", args, name, slices.Sorted(maps.Keys(files)))
			}
		}
		for name, content := range files {
			if strings.Contains(content, secret) {
				t.Errorf("%v: %s holds the secret:\n%s", args, name, content)
			}
		}
		if !strings.Contains(files["objects/environments.yaml"], "cluster: test-0") || !strings.Contains(files["contents.txt"], "break-glass.yaml: ") {
			t.Errorf("%v: %s%s", args, files["objects/environments.yaml"], files["contents.txt"])
		}
		if strings.Contains(files["objects/environments.yaml"], "namespace: shop") != (args == nil) {
			t.Errorf("%v: %s", args, files["objects/environments.yaml"])
		}
		wantContains(t, got.out, "objects/environments.yaml\n")
		wantContains(t, got.errOut, "Note: not in it: system/break-glass.yaml: ", "wrote "+path+": ")
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("mode %v, error %v", info.Mode(), err)
		}
	}
	for _, request := range server.Requests() {
		if strings.Contains(request.Path, "/secrets") {
			t.Errorf("%s was asked for", request)
		}
	}
}

func TestReportWithoutACluster(t *testing.T) {
	t.Chdir(t.TempDir())
	got := run(t, "", doctorOn(t, nil, true))
	got.wantCode(t, exitcode.Done)
	files := unpacked(t, "nautes-report-"+bypassNoon().UTC().Format("20060102-150405")+".tar.gz")
	if len(files) != 4 || !strings.Contains(files["doctor.txt"], "fail") {
		t.Errorf("%v", files)
	}
	wantContains(t, got.errOut, "Note: not in it: what is in the cluster")
}

func TestReportLeavesAFileThatIsThereAlone(t *testing.T) {
	path := file(t, "report.tar.gz", "mine")
	got := run(t, "", doctorOn(t, nil, true), "-o", path)
	got.wantCode(t, exitcode.Failed)
	if got.message != path+" is there already (name another file with -o)" {
		t.Errorf("says %q", got.message)
	}
	if content, err := os.ReadFile(path); err != nil || string(content) != "mine" {
		t.Errorf("%q, error %v", content, err)
	}
	got = run(t, "", doctorOn(t, nil, true), "-o", filepath.Join(t.TempDir(), "nope", "x"))
	got.wantCode(t, exitcode.Failed)
}

func TestReportInterruptedLeavesNoFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "report.tar.gz")
	server := installed(t)
	ctx, cancel := context.WithCancel(t.Context())
	server.Intercept = func(r livetest.Request) *livetest.Answer {
		if strings.HasSuffix(r.Path, "/environments") {
			cancel()
		}
		return nil
	}
	streams, _, _, _ := genericiooptions.NewTestIOStreams()
	code := Run(ctx, streams, []string{"report", "-o", path, "--kubeconfig", server.Kubeconfig()})
	if _, err := os.Stat(path); code != exitcode.Interrupted || !errors.Is(err, os.ErrNotExist) {
		t.Errorf("code %d, error %v", code, err)
	}
}
