// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package access_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	authenticationv1 "k8s.io/api/authentication/v1"
	authorizationv1 "k8s.io/api/authorization/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/kubernetes/fake"
	clienttesting "k8s.io/client-go/testing"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/webhook/access"
)

// authorizer answers access reviews and remembers what it was asked.
type authorizer struct {
	allowed bool
	err     error
	asked   []authorizationv1.SubjectAccessReviewSpec
}

func (a *authorizer) reviewer() *access.Reviewer {
	clients := fake.NewClientset()
	clients.PrependReactor("create", "subjectaccessreviews", func(action clienttesting.Action) (bool, runtime.Object, error) {
		review := action.(clienttesting.CreateAction).GetObject().(*authorizationv1.SubjectAccessReview)
		a.asked = append(a.asked, review.Spec)
		review = review.DeepCopy()
		review.Status.Allowed = a.allowed
		return true, review, a.err
	})
	return access.New(clients.AuthorizationV1().SubjectAccessReviews())
}

var (
	erin = authenticationv1.UserInfo{
		Username: "erin", UID: "1", Groups: []string{"developers"}, Extra: map[string]authenticationv1.ExtraValue{"scopes": {"a"}},
	}
	shop = catalog.ID{Kind: catalog.DeploymentRuntime, Namespace: "demo", Name: "shop"}
)

func ask(t *testing.T, r *access.Reviewer, user authenticationv1.UserInfo, id catalog.ID) bool {
	t.Helper()
	allowed, err := r.MaySkipCheck(t.Context(), user, id)
	if err != nil {
		t.Fatal(err)
	}
	return allowed
}

func TestQuestionNamesUserAndObjectInFull(t *testing.T) {
	a := &authorizer{allowed: true}
	if !ask(t, a.reviewer(), erin, shop) {
		t.Error("not allowed")
	}
	want := []authorizationv1.SubjectAccessReviewSpec{{
		User: "erin", UID: "1", Groups: []string{"developers"}, Extra: map[string]authorizationv1.ExtraValue{"scopes": {"a"}},
		ResourceAttributes: &authorizationv1.ResourceAttributes{
			Group: "nautes.resource.nautes.io", Version: "v1alpha1", Resource: "deploymentruntimes",
			Namespace: "demo", Name: "shop", Verb: "skip-check",
		},
	}}
	if diff := cmp.Diff(want, a.asked); diff != "" {
		t.Error(diff)
	}
}

func TestOnlyAYesIsRememberedAndOnlyForTheSameQuestion(t *testing.T) {
	a := &authorizer{}
	r := a.reviewer()
	ask(t, r, erin, shop)
	a.allowed = true
	if !ask(t, r, erin, shop) {
		t.Error("a right that was just given does not hold")
	}
	ask(t, r, erin, shop)
	if len(a.asked) != 2 {
		t.Errorf("asked %d times, want 2: the third answer is remembered", len(a.asked))
	}
	scoped := erin
	scoped.Extra = map[string]authenticationv1.ExtraValue{"scopes": {"b"}}
	a.allowed = false
	for name, answer := range map[string]bool{
		"another scope": ask(t, r, scoped, shop),
		"another name":  ask(t, r, erin, catalog.ID{Kind: shop.Kind, Namespace: shop.Namespace, Name: "other"}),
		"another kind":  ask(t, r, erin, catalog.ID{Kind: catalog.Project, Namespace: shop.Namespace, Name: shop.Name}),
	} {
		if answer {
			t.Errorf("%s: the yes to another question was taken", name)
		}
	}
}

func TestErrorIsNoAnswer(t *testing.T) {
	a := &authorizer{allowed: true, err: errors.New("apiserver is away")}
	if allowed, err := a.reviewer().MaySkipCheck(context.Background(), erin, shop); err == nil || allowed {
		t.Errorf("allowed %v, error %v", allowed, err)
	}
	if _, err := a.reviewer().MaySkipCheck(t.Context(), erin, catalog.ID{Kind: catalog.Namespace, Name: "demo"}); err == nil {
		t.Error("a kind that is not ours was asked for")
	}
}
