// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package manifest_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/nautes-labs/kubectl-nautes/pkg/manifest"
)

func TestSources(t *testing.T) {
	for _, test := range []struct {
		name   string
		source manifest.Source
		stdin  string
		want   []string // file:name of each document
		errs   []string // prefix of each error
	}{
		{name: "file", source: manifest.Source{Filenames: []string{"testdata/folder/one.yaml"}}, want: []string{"testdata/folder/one.yaml one"}},
		{
			name: "folder", source: manifest.Source{Filenames: []string{"testdata/folder"}},
			want: []string{"testdata/folder/one.yaml one"},
			errs: []string{"testdata/folder/kustomization.yaml: is a kustomization, not a manifest (-k testdata/folder)"},
		},
		{
			name: "folders below", source: manifest.Source{Filenames: []string{"testdata/folder"}, Recursive: true},
			want: []string{"testdata/folder/below/two.yml two", "testdata/folder/one.yaml one"},
			errs: []string{"testdata/folder/kustomization.yaml: is a kustomization"},
		},
		{name: "pattern", source: manifest.Source{Filenames: []string{"testdata/folder/o*.yaml"}}, want: []string{"testdata/folder/one.yaml one"}},
		{name: "kustomization", source: manifest.Source{Kustomize: "testdata/kustomize"}, want: []string{"testdata/kustomize web-cart"}},
		{name: "stdin", source: manifest.Source{Filenames: []string{"-"}}, stdin: projects("one", "two"), want: []string{"STDIN one", "STDIN two"}},
		{name: "stdin empty", source: manifest.Source{Filenames: []string{"-"}}, errs: []string{"STDIN: no manifests in it"}},
		{name: "stdin twice", source: manifest.Source{Filenames: []string{"-", "-"}}, stdin: projects("one"), want: []string{"STDIN one"}, errs: []string{"STDIN: is named twice"}},
		{name: "nothing", errs: []string{"no manifests named (give -f FILENAME or -k FOLDER)"}},
		{name: "-f and -k", source: manifest.Source{Filenames: []string{"x"}, Kustomize: "y"}, errs: []string{"only one of -f and -k"}},
		{name: "-k and -R", source: manifest.Source{Recursive: true, Kustomize: "y"}, errs: []string{"-R can not be given with -k"}},
		{name: "missing file", source: manifest.Source{Filenames: []string{"testdata/none.yaml"}}, errs: []string{"testdata/none.yaml: no such file or folder"}},
		{name: "bad pattern", source: manifest.Source{Filenames: []string{"testdata/[a.yaml"}}, errs: []string{"testdata/[a.yaml: is not a valid pattern"}},
		{name: "file taken for a folder", source: manifest.Source{Filenames: []string{"source_test.go/x.yaml"}}, errs: []string{"source_test.go/x.yaml: not a directory"}},
		{name: "missing kustomization", source: manifest.Source{Kustomize: "testdata/good"}, errs: []string{"testdata/good: build kustomization: "}},
		{name: "URL without a client", source: manifest.Source{Filenames: []string{"https://example.com/a.yaml"}}, errs: []string{"https://example.com/a.yaml: URLs are not read here"}},
		{name: "no URL", source: manifest.Source{Filenames: []string{"https://"}}, errs: []string{`"https://" is not a valid URL`}},
	} {
		t.Run(test.name, func(t *testing.T) {
			reader := &manifest.Reader{Schemas: crds(t), Stdin: strings.NewReader(test.stdin)}
			documents, err := reader.Read(t.Context(), test.source)
			said := lines(t, err)
			if len(said) != len(test.errs) {
				t.Fatalf("errors = %q, want %q", said, test.errs)
			}
			for i, want := range test.errs {
				if !strings.HasPrefix(said[i], want) {
					t.Errorf("error = %q, want %q…", said[i], want)
				}
			}
			var got []string
			for _, d := range documents {
				got = append(got, d.Origin.File+" "+d.Object.GetName())
			}
			if strings.Join(got, "\n") != strings.Join(test.want, "\n") {
				t.Errorf("documents = %q, want %q", got, test.want)
			}
		})
	}
}

func TestEmptyFolder(t *testing.T) {
	folder := t.TempDir()
	_, err := (&manifest.Reader{Schemas: crds(t)}).Read(t.Context(), manifest.Source{Filenames: []string{folder}})
	want := folder + ": no manifests in this folder (files end in .json, .yaml, .yml; -R looks into the folders below)"
	if said := lines(t, err); len(said) != 1 || said[0] != want {
		t.Errorf("errors = %q, want %q", said, want)
	}
}

func TestURL(t *testing.T) {
	mux := http.NewServeMux()
	mux.HandleFunc("/good.yaml", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain")
		_, _ = w.Write([]byte(projects("one")))
	})
	mux.HandleFunc("/login", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write([]byte("<html>"))
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	withPassword := strings.Replace(server.URL, "http://", "http://me:secret@", 1)
	reader := &manifest.Reader{Schemas: crds(t), Client: server.Client()}
	for _, test := range []struct{ url, want string }{
		{server.URL + "/good.yaml", ""},
		{server.URL + "/none.yaml", server.URL + "/none.yaml: get URL: server answered 404 Not Found"},
		{server.URL + "/login", server.URL + "/login: is a web page, not a manifest (a login page, or a page about the file: give the address of the raw file)"},
		{withPassword + "/none.yaml", strings.Replace(withPassword, "secret", "xxxxx", 1) + "/none.yaml: get URL: server answered 404 Not Found"},
	} {
		documents, err := reader.Read(t.Context(), manifest.Source{Filenames: []string{test.url}})
		if said := strings.Join(lines(t, err), "\n"); said != test.want {
			t.Errorf("%s: errors = %q, want %q", test.url, said, test.want)
		}
		if test.want == "" && (len(documents) != 1 || documents[0].Origin.File != test.url) {
			t.Errorf("%s: documents = %v, want one from there", test.url, documents)
		}
	}
}

func TestUnreachableURL(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	server.Close() // its port is free again: nobody answers there
	reader := &manifest.Reader{Schemas: crds(t), Client: &http.Client{}}
	_, err := reader.Read(t.Context(), manifest.Source{Filenames: []string{server.URL + "/a.yaml"}})
	said := lines(t, err)
	if len(said) != 1 || !strings.HasPrefix(said[0], server.URL+"/a.yaml: get URL: dial tcp") {
		t.Errorf("errors = %q, want one about dialling", said)
	}
}

// TestContextEndsReading makes sure that a server that never answers does not
// hold the reader.
func TestContextEndsReading(t *testing.T) {
	asked := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, request *http.Request) {
		close(asked)
		<-request.Context().Done()
	}))
	t.Cleanup(server.Close)
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		<-asked
		cancel()
	}()
	reader := &manifest.Reader{Schemas: crds(t), Client: server.Client()}
	_, err := reader.Read(ctx, manifest.Source{Filenames: []string{server.URL}})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error = %v, want context.Canceled", err)
	}
}
