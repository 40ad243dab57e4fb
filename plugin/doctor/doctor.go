// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package doctor

import (
	"context"
	"fmt"
	"net/url"
	"time"

	authenticationv1 "k8s.io/api/authentication/v1"
	authorizationv1 "k8s.io/api/authorization/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/plugin/live"
)

// Cluster is what is asked of the API server. Errors are [*live.Error] or that of the context.
type Cluster interface {
	// Address is where it is, with nothing secret in it.
	Address() string
	// Read gets what is at a path.
	Read(ctx context.Context, path string, query url.Values, into any) error
	// Apply sends an object; with dryRun nothing is stored.
	Apply(ctx context.Context, object *unstructured.Unstructured, dryRun bool) (*live.Answer, error)
	// Published is by which rules the webhook judges; nil where none has told.
	Published(context.Context) (*policy.Published, error)
	// User is who the cluster takes the user for.
	User(context.Context) (authenticationv1.UserInfo, error)
	// May tells whether the user may do something.
	May(context.Context, authorizationv1.ResourceAttributes) (bool, error)
}

// Doctor holds what an installation is compared with.
type Doctor struct {
	// Cluster is nil where none could be asked; ConnectErr says why.
	Cluster    Cluster
	ConnectErr error
	// Product is the one whose permissions are asked for; empty for all.
	Product string
	// Plugin is the version of this program, Rules the hash of the rules that it carries.
	Plugin, Rules string
	// CRDs are those of this program, as YAML.
	CRDs [][]byte
	// Kubectl finds out the version of kubectl; empty where there is none.
	Kubectl func(context.Context) (string, error)
	// Dial shows which certificate is served at an address that only the cluster names.
	Dial Dialer
	Now  time.Time
}

// patience is how long one answer is waited for.
const patience = 10 * time.Second

// Examine looks at everything. It never fails: what can not be looked at is a finding as well. When ctx ends, the report
// holds what was found until then.
func (d *Doctor) Examine(ctx context.Context) *Report {
	r := &Report{}
	server, reached := d.cluster(ctx, r)
	d.versions(ctx, r, server)
	if !reached {
		return r
	}
	for _, look := range []func(context.Context, *Report){
		d.user, d.crds, d.registration, d.probe, d.rules, d.workloads, d.permissions,
	} {
		if ctx.Err() != nil {
			return r
		}
		look(ctx, r)
	}
	return r
}

// cluster tells whether the API server answers, and what it says it is.
func (d *Doctor) cluster(ctx context.Context, r *Report) (version string, reached bool) {
	const name = "cluster"
	if d.Cluster == nil {
		r.add(fail(name, "name a kubeconfig with --kubeconfig, or a context with --context", "no cluster: %v", d.ConnectErr))
		return "", false
	}
	var server struct {
		GitVersion string `json:"gitVersion"`
	}
	if err := d.read(ctx, "/version", &server); err != nil {
		check := fail(name, "", "%v", err)
		if told := toldBy(err); told != nil {
			check.Message, check.Mend = told.Message, told.Hint
		}
		r.add(check)
		return "", false
	}
	r.add(ok(name, "%s answers", d.Cluster.Address()))
	return server.GitVersion, true
}

// user says who the cluster takes the user for.
func (d *Doctor) user(ctx context.Context, r *Report) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	who, err := d.Cluster.User(ctx)
	if err != nil {
		r.add(warn("user", "", "not known: %v", err))
		return
	}
	r.add(ok("user", "%s", who.Username))
}

func (d *Doctor) read(ctx context.Context, path string, into any) error {
	ctx, cancel := context.WithTimeoutCause(ctx, patience, fmt.Errorf("no answer within %s", patience))
	defer cancel()
	return d.Cluster.Read(ctx, path, nil, into)
}
