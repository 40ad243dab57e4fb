// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package access_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/google/go-cmp/cmp"
	authenticationv1 "k8s.io/api/authentication/v1"
	authorizationv1 "k8s.io/api/authorization/v1"
	"k8s.io/client-go/rest"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/plugin/access"
)

// serve answers on a path, and fails the test on any other.
func serve(t *testing.T, path string, answer func(*http.Request) (status int, body any)) *access.Access {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != path || r.Method != http.MethodPost {
			t.Errorf("%s %s, want POST %s", r.Method, r.URL.Path, path)
		}
		status, body := answer(r)
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		if err := json.NewEncoder(w).Encode(body); err != nil {
			t.Error(err)
		}
	}))
	t.Cleanup(server.Close)
	a, err := access.New(&rest.Config{Host: server.URL, ContentConfig: rest.ContentConfig{ContentType: "application/json"}})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestMaySkipCheckAsksForTheVerbOnTheObject(t *testing.T) {
	for _, allowed := range []bool{true, false} {
		var asked authorizationv1.SelfSubjectAccessReview
		a := serve(t, "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", func(r *http.Request) (int, any) {
			if err := json.NewDecoder(r.Body).Decode(&asked); err != nil {
				t.Error(err)
			}
			asked.Status.Allowed = allowed
			return http.StatusCreated, asked
		})
		got, err := a.MaySkipCheck(t.Context(), catalog.ID{Kind: catalog.CodeRepo, Namespace: "demo", Name: "web"})
		if err != nil || got != allowed {
			t.Errorf("may skip: %t, error %v, want %t", got, err, allowed)
		}
		want := &authorizationv1.ResourceAttributes{
			Verb: "skip-check", Group: "nautes.resource.nautes.io", Version: "v1alpha1", Resource: "coderepos", Namespace: "demo", Name: "web",
		}
		if diff := cmp.Diff(want, asked.Spec.ResourceAttributes); diff != "" {
			t.Error(diff)
		}
	}
}

func TestUserIsWhoTheClusterSays(t *testing.T) {
	a := serve(t, "/apis/authentication.k8s.io/v1/selfsubjectreviews", func(*http.Request) (int, any) {
		review := authenticationv1.SelfSubjectReview{}
		review.APIVersion, review.Kind = "authentication.k8s.io/v1", "SelfSubjectReview"
		review.Status.UserInfo = authenticationv1.UserInfo{Username: "jane", Groups: []string{"staff"}}
		return http.StatusCreated, review
	})
	got, err := a.User(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(authenticationv1.UserInfo{Username: "jane", Groups: []string{"staff"}}, got); diff != "" {
		t.Error(diff)
	}
}

func TestNoAnswerIsNoPermission(t *testing.T) {
	a := serve(t, "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", func(*http.Request) (int, any) {
		return http.StatusInternalServerError, map[string]any{"kind": "Status", "apiVersion": "v1", "status": "Failure", "code": 500, "message": "broken"}
	})
	if allowed, err := a.MaySkipCheck(t.Context(), catalog.ID{Kind: catalog.Product, Name: "demo"}); err == nil || allowed {
		t.Errorf("may skip: %t, error %v, want an error and no", allowed, err)
	}
	if allowed, err := a.MaySkipCheck(t.Context(), catalog.ID{Kind: catalog.Namespace, Name: "demo"}); err == nil || allowed {
		t.Errorf("a kind that is not ours: %t, error %v, want an error and no", allowed, err)
	}
}
