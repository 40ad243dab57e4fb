// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package live_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/client-go/rest"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/plugin/live"
	"github.com/nautes-labs/kubectl-nautes/plugin/live/livetest"
)

func object(kind catalog.Kind, namespace, name string) *unstructured.Unstructured {
	o := &unstructured.Unstructured{Object: map[string]any{}}
	o.SetAPIVersion(catalog.APIVersion)
	if kind == catalog.Namespace {
		o.SetAPIVersion("v1")
	}
	o.SetKind(string(kind))
	o.SetNamespace(namespace)
	o.SetName(name)
	return o
}

func environment(name string) *unstructured.Unstructured {
	o := object(catalog.Environment, "demo", name)
	o.Object["spec"] = map[string]any{"cluster": "c1"}
	return o
}

func put(s *livetest.Server, o *unstructured.Unstructured) catalog.ID {
	id := live.IDOf(o)
	s.Put(livetest.Path(id.Kind, id.Namespace, id.Name), o.Object)
	return id
}

func TestApplyIsOneRequestAndTellsCreatedFromChanged(t *testing.T) {
	server := livetest.New(t)
	server.Intercept = func(livetest.Request) *livetest.Answer { return &livetest.Answer{Warnings: []string{"mind this"}} }
	cluster := connect(t, server.Config())
	first, err := cluster.Apply(t.Context(), environment("test"), false)
	if err != nil {
		t.Fatal(err)
	}
	if !first.Created || !slices.Equal(first.Warnings, []string{"mind this"}) {
		t.Errorf("got created %t, warnings %q", first.Created, first.Warnings)
	}
	second, err := cluster.Apply(t.Context(), environment("test"), false)
	if err != nil {
		t.Fatal(err)
	}
	if second.Created || second.Object.GetResourceVersion() != first.Object.GetResourceVersion() {
		t.Errorf("got created %t, version %s", second.Created, second.Object.GetResourceVersion())
	}
	requests := server.Requests()
	if len(requests) != 2 {
		t.Fatalf("%d requests, want one each: %v", len(requests), requests)
	}
	want := map[string][]string{"fieldManager": {"kubectl-nautes"}, "force": {"true"}, "fieldValidation": {"Strict"}}
	if diff := cmp.Diff(want, requests[0].Query); diff != "" {
		t.Error(diff)
	}
}

// The API server ignores the parameter dryRun where a deletion has a body: it deleted what was only to be tried.
func TestDryRunOfADeletionStandsInItsBody(t *testing.T) {
	server := livetest.New(t)
	id := put(server, environment("test"))
	if _, err := connect(t, server.Config()).Delete(t.Context(), id, "uid-2", true); err != nil {
		t.Fatal(err)
	}
	body := server.Requests()[0].Body
	if diff := cmp.Diff([]any{metav1.DryRunAll}, body["dryRun"]); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(map[string]any{"uid": "uid-2"}, body["preconditions"]); diff != "" {
		t.Error(diff)
	}
}

func TestFetchListsManyAndGetsFew(t *testing.T) {
	server := livetest.New(t)
	var ids []catalog.ID
	for i := range 6 {
		ids = append(ids, put(server, environment(fmt.Sprint("e", i))))
	}
	ids = append(ids, put(server, object(catalog.Product, "", "demo")),
		catalog.ID{Kind: catalog.Product, Name: "absent"})
	found, err := connect(t, server.Config()).Fetch(t.Context(), ids)
	if err != nil {
		t.Fatal(err)
	}
	if len(found.Objects) != 7 || found.Objects[ids[0]] == nil || found.Objects[ids[7]] != nil {
		t.Errorf("found %d objects", len(found.Objects))
	}
	if requests := server.Requests(); len(requests) != 3 {
		t.Errorf("requests: %v, want one list and two gets", requests)
	}
}

func TestFetchGetsWhatItMayNotList(t *testing.T) {
	server := livetest.New(t)
	var ids []catalog.ID
	for i := range 5 {
		ids = append(ids, put(server, environment(fmt.Sprint("e", i))))
	}
	server.Intercept = func(r livetest.Request) *livetest.Answer {
		if strings.HasSuffix(r.Path, "/environments") || strings.HasSuffix(r.Path, "/e3") {
			return livetest.Refusal(http.StatusForbidden, metav1.StatusReasonForbidden, "forbidden")
		}
		return nil
	}
	found, err := connect(t, server.Config()).Fetch(t.Context(), ids)
	if err != nil {
		t.Fatal(err)
	}
	if len(found.Objects) != 4 || len(found.Unreadable) != 1 || found.Unreadable[ids[3]] == nil {
		t.Errorf("found %d, unreadable %v", len(found.Objects), found.Unreadable)
	}
}

