// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package legacy_test

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nautes-labs/kubectl-nautes/manifests"
	"github.com/nautes-labs/kubectl-nautes/pkg/manifest"
	"github.com/nautes-labs/kubectl-nautes/pkg/manifest/components"
	"github.com/nautes-labs/kubectl-nautes/pkg/manifest/legacy"
	"github.com/nautes-labs/kubectl-nautes/policies"
)

// update makes the golden files say what is written now: go test ./pkg/manifest/legacy -update.
var update = flag.Bool("update", false, "write the golden files anew")

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got; go test ./pkg/manifest/legacy -update writes it anew):\n%s", name, diff)
	}
}

func schemas(t testing.TB) *manifest.Schemas {
	t.Helper()
	crds, err := fs.Sub(manifests.Files(), "crds")
	if err != nil {
		t.Fatal(err)
	}
	return manifest.NewSchemas(crds)
}

func policyFile(t testing.TB, name string) []byte {
	t.Helper()
	text, err := fs.ReadFile(policies.FS(), name)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func known(t testing.TB) *components.Components {
	t.Helper()
	all, err := components.Parse(policyFile(t, "components/data.yaml"), policyFile(t, "categories/data.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func places(t testing.TB) *manifest.Places {
	t.Helper()
	all, err := manifest.ParsePlaces(policyFile(t, "layout/data.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// converted reads text as standard input, with a converter.
func converted(t testing.TB, c *legacy.Converter, text string) ([]*manifest.Document, error) {
	t.Helper()
	return from(t, c, manifest.Source{Filenames: []string{"-"}}, text)
}

func from(t testing.TB, c *legacy.Converter, source manifest.Source, stdin string) ([]*manifest.Document, error) {
	t.Helper()
	c.Components = known(t)
	reader := &manifest.Reader{Schemas: schemas(t), Converter: c, IdentityOnly: c.IdentityOnly, Stdin: strings.NewReader(stdin)}
	return reader.Read(t.Context(), source)
}

func lines(t testing.TB, err error) []string {
	t.Helper()
	if err == nil {
		return nil
	}
	var errs manifest.Errors
	if !errors.As(err, &errs) {
		t.Fatalf("error is %T (%v), want manifest.Errors", err, err)
	}
	said := make([]string, len(errs))
	for i, one := range errs {
		said[i] = one.Error()
	}
	return said
}

func said(notes []legacy.Note) []string {
	texts := make([]string, len(notes))
	for i, note := range notes {
		texts[i] = note.String()
	}
	return texts
}

// written are documents as a Folder takes them.
func written(documents []*manifest.Document, notes []legacy.Note) []legacy.Written {
	var all []legacy.Written
	for _, d := range documents {
		object := legacy.Written{Object: d.Object, Comments: d.Comments}
		for _, note := range notes {
			if note.ID.Name == d.Object.GetName() && string(note.ID.Kind) == d.Object.GetKind() {
				object.Notes = append(object.Notes, note)
			}
		}
		all = append(all, object)
	}
	return all
}

// secret matches what is not to lie in a golden file.
var secret = regexp.MustCompile(`(?m)^ {2}kubeconfig: .*$`)

// contents are the files below a folder, each under a line with its path and its mode.
func contents(t *testing.T, folder string) string {
	t.Helper()
	var all strings.Builder
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		text, err := os.ReadFile(path)
		name, _ := filepath.Rel(folder, path)
		text = secret.ReplaceAll(text, []byte("  kubeconfig: (secret)"))
		fmt.Fprintf(&all, "==> %s %v\n%s\n", filepath.ToSlash(name), info.Mode(), text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all.String()
}

func values() map[string]string {
	return map[string]string{
		"suffix": "q", "port": "31501", "pipeline-runtime-cluster": "vcluster-pipeline-q", "deployment-runtime-cluster": "vcluster-deployment-q",
	}
}

// The files of the old command line, as its repository had them, in our words.
func TestExampleSet(t *testing.T) {
	c := &legacy.Converter{Values: values()}
	documents, err := from(t, c, manifest.Source{Filenames: []string{"testdata/nautes-cli"}}, "")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "nautes-cli.notes", strings.Join(said(c.Notes), "\n")+"\n")
	folder, err := legacy.NewFolder(places(t), written(documents, c.Notes), c.Kubeconfigs)
	if err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(t.TempDir(), "out")
	if err := folder.Write(out); err != nil {
		t.Fatal(err)
	}
	golden(t, "nautes-cli.golden", contents(t, out))
	if unused := c.Unused(); len(unused) > 0 {
		t.Errorf("not used: %q", unused)
	}
}
