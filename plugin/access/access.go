// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package access

import (
	"context"
	"fmt"

	authenticationv1 "k8s.io/api/authentication/v1"
	authorizationv1 "k8s.io/api/authorization/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	authenticationclient "k8s.io/client-go/kubernetes/typed/authentication/v1"
	authorizationclient "k8s.io/client-go/kubernetes/typed/authorization/v1"
	"k8s.io/client-go/rest"

	"github.com/nautes-labs/kubectl-nautes/pkg/api/v1alpha1"
	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
)

// Access asks about the user of a client configuration.
type Access struct {
	users   authenticationclient.SelfSubjectReviewInterface
	reviews authorizationclient.SelfSubjectAccessReviewInterface
}

// New makes the clients; the cluster is not asked yet.
func New(config *rest.Config) (*Access, error) {
	client, err := rest.HTTPClientFor(config)
	if err != nil {
		return nil, fmt.Errorf("make client: %w", err)
	}
	authentication, err := authenticationclient.NewForConfigAndClient(config, client)
	if err != nil {
		return nil, fmt.Errorf("make client: %w", err)
	}
	authorization, err := authorizationclient.NewForConfigAndClient(config, client)
	if err != nil {
		return nil, fmt.Errorf("make client: %w", err)
	}
	return &Access{authentication.SelfSubjectReviews(), authorization.SelfSubjectAccessReviews()}, nil
}

// User is who the cluster takes the user for.
func (a *Access) User(ctx context.Context) (authenticationv1.UserInfo, error) {
	review, err := a.users.Create(ctx, &authenticationv1.SelfSubjectReview{}, metav1.CreateOptions{})
	if err != nil {
		return authenticationv1.UserInfo{}, fmt.Errorf("ask who the user is: %w", err)
	}
	return review.Status.UserInfo, nil
}

// MaySkipCheck tells whether the user has the verb skip-check on an object of one of our kinds.
func (a *Access) MaySkipCheck(ctx context.Context, id catalog.ID) (bool, error) {
	resource, ok := catalog.ResourceOf(id.Kind)
	if !ok {
		return false, fmt.Errorf("ask for the verb %s: %s is no kind of ours", v1alpha1.SkipCheckVerb, id.Kind)
	}
	allowed, err := a.May(ctx, authorizationv1.ResourceAttributes{
		Verb: v1alpha1.SkipCheckVerb, Group: catalog.Group, Version: catalog.Version,
		Resource: resource.Plural, Namespace: id.Namespace, Name: id.Name,
	})
	if err != nil {
		return false, fmt.Errorf("%w (of %s)", err, id)
	}
	return allowed, nil
}

// May tells whether the user may do something with objects of any kind.
func (a *Access) May(ctx context.Context, attributes authorizationv1.ResourceAttributes) (bool, error) {
	review, err := a.reviews.Create(ctx, &authorizationv1.SelfSubjectAccessReview{
		Spec: authorizationv1.SelfSubjectAccessReviewSpec{ResourceAttributes: &attributes},
	}, metav1.CreateOptions{})
	if err != nil {
		return false, fmt.Errorf("ask for the verb %s on %s: %w", attributes.Verb, attributes.Resource, err)
	}
	return review.Status.Allowed, nil
}