func TestListGoesThroughAllPages(t *testing.T) {
	next := map[string]string{"": "second", "second": "third", "third": ""}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		page := map[string]any{"metadata": map[string]any{}}
		if strings.HasSuffix(r.URL.Path, "/projects") {
			at := r.URL.Query().Get("continue")
			page["metadata"] = map[string]any{"continue": next[at]}
			page["items"] = []any{object(catalog.Project, "demo", "p"+at).Object}
		}
		w.Header().Set("Content-Type", "application/json")
		if err := json.NewEncoder(w).Encode(page); err != nil {
			t.Error(err)
		}
	}))
	defer server.Close()
	snapshot, err := connect(t, &rest.Config{Host: server.URL}).Snapshot(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := len(snapshot.List(catalog.Project, "")); got != len(next) {
		t.Errorf("%d projects, want one of each of the %d pages", got, len(next))
	}
}

func TestAnnotationsAreSetAndTakenOff(t *testing.T) {
	server := livetest.New(t)
	cluster, id, value := connect(t, server.Config()), put(server, environment("test")), "true"
	for _, test := range []struct {
		value *string
		want  map[string]string
	}{
		{&value, map[string]string{"a": "true"}}, {nil, nil},
	} {
		answer, err := cluster.Annotate(t.Context(), id, "", map[string]*string{"a": test.value}, false)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(test.want, answer.Object.GetAnnotations(), cmpopts.EquateEmpty()); diff != "" {
			t.Error(diff)
		}
	}
}

func TestNamespaceOfAProductIsLabelledAndOwned(t *testing.T) {
	server := livetest.New(t)
	cluster := connect(t, server.Config())
	answer, err := cluster.CreateNamespace(t.Context(), "demo", "uid-9")
	if err != nil {
		t.Fatal(err)
	}
	if err := live.ProductOf(answer.Object); err != nil {
		t.Error(err)
	}
	if !live.OwnedBy(answer.Object, "uid-9") || live.OwnedBy(answer.Object, "uid-8") {
		t.Errorf("owners %v", answer.Object.GetOwnerReferences())
	}
	server.Intercept = func(livetest.Request) *livetest.Answer {
		return livetest.Refusal(http.StatusConflict, metav1.StatusReasonAlreadyExists, `namespaces "demo" already exists`)
	}
	if _, err := cluster.CreateNamespace(t.Context(), "demo", "uid-9"); live.ReasonOf(err) != live.Conflict {
		t.Errorf("got %v", err)
	}
}

func TestReady(t *testing.T) {
	for name, test := range map[string]struct {
		status map[string]any
		ready  bool
		state  string
	}{
		"no status":          {nil, true, ""},
		"no condition Ready": {conditions(map[string]any{"type": "Reachable", "status": "True"}), false, "no condition Ready yet"},
		"audited only":       {conditions(map[string]any{"type": "Compliant", "status": "False"}), true, ""},
		"ready":              {conditions(map[string]any{"type": "Ready", "status": "True", "observedGeneration": int64(2)}), true, ""},
		"ready as it was":    {conditions(map[string]any{"type": "Ready", "status": "True", "observedGeneration": int64(1)}), false, "not looked at yet"},
		"not ready": {
			conditions(map[string]any{"type": "Ready", "status": "False", "reason": "NoGroup", "observedGeneration": int64(2)}),
			false, "Ready=False: NoGroup",
		},
		"generation of the whole status": {
			map[string]any{"observedGeneration": int64(1), "conditions": []any{map[string]any{"type": "Ready", "status": "True"}}},
			false, "not looked at yet",
		},
		"no generation at all": {conditions(map[string]any{"type": "Ready", "status": "True"}), true, ""},
	} {
		t.Run(name, func(t *testing.T) {
			o := environment("test")
			o.SetGeneration(2)
			if test.status != nil {
				o.Object["status"] = test.status
			}
			ready, state := live.Ready(o)
			if ready != test.ready || state != test.state {
				t.Errorf("got %t %q, want %t %q", ready, state, test.ready, test.state)
			}
		})
	}
	if ready, _ := live.Ready(nil); ready {
		t.Error("what is gone is ready")
	}
}

func conditions(list ...any) map[string]any { return map[string]any{"conditions": list} }

func TestVersion(t *testing.T) {
	server := livetest.New(t)
	server.Put("/version", map[string]any{"gitVersion": "v1.37.2"})
	deployment := map[string]any{"spec": map[string]any{"template": map[string]any{"spec": map[string]any{
		"containers": []any{map[string]any{"image": "registry.example.com:5000/nautes-webhook:v0.1.0@sha256:00"}},
	}}}}
	for _, want := range []live.Version{{Kubernetes: "v1.37.2"}, {Kubernetes: "v1.37.2", Webhook: "v0.1.0"}} {
		if want.Webhook != "" {
			server.Put("/apis/apps/v1/namespaces/nautes-system/deployments/nautes-webhook", deployment)
		}
		got, err := connect(t, server.Config()).Version(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if *got != want {
			t.Errorf("got %+v, want %+v", *got, want)
		}
	}
}
