// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package registration

import (
	"context"
	"fmt"
	"net"
	"net/url"

	authorizationv1 "k8s.io/api/authorization/v1"

	"github.com/nautes-labs/kubectl-nautes/pkg/api/v1alpha1"
	"github.com/nautes-labs/kubectl-nautes/plugin/access"
	"github.com/nautes-labs/kubectl-nautes/plugin/live"
)

// State is what came of a check.
type State string

// The states.
const (
	// OK: as it has to be.
	OK State = "ok"
	// Warn: it may be meant, but will most likely not work.
	Warn State = "warn"
	// Fail: it does not work.
	Fail State = "fail"
	// Skipped: it can not be checked.
	Skipped State = "skipped"
)

// Check is one thing that was looked at.
type Check struct {
	// What was looked at, in a word or two.
	What  string `json:"what"`
	State State  `json:"state"`
	// Found says what was found, Mend what to do about it; empty where there is nothing to do.
	Found string `json:"found"`
	Mend  string `json:"mend,omitempty"`
}

// Result is all that was found of a cluster.
type Result struct {
	Cluster string  `json:"cluster"`
	Checks  []Check `json:"checks"`
}

// Failed tells whether something does not work.
func (r *Result) Failed() bool {
	for _, check := range r.Checks {
		if check.State == Fail {
			return true
		}
	}
	return false
}

// Subject is the Cluster that is checked.
type Subject struct {
	Name string
	Spec v1alpha1.ClusterSpec
}

// Look checks a cluster with the credentials of a kubeconfig. The error, if any, is that of ctx: that the cluster does not
// answer is a check that fails.
func (s *Subject) Look(ctx context.Context, k *Kubeconfig) (*Result, error) {
	l := &looking{subject: s, result: &Result{Cluster: s.Name}}
	l.address(k)
	if err := l.connect(ctx, k); err != nil {
		l.add("API server", Fail, err.Error(), "")
	} else {
		l.permissions(ctx)
		l.components(ctx)
	}
	if err := context.Cause(ctx); err != nil {
		return nil, err
	}
	return l.result, nil
}

// looking is one look at a cluster.
type looking struct {
	subject *Subject
	result  *Result
	cluster *live.Cluster
	access  *access.Access
}

func (l *looking) add(what string, state State, found, mend string) {
	l.result.Checks = append(l.result.Checks, Check{what, state, found, mend})
}

// address wants one that is reached from elsewhere too, and that is the one of the Cluster.
func (l *looking) address(k *Kubeconfig) {
	if address, err := url.Parse(k.Server); err == nil {
		ip := net.ParseIP(address.Hostname())
		if address.Hostname() == "localhost" || ip != nil && ip.IsLoopback() {
			l.add("address", Warn, k.Server+" is this machine wherever it is used", "Register it by an address that Nautes reaches: --api-server URL.")
		}
	}
	if wanted := l.subject.Spec.APIServer; wanted != "" && wanted != k.Server {
		l.add("address", Warn, fmt.Sprintf("the kubeconfig says %s, and spec.apiServer %s", k.Server, wanted), "Change the one that is wrong.")
	}
}

// connect reaches the API server.
func (l *looking) connect(ctx context.Context, k *Kubeconfig) error {
	config, err := k.client()
	if err != nil {
		return err
	}
	if l.cluster, err = live.Connect(config); err != nil {
		return err
	}
	if l.access, err = access.New(config); err != nil {
		return err
	}
	version, err := l.cluster.ServerVersion(ctx)
	if err != nil {
		return err
	}
	l.add("API server", OK, version+" at "+k.Server, "")
	return nil
}

// permissions asks for what Nautes does on a cluster.
func (l *looking) permissions(ctx context.Context) {
	refused := 0
	wanted := needed(l.subject.Spec.Usage)
	for _, need := range wanted {
		allowed, err := l.access.May(ctx, need.ResourceAttributes)
		switch {
		case err != nil:
			l.add("permissions", Fail, err.Error(), "")
			return
		case !allowed:
			refused++
			l.add("permissions", Fail, fmt.Sprintf("may not %s %s, %s", need.Verb, need.plural(), need.why),
				"Give the user of the kubeconfig the cluster role cluster-admin, or one with these verbs.")
		}
	}
	if refused == 0 {
		l.add("permissions", OK, fmt.Sprintf("all %d that Nautes needs most", len(wanted)), "")
	}
}

// need is something that Nautes does, and for what.
type need struct {
	authorizationv1.ResourceAttributes
	why string
}

func (n need) plural() string {
	if n.Group == "" {
		return n.Resource
	}
	return n.Resource + "." + n.Group
}

func creates(group, resource, why string) need {
	return need{authorizationv1.ResourceAttributes{Verb: "create", Group: group, Resource: resource}, why}
}

// needed is what Nautes does on a cluster of a usage.
func needed(usage v1alpha1.ClusterUsage) []need {
	const rbac = "rbac.authorization.k8s.io"
	all := []need{
		creates("", "namespaces", "which runtimes and virtual clusters get"),
		creates("", "serviceaccounts", "which runtimes run as"),
		creates("", "secrets", "which hold the credentials of repos"),
		creates(rbac, "rolebindings", "by which accounts may work in their namespaces"),
		creates(rbac, "clusterrolebindings", "by which accounts may deploy cluster-scoped kinds"),
	}
	if usage == v1alpha1.ClusterUsageHost {
		all = append(all,
			creates("apps", "statefulsets", "which virtual clusters run in"),
			creates("", "services", "by which virtual clusters are reached"))
	}
	return all
}

// components wants the namespace of each component to be there.
func (l *looking) components(ctx context.Context) {
	for _, c := range listed(&l.subject.Spec.ComponentsList) {
		what := fmt.Sprintf("%s %s", c.category, c.Name)
		namespace, err := l.cluster.Namespace(ctx, c.Namespace)
		switch {
		case live.ReasonOf(err) == live.Forbidden:
			l.add(what, Skipped, fmt.Sprintf("namespace %s may not be looked at", c.Namespace), "")
		case err != nil:
			l.add(what, Fail, err.Error(), "")
		case namespace == nil:
			l.add(what, Warn, fmt.Sprintf("there is no namespace %s", c.Namespace),
				"Install the component there, or say where it is in spec.componentsList."+c.category+".namespace.")
		default:
			l.add(what, OK, "namespace "+c.Namespace, "")
		}
	}
}
