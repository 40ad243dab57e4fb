// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package access

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	authenticationv1 "k8s.io/api/authentication/v1"
	authorizationv1 "k8s.io/api/authorization/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/cache"
	authorizationclient "k8s.io/client-go/kubernetes/typed/authorization/v1"

	"github.com/nautes-labs/kubectl-nautes/pkg/api/v1alpha1"
	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
)

const (
	// remembered is short: a right that was taken away must soon be gone.
	remembered = 5 * time.Second
	// mostAnswers bounds the memory that many users can take (CWE-770).
	mostAnswers = 1024
)

// Reviewer asks by SubjectAccessReview. Only a yes is remembered, so a right just given holds at once.
type Reviewer struct {
	reviews authorizationclient.SubjectAccessReviewInterface
	yes     *cache.LRUExpireCache
}

// New returns a reviewer that asks through a client whose account may create subjectaccessreviews.
func New(reviews authorizationclient.SubjectAccessReviewInterface) *Reviewer {
	return &Reviewer{reviews: reviews, yes: cache.NewLRUExpireCache(mostAnswers)}
}

// MaySkipCheck tells whether a user has the verb skip-check on an object. An error is no answer.
func (r *Reviewer) MaySkipCheck(ctx context.Context, user authenticationv1.UserInfo, id catalog.ID) (bool, error) {
	resource, ok := catalog.ResourceOf(id.Kind)
	if !ok {
		return false, fmt.Errorf("ask for access: %s is none of our kinds", id)
	}
	spec := authorizationv1.SubjectAccessReviewSpec{
		User: user.Username, UID: user.UID, Groups: user.Groups, Extra: extraOf(user),
		ResourceAttributes: &authorizationv1.ResourceAttributes{
			Group: catalog.Group, Version: catalog.Version, Resource: resource.Plural,
			Namespace: id.Namespace, Name: id.Name, Verb: v1alpha1.SkipCheckVerb,
		},
	}
	// The whole question is the key: two users that differ in anything the API server sees are two users.
	question, err := json.Marshal(spec)
	if err != nil {
		return false, fmt.Errorf("ask for access: %w", err)
	}
	if _, known := r.yes.Get(string(question)); known {
		return true, nil
	}
	answer, err := r.reviews.Create(ctx, &authorizationv1.SubjectAccessReview{Spec: spec}, metav1.CreateOptions{})
	if err != nil {
		return false, fmt.Errorf("ask for access: %w", err)
	}
	if answer.Status.Allowed {
		r.yes.Add(string(question), true, remembered)
	}
	return answer.Status.Allowed, nil
}

func extraOf(user authenticationv1.UserInfo) map[string]authorizationv1.ExtraValue {
	extra := make(map[string]authorizationv1.ExtraValue, len(user.Extra))
	for key, values := range user.Extra {
		extra[key] = authorizationv1.ExtraValue(values)
	}
	return extra
}
