// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package registration_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nautes-labs/kubectl-nautes/pkg/api/v1alpha1"
	"github.com/nautes-labs/kubectl-nautes/plugin/live/livetest"
	"github.com/nautes-labs/kubectl-nautes/plugin/registration"
)

const secret = "never-to-be-seen"

// written writes files into a fresh folder and gives the path of the first.
func written(t *testing.T, files ...string) string {
	t.Helper()
	folder := t.TempDir()
	for i := 0; i < len(files); i += 2 {
		if err := os.WriteFile(filepath.Join(folder, files[i]), []byte(files[i+1]), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(folder, files[0])
}

// kubeconfig has one context whose user is as said.
func kubeconfig(server, user string) string {
	return fmt.Sprintf(`{apiVersion: v1, kind: Config, contexts: [{name: c, context: {cluster: c, user: u}}],
clusters: [{name: c, cluster: {server: %q}}], users: [{name: u, user: %s}]}`, server, user)
}

// What lies beside the file comes along, and a context need not be current where there is only one.
func TestLoadMakesOneThatWorksAnywhere(t *testing.T) {
	file := written(t, "config", kubeconfig("https://10.0.0.9:6443", "{tokenFile: token}"), "token", secret+"\n")
	k, err := registration.Load(file, "")
	if err != nil {
		t.Fatal(err)
	}
	content, err := k.At("https://10.0.0.10:6443").Content()
	if err != nil || !strings.Contains(string(content), "token: "+secret) || strings.Contains(string(content), "tokenFile") {
		t.Errorf("content %s, error %v", content, err)
	}
	if k.Server != "https://10.0.0.9:6443" || !strings.Contains(string(content), "server: https://10.0.0.10:6443") {
		t.Errorf("server %s, content %s", k.Server, content)
	}
	again, err := registration.Parse(content)
	if err != nil || again.Server != "https://10.0.0.10:6443" {
		t.Errorf("read again: %v, error %v", again, err)
	}
	if text := fmt.Sprintf("%v %+v %#v", k, k, *k); strings.Contains(text, secret) {
		t.Errorf("printed as %s", text)
	}
	if text, err := json.Marshal(k); err == nil {
		t.Errorf("written as %s", text)
	}
}

func TestKubeconfigsThatAreRefused(t *testing.T) {
	for name, test := range map[string]struct{ text, context, want string }{
		"no YAML":         {"a: {" + secret, "", "it is no kubeconfig"},
		"nothing":         {"{}", "", "no context to take"},
		"no context":      {kubeconfig("https://a", "{}"), "d", `there is no context "d" (use one of c)`},
		"a missing file":  {kubeconfig("https://a", "{tokenFile: nowhere}"), "", "read the token: open "},
		"a missing key":   {kubeconfig("https://a", "{client-certificate: nowhere, client-key: nowhere}"), "", "read the files that it names: "},
		"a program":       {kubeconfig("https://a", "{exec: {apiVersion: client.authentication.k8s.io/v1, command: login, args: ["+secret+"]}}"), "", `by the program "login"`},
		"a plugin":        {kubeconfig("https://a", "{auth-provider: {name: gcp, config: {access-token: "+secret+"}}}"), "", `by the plugin "gcp"`},
		"another cluster": {strings.Replace(kubeconfig("https://a", "{}"), "cluster: c, user", "cluster: d, user", 1), "", "cannot locate cluster d (give --context)"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := registration.Load(written(t, "config", test.text), test.context)
			if err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), secret) {
				t.Errorf("error %v, want %q", err, test.want)
			}
		})
	}
}

// states are what came of the checks.
func states(r *registration.Result) []string {
	var all []string
	for _, check := range r.Checks {
		all = append(all, string(check.State)+" "+check.What)
	}
	return all
}

func TestLook(t *testing.T) {
	host := registration.Subject{Name: "host", Spec: v1alpha1.ClusterSpec{Usage: v1alpha1.ClusterUsageHost}}
	host.Spec.ComponentsList.Gateway = &v1alpha1.Component{Name: "traefik", Namespace: "traefik"}
	for name, test := range map[string]struct {
		may  func(verb, plural, namespace string) bool
		spec string
		want []string
	}{
		"all well": {nil, "", []string{"warn address", "ok API server", "ok permissions", "ok gateway traefik"}},
		"a host needs more": {
			func(_, plural, _ string) bool { return plural != "statefulsets" && plural != "services" }, "",
			[]string{"warn address", "ok API server", "fail permissions", "fail permissions", "ok gateway traefik"},
		},
		"another address": {nil, "https://10.0.0.9:6443", []string{"warn address", "warn address", "ok API server", "ok permissions", "ok gateway traefik"}},
	} {
		t.Run(name, func(t *testing.T) {
			server := livetest.New(t)
			server.May = test.may
			server.Put("/version", map[string]any{"gitVersion": "v1.37.2"})
			server.Put("/api/v1/namespaces/traefik", map[string]any{"kind": "Namespace", "apiVersion": "v1", "metadata": map[string]any{"name": "traefik"}})
			k, err := registration.Parse([]byte(kubeconfig(server.URL, "{token: "+secret+"}")))
			if err != nil {
				t.Fatal(err)
			}
			subject := host
			subject.Spec.APIServer = test.spec
			got, err := subject.Look(t.Context(), k)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, states(got)); diff != "" {
				t.Errorf("%s\n%+v", diff, got.Checks)
			}
		})
	}
}

func TestLookAtAClusterThatDoesNotAnswer(t *testing.T) {
	server := livetest.New(t)
	k, err := registration.Parse([]byte(kubeconfig(server.URL, "{token: "+secret+"}")))
	if err != nil {
		t.Fatal(err)
	}
	server.Close()
	got, err := (&registration.Subject{Name: "a"}).Look(t.Context(), k)
	if err != nil || !got.Failed() || strings.Contains(fmt.Sprint(got), secret) {
		t.Errorf("found %+v, error %v", got, err)
	}
}
