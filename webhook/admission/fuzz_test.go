// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package admission

import (
	"bytes"
	"context"
	"encoding/json"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/go-logr/logr"
	admissionv1 "k8s.io/api/admission/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/client-go/tools/events"
	"sigs.k8s.io/controller-runtime/pkg/webhook/admission"

	"github.com/nautes-labs/kubectl-nautes/manifests"
	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/test/random"
)

// FuzzHandler posts anything to the webhook: bytes, or, where there are none, a review of objects that are broken in
// places. It must always answer as the API server wants it, must not panic, and must not allow what the rules, asked
// once more, do not.
func FuzzHandler(f *testing.F) {
	fixture := newFixture(f)
	crds, err := fs.Sub(manifests.Files(), "crds")
	if err != nil {
		f.Fatal(err)
	}
	objects, err := random.FromCRDs(crds)
	if err != nil {
		f.Fatal(err)
	}
	body, err := json.Marshal(reviewOf(request(admissionv1.Create, runtimeOn("test", spec{skip: "true"}), nil)))
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range []string{"", "{", "[]", "null", "{}", "k8s\x00\n", `{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1"}`, string(body)} {
		f.Add([]byte(seed), []byte{}, true)
	}
	for kind := range objects.Kinds() {
		for operation := range 4 {
			f.Add([]byte{}, []byte{byte(kind), byte(operation), byte(kind)}, operation%2 == 0)
		}
	}
	f.Fuzz(func(t *testing.T, body, data []byte, verb bool) {
		if len(body) == 0 {
			body = madeUp(t, objects, random.By(data))
		}
		fixture.verb = verb
		posted := &posted{Handler: freshFrom(fixture)}
		recorder := httptest.NewRecorder()
		call := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/validate", bytes.NewReader(body))
		call.Header.Set("Content-Type", "application/json")
		silent := func(logr.Logger, *admission.Request) logr.Logger { return logr.Discard() }
		(&admission.Webhook{Handler: posted, LogConstructor: silent}).ServeHTTP(recorder, call)
		posted.check(t, fixture, recorder.Body.Bytes())
		if t.Failed() {
			t.Logf("posted: %s\nanswered: %s", body, recorder.Body)
		}
	})
}

// freshFrom is the handler of a fixture without what earlier requests left behind.
func freshFrom(f *fixture) *Handler {
	h := *f.Handler
	h.Live = &stored{snapshot: f.stored.snapshot}
	h.Events = events.NewFakeRecorder(10)
	return &h
}

// posted keeps the request that the handler was given; nil when the body was none.
type posted struct {
	*Handler
	request *admission.Request
}

func (p *posted) Handle(ctx context.Context, request admission.Request) admission.Response {
	p.request = &request
	return p.Handler.Handle(ctx, request)
}

// check holds the answer against what the API server wants of it, and against the rules.
func (p *posted) check(t *testing.T, f *fixture, body []byte) {
	var answer admissionv1.AdmissionReview
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&answer); err != nil || answer.Response == nil {
		t.Fatalf("the answer is no AdmissionReview: %v", err)
	}
	response := answer.Response
	switch {
	case p.request != nil && response.UID != p.request.UID:
		t.Errorf("the answer is to %q, and %q asked", response.UID, p.request.UID)
	case response.Allowed && p.request == nil:
		t.Error("what can not be read is allowed")
	case response.Allowed:
		p.mustBeFine(t, f)
	case response.Result == nil || response.Result.Code < 400 || response.Result.Message == "":
		t.Errorf("the refusal has no code or message: %+v", response.Result)
	case strings.Contains(response.Result.Message, "internal error"):
		t.Error("the handler panicked")
	}
}

// mustBeFine asks the rules once more about a request that was allowed.
func (p *posted) mustBeFine(t *testing.T, f *fixture) {
	review := policy.Review{Operation: policy.Operation(p.request.Operation), User: p.request.UserInfo, Catalog: f.stored.snapshot, Now: noon,
		Permitted: func(context.Context) (bool, error) { return f.verb, nil }}
	for raw, object := range map[*[]byte]*map[string]any{&p.request.Object.Raw: &review.Object, &p.request.OldObject.Raw: &review.OldObject} {
		if len(*raw) == 0 {
			continue
		}
		var content unstructured.Unstructured
		if err := json.Unmarshal(*raw, &content.Object); err != nil {
			t.Fatalf("%s is allowed: %v", *raw, err)
		}
		*object = content.Object
	}
	id, err := review.ID()
	if _, ours := catalog.ResourceOf(id.Kind); err != nil || !ours || string(id.Kind) != p.request.Kind.Kind || id.Namespace != p.request.Namespace {
		t.Errorf("%s is allowed, and is not what was asked about (%s in %q): %v", id, p.request.Kind.Kind, p.request.Namespace, err)
	}
	verdict, err := f.Engine().Judge(t.Context(), review)
	if err != nil || verdict.Denied() {
		t.Errorf("allowed, and the rules say %v, %v", verdict, err)
	}
}

// madeUp is a review of a write whose parts do not always go together.
func madeUp(t *testing.T, objects *random.Objects, c *random.Choices) []byte {
	kind := random.Of(c, objects.Kinds())
	operation := random.Of(c, []admissionv1.Operation{admissionv1.Create, admissionv1.Update, admissionv1.Delete, admissionv1.Connect})
	names := []string{"demo", "api", "web", "deploy", "charts", "library", "test", "prod", "test-0", "prod-0", "gitlab", "api-test", "demo-api-test"}
	object, err := objects.Make(t.Context(), c, kind, "demo", random.Of(c, names), names)
	if err != nil {
		t.Fatal(err)
	}
	old, err := objects.Change(t.Context(), c, object, names)
	if err != nil {
		t.Fatal(err)
	}
	for range c.Below(3) {
		random.Break(c, random.Of(c, []map[string]any{object, old}))
	}
	resource, _ := catalog.ResourceOf(catalog.Kind(kind))
	content := map[string]any{
		"uid": "a-request", "operation": operation, "kind": map[string]any{"group": catalog.Group, "version": catalog.Version, "kind": kind},
		"userInfo": map[string]any{"username": "alice"}, "dryRun": c.OneIn(2),
	}
	if resource.Namespaced {
		content["namespace"] = "demo"
	}
	if operation != admissionv1.Delete || c.OneIn(8) {
		content["object"] = object
	}
	if operation != admissionv1.Create || c.OneIn(8) {
		content["oldObject"] = old
	}
	if c.OneIn(8) {
		random.Break(c, content)
	}
	body, err := json.Marshal(map[string]any{"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": content})
	if err != nil {
		t.Fatal(err)
	}
	return body
}

func reviewOf(r admission.Request) admissionv1.AdmissionReview {
	review := admissionv1.AdmissionReview{Request: &r.AdmissionRequest}
	review.SetGroupVersionKind(admissionv1.SchemeGroupVersion.WithKind("AdmissionReview"))
	return review
}
