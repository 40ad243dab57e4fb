// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package legacy_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sigs.k8s.io/yaml"

	"github.com/nautes-labs/kubectl-nautes/pkg/manifest/legacy"
)

// credentials is what must never be seen: in plain text, as the kubeconfig has it, and in base64 once more.
const credentials = "U0VDUkVULUtFWQ=="

const kubeconfig = `apiVersion: v1
kind: Config
clusters:
- name: c
  cluster: {server: "https://127.0.0.1:6443"}
users:
- name: u
  user: {client-key-data: ` + credentials + `, token: $HOME-` + credentials + `}
`

const host = `name: host
apiServer: https://10.0.0.1:6443
clusterType: physical
usage: host
`

// leaks fails the test where a text shows the credentials, plain or in base64.
func leaks(t *testing.T, what string, texts ...string) {
	t.Helper()
	for _, text := range texts {
		for shift := range 3 { // base64 of it looks different at each offset
			encoded := base64.StdEncoding.EncodeToString([]byte(strings.Repeat("x", shift) + credentials))
			if strings.Contains(text, credentials) || strings.Contains(text, encoded[4:len(encoded)-4]) {
				t.Errorf("%s shows the kubeconfig: %s", what, text)
			}
		}
	}
}

func TestKubeconfigGoesIntoASecret(t *testing.T) {
	for name, given := range map[string]string{
		"plain":  "kubeconfig: |\n" + indented(kubeconfig),
		"base64": "kubeconfig: " + base64.StdEncoding.EncodeToString([]byte(kubeconfig)) + "\n",
		"value":  "kubeconfig: $kubeconfig\n",
		"block":  "kubeconfig: |\n  ${kubeconfig}\n",
	} {
		t.Run(name, func(t *testing.T) {
			c := &legacy.Converter{Values: map[string]string{"kubeconfig": kubeconfig}}
			documents, err := converted(t, c, old("Cluster", host+given))
			if err != nil {
				t.Fatal(err)
			}
			object := asYAML(t, documents[0].Object.Object)
			if !strings.Contains(object, "kubeconfigSecretRef:\n    name: host-kubeconfig\n") || strings.Contains(object, "kubeconfig:") {
				t.Errorf("object:\n%s", object)
			}
			leaks(t, "the object", object)
			leaks(t, "a note", said(c.Notes)...)
			for _, format := range []string{"%v", "%+v", "%#v", "%s", "%q"} {
				leaks(t, format, fmt.Sprintf(format, c.Kubeconfigs), fmt.Sprintf(format, &c.Kubeconfigs[0]))
			}
			if text, err := json.Marshal(c.Kubeconfigs); err == nil {
				t.Errorf("it can be written as JSON: %s", text)
			}
			if got := string(c.Kubeconfigs[0].Content()); !strings.Contains(got, credentials) || !strings.Contains(got, "server: \"https://10.0.0.1:6443\"") {
				t.Errorf("what is to be stored is not the kubeconfig with the address of the API server:\n%s", got)
			}
		})
	}
}

// Whatever is wrong, what is said of it does not show the kubeconfig.
func TestErrorsAboutKubeconfigs(t *testing.T) {
	inline := "kubeconfig: |\n" + indented(kubeconfig)
	for name, text := range map[string]string{
		"not YAML":              old("Cluster", host+"kubeconfig: \"{"+credentials+": : [\"\n"),
		"an object":             old("Cluster", host+"kubeconfig:\n"+indented(kubeconfig)),
		"no users":              old("Cluster", host+"kubeconfig: |\n  clusters: [{name: "+credentials+"}]\n"),
		"a number":              old("Cluster", host+"kubeconfig: 8\n"),
		"a list":                old("Cluster", host+"kubeconfig: ["+credentials+"]\n"),
		"not indented":          old("Cluster", host+"kubeconfig: |\n") + kubeconfig,
		"indented too little":   old("Cluster", host+"kubeconfig: |\n"+kubeconfig),
		"a misspelt key":        old("Cluster", host+strings.Replace(inline, "kubeconfig", "kubeConfig", 1)),
		"a nearby wrong field":  old("Cluster", host+inline+"nonsense: 1\n"),
		"a name that is none":   old("Cluster", strings.Replace(host, "name: host", "name: HOST", 1)+inline),
		"of a kind without one": old("Environment", "name: e\nproduct: d\ncluster: c\nenvType: t\n"+inline),
		"given twice":           old("Cluster", host+inline+inline),
	} {
		t.Run(name, func(t *testing.T) {
			c := &legacy.Converter{}
			_, err := converted(t, c, text)
			if err == nil {
				t.Fatal("it is no error")
			}
			leaks(t, "the error", err.Error(), fmt.Sprintf("%+v", err), fmt.Sprintf("%#v", err))
			leaks(t, "a note", said(c.Notes)...)
		})
	}
}

func TestKubeconfigPlaceholderAsksForAFile(t *testing.T) {
	_, err := converted(t, &legacy.Converter{}, old("Cluster", host+"kubeconfig: $kubeconfig\n"))
	want := `STDIN:8: spec.kubeconfig: placeholder "$kubeconfig" has no value (give --set-file kubeconfig=FILE)`
	if got := lines(t, err); len(got) != 1 || got[0] != want {
		t.Errorf("errors %q, want %q", got, want)
	}
}

// Of all files only the Secret holds it, and only the user can read that.
func TestOnlyTheSecretHoldsTheKubeconfig(t *testing.T) {
	c := &legacy.Converter{}
	text := "# client-key-data: " + credentials + "\n" + old("Cluster", host+"# token: "+credentials+"\nkubeconfig: | # "+credentials+"\n"+indented(kubeconfig))
	documents, err := converted(t, c, text)
	if err != nil {
		t.Fatal(err)
	}
	folder, err := legacy.NewFolder(places(t), written(documents, c.Notes), c.Kubeconfigs)
	if err != nil {
		t.Fatal(err)
	}
	leaks(t, "a folder", fmt.Sprintf("%v %+v", c, documents[0].Object))
	out := t.TempDir()
	if err := folder.Write(out); err != nil {
		t.Fatal(err)
	}
	object, err := os.ReadFile(filepath.Join(out, "clusters", "host.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	leaks(t, "the manifest", string(object))

	path := filepath.Join(out, folder.Secrets(), "host-kubeconfig.yaml")
	for at, want := range map[string]os.FileMode{path: 0o600, filepath.Dir(path): 0o700} {
		if info, err := os.Stat(at); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s has mode %v, error %v", at, info.Mode(), err)
		}
	}
	stored, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var secret struct {
		Metadata map[string]string
		Data     map[string][]byte
	}
	if err := yaml.Unmarshal(stored, &secret); err != nil {
		t.Fatal(err)
	}
	if secret.Metadata["namespace"] != "nautes-system" || !bytes.Equal(secret.Data["kubeconfig"], c.Kubeconfigs[0].Content()) {
		t.Errorf("the Secret holds something else: %v", secret.Metadata)
	}
}
