// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package livetest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/rest"
)

// WebhookPath is where the registration of our webhook is looked for.
const WebhookPath = "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/nautes-webhook"

// Request is a request as the server got it.
type Request struct {
	Method, Path string
	Query        map[string][]string
	// Accept is the form that is asked for.
	Accept string
	Body   map[string]any
}

// Write tells whether it would change something.
func (r Request) Write() bool { return r.Method != http.MethodGet }

// String is the method and the path, with the mark of a dry run.
func (r Request) String() string {
	text := r.Method + " " + r.Path
	if len(r.Query["dryRun"]) > 0 || r.Body["dryRun"] != nil {
		text += " (dry run)"
	}
	return text
}

// Answer is what the server says instead of doing what it is asked for.
type Answer struct {
	Status metav1.Status
	// Warnings come with an object where Status has no code.
	Warnings []string
	// Stay: an object that is deleted stays, as one with a finalizer does.
	Stay bool
}

// Server is the API server. Its fields are set before it is used.
type Server struct {
	*httptest.Server
	// Intercept, if set, may answer a request. Nil means that the server does as it is asked.
	Intercept func(Request) *Answer
	// May tells what the user may; nil is everything.
	May func(verb, plural, namespace string) bool

	t        testing.TB
	mutex    sync.Mutex
	objects  map[string]map[string]any
	version  int
	requests []Request
}

// New starts a server with the registration of our webhook in it.
func New(t testing.TB) *Server {
	s := &Server{t: t, objects: map[string]map[string]any{}}
	s.Put(WebhookPath, map[string]any{"kind": "ValidatingWebhookConfiguration"})
	s.Server = httptest.NewServer(http.HandlerFunc(s.serve))
	t.Cleanup(s.Close)
	return s
}

// Config is how to reach it.
func (s *Server) Config() *rest.Config { return &rest.Config{Host: s.URL} }

// Kubeconfig writes a kubeconfig for it and returns the path.
func (s *Server) Kubeconfig() string {
	file := filepath.Join(s.t.TempDir(), "kubeconfig")
	text := fmt.Sprintf(`{apiVersion: v1, kind: Config, current-context: c, contexts: [{name: c, context: {cluster: c, user: u}}],
		clusters: [{name: c, cluster: {server: %q}}], users: [{name: u, user: {}}]}`, s.URL)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		s.t.Fatal(err)
	}
	return file
}

// Put stores an object as it is, with a UID and a version of its own.
func (s *Server) Put(at string, object map[string]any) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.store(at, object)
}

// Remove takes an object away.
func (s *Server) Remove(at string) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	delete(s.objects, at)
}

// Get is an object as it is stored, or nil.
func (s *Server) Get(at string) map[string]any {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.objects[at]
}

// Writes are the requests so far that would change something, in the order in which they came.
func (s *Server) Writes() []string {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	var writes []string
	for _, r := range s.requests {
		if r.Write() {
			writes = append(writes, r.String())
		}
	}
	return writes
}

// Requests are all requests so far.
func (s *Server) Requests() []Request {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return slices.Clone(s.requests)
}

func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	request := Request{Method: r.Method, Path: r.URL.Path, Query: r.URL.Query(), Accept: r.Header.Get("Accept")}
	_ = json.NewDecoder(r.Body).Decode(&request.Body) // a GET has none
	s.mutex.Lock()
	s.requests = append(s.requests, request)
	s.mutex.Unlock()
	var answer *Answer
	if s.Intercept != nil {
		answer = s.Intercept(request)
	}
	if answer != nil && answer.Status.Code != 0 {
		respond(w, int(answer.Status.Code), &answer.Status)
		return
	}
	if review := s.review(request); review != nil {
		respond(w, http.StatusCreated, review)
		return
	}
	if answer != nil {
		for _, warning := range answer.Warnings {
			w.Header().Add("Warning", "299 - "+strconv.Quote(warning))
		}
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	code, body := s.answer(request, answer != nil && answer.Stay)
	if code == http.StatusOK && strings.Contains(request.Accept, "as=Table") {
		body = tableOf(body.(map[string]any))
	}
	respond(w, code, body)
}

func respond(w http.ResponseWriter, code int, body any) {
	if status, ok := body.(*metav1.Status); ok {
		status.Kind, status.APIVersion, status.Status = "Status", "v1", metav1.StatusFailure
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(code)
	_ = json.NewEncoder(w).Encode(body) //nolint:errchkjson // the client may be gone, and all bodies are JSON values
}

// answer does what is asked for.
func (s *Server) answer(r Request, stay bool) (int, any) {
	object, dryRun := s.objects[r.Path], strings.HasSuffix(r.String(), "(dry run)")
	switch {
	case r.Method == http.MethodGet && isCollection(r.Path):
		return http.StatusOK, s.list(r.Path)
	case r.Method == http.MethodPost:
		return s.write(path.Join(r.Path, field(r.Body, "metadata", "name").(string)), nil, r.Body, dryRun)
	case r.Method == http.MethodPatch && field(r.Body, "kind") != nil:
		return s.write(r.Path, object, r.Body, dryRun)
	case object == nil:
		return http.StatusNotFound, notFound(r.Path)
	case r.Method == http.MethodPatch:
		return s.write(r.Path, object, annotated(object, r.Body), dryRun)
	case r.Method == http.MethodDelete && !dryRun && !stay:
		delete(s.objects, r.Path)
	}
	return http.StatusOK, object
}

// write stores an object, under a new version if it changes.
func (s *Server) write(at string, before, after map[string]any, dryRun bool) (int, any) {
	if before == nil {
		if !dryRun {
			s.store(at, after)
		}
		return http.StatusCreated, after
	}
	was, is := copied(before), copied(after)
	for _, name := range []string{"uid", "resourceVersion"} {
		is["metadata"].(map[string]any)[name] = field(was, "metadata", name)
	}
	if status := was["status"]; status != nil {
		is["status"] = status // as a subresource, it is nothing that a write of the object touches
	}
	if fmt.Sprint(was) == fmt.Sprint(is) {
		return http.StatusOK, before
	}
	if !dryRun {
		s.version++
		is["metadata"].(map[string]any)["resourceVersion"] = strconv.Itoa(s.version)
		s.objects[at] = is
	}
	return http.StatusOK, is
}

func (s *Server) store(at string, object map[string]any) {
	s.version++
	metadata, _ := object["metadata"].(map[string]any)
	if metadata == nil {
		metadata = map[string]any{}
		object["metadata"] = metadata
	}
	metadata["uid"], metadata["resourceVersion"] = "uid-"+strconv.Itoa(s.version), strconv.Itoa(s.version)
	s.objects[at] = object
}

func (s *Server) list(collection string) map[string]any {
	items := []any{}
	for at, object := range s.objects {
		if path.Dir(at) == collection || strings.HasSuffix(path.Dir(at), "/"+path.Base(collection)) && !strings.Contains(collection, "/namespaces/") {
			items = append(items, object)
		}
	}
	return map[string]any{"metadata": map[string]any{}, "items": items}
}
