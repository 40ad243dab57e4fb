// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"context"
	"fmt"

	authenticationv1 "k8s.io/api/authentication/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/cli-runtime/pkg/genericclioptions"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/plugin/access"
	"github.com/nautes-labs/kubectl-nautes/plugin/live"
)

// user is what judging asks about who writes; package access answers it.
type user interface {
	// User is who the cluster takes the user for.
	User(context.Context) (authenticationv1.UserInfo, error)
	// MaySkipCheck tells whether the user may bypass rules for an object.
	MaySkipCheck(context.Context, catalog.ID) (bool, error)
}

// authority is what judging asks a cluster beside what is there: who writes, and which actions are in force.
type authority interface {
	user
	publisher
}

// judgedCluster is what judging a set on a cluster needs of it.
type judgedCluster interface {
	authority
	seenCluster
}

// comparedCluster is what comparing a set with a cluster needs of it.
type comparedCluster interface {
	judgedCluster
	// Apply sends an object; with dryRun nothing is stored, and the answer says what it would be.
	Apply(ctx context.Context, object *unstructured.Unstructured, dryRun bool) (*live.Answer, error)
}

// reader is a cluster that is read and asked, and to which nothing is written.
type reader struct {
	*live.Cluster
	*access.Access
}

var _ comparedCluster = &reader{}

// connectReader makes the clients; the cluster is not asked yet.
func connectReader(config genericclioptions.RESTClientGetter) (*reader, error) {
	client, err := config.ToRESTConfig()
	if err != nil {
		return nil, fmt.Errorf("read kubeconfig: %w", err)
	}
	cluster, err := live.Connect(client)
	if err != nil {
		return nil, err
	}
	who, err := access.New(client)
	if err != nil {
		return nil, err
	}
	return &reader{cluster, who}, nil
}
