// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package clusteruse

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/plugin/judge"
)

// asked are the rules that decide about the namespaces of a runtime, and whether the cluster takes any. None of them is
// about what else a runtime says.
var asked = []string{ //nolint:gochecknoglobals // a table, never written
	"runtime-namespace-not-reserved", "runtime-namespace-free", "environment-cluster-is-worker",
}

// Question is whether a product can use a namespace of a cluster.
type Question struct {
	Product, Cluster, Namespace string
	// State is what there is; the cluster is in it.
	State *catalog.Snapshot
}

// CheckNamespace refuses what can be no namespace.
func CheckNamespace(name string) error {
	if problems := validation.IsDNS1123Label(name); len(problems) > 0 {
		return fmt.Errorf("%q is no name of a namespace: %s", name, strings.Join(problems, "; "))
	}
	return nil
}

// Probes are an environment of the product on the cluster, and a runtime in it that takes the namespace: of the kind
// that the cluster carries. Neither has the name of anything that there is.
func (q *Question) Probes() (environment, runtime *catalog.Object) {
	kind, destination := catalog.DeploymentRuntime, map[string]any{"namespaces": []any{q.Namespace}}
	cluster := q.State.Get(q.cluster())
	if cluster != nil && cluster.String("spec.workerType") == "pipeline" {
		kind, destination = catalog.ProjectPipelineRuntime, map[string]any{"namespace": q.Namespace}
	}
	name := q.unused()
	destination["environment"] = name
	environment = q.probe(catalog.Environment, name, map[string]any{"cluster": q.Cluster, "envType": "question"})
	return environment, q.probe(kind, name, map[string]any{"destination": destination})
}

func (q *Question) cluster() catalog.ID { return catalog.ID{Kind: catalog.Cluster, Name: q.Cluster} }

// unused is a name that neither an environment nor a runtime of the product has.
func (q *Question) unused() string {
	kinds := []catalog.Kind{catalog.Environment, catalog.DeploymentRuntime, catalog.ProjectPipelineRuntime}
	for name := "can-use"; ; name += "-x" {
		taken := func(kind catalog.Kind) bool {
			return q.State.Get(catalog.ID{Kind: kind, Namespace: q.Product, Name: name}) != nil
		}
		if !slices.ContainsFunc(kinds, taken) {
			return name
		}
	}
}

func (q *Question) probe(kind catalog.Kind, name string, spec map[string]any) *catalog.Object {
	object, err := catalog.NewObject(map[string]any{
		"apiVersion": catalog.APIVersion, "kind": string(kind),
		"metadata": map[string]any{"namespace": q.Product, "name": name}, "spec": spec,
	})
	if err != nil {
		panic(err) // it is made right here
	}
	return object
}

// Unanswered says that rules which decide look up what the user may not see.
type Unanswered struct {
	Rules []string
	Kinds []catalog.Kind
}

func (u *Unanswered) Error() string {
	kinds := make([]string, len(u.Kinds))
	for i, kind := range u.Kinds {
		kinds[i] = string(kind)
	}
	return fmt.Sprintf("neither yes nor no: %s could not be asked, because you may not see every %s "+
		"(ask for the cluster role nautes-viewer in the whole cluster, by a ClusterRoleBinding)", strings.Join(u.Rules, " and "), strings.Join(kinds, ", "))
}

// Answer asks the rules. The error is an [*Unanswered] where what they look up is not known.
func (q *Question) Answer(ctx context.Context, j *judge.Judge) (*Answer, error) {
	environment, runtime := q.Probes()
	state := q.State.With(catalog.Put(environment))
	a := &Answer{Product: q.Product, Cluster: q.Cluster, Namespace: q.Namespace}
	open := &Unanswered{}
	b := &basis{Question: q, probe: runtime, said: map[string]bool{}, names: []string{q.Cluster}}
	err := j.Stored(ctx, []*catalog.Object{environment, runtime}, state, func(s judge.Stored) error {
		if s.Err != nil {
			return s.Err
		}
		for _, finding := range s.Verdict.Findings {
			if slices.Contains(asked, finding.Rule) && finding.Action == policy.Deny {
				b.said[finding.Rule] = true
				a.Reasons = append(a.Reasons, Reason{Rule: finding.Rule, Message: finding.Message})
			}
		}
		open.add(s)
		b.sameServer(s.Verdict.Reads)
		return nil
	})
	switch {
	case err != nil:
		return nil, err
	case len(a.Reasons) == 0 && len(open.Rules) > 0:
		return nil, open
	}
	a.Allowed = len(a.Reasons) == 0
	a.Decides = b.fields()
	if a.Allowed {
		a.Reasons = []Reason{{Message: q.why(a.Decides)}}
	}
	return a, nil
}

func (u *Unanswered) add(s judge.Stored) {
	for _, rule := range s.Verdict.NotJudged {
		if slices.Contains(asked, rule) {
			u.Rules = append(u.Rules, rule)
			u.Kinds = s.Missed
		}
	}
}

// why is the reason of a yes.
func (q *Question) why(decides []Field) string {
	if len(decides) > 0 {
		return fmt.Sprintf("namespace %q of cluster %q is open to product %q", q.Namespace, q.Cluster, q.Product)
	}
	return fmt.Sprintf("namespace %q of cluster %q is reserved by nothing, and no other product's runtime takes it", q.Namespace, q.Cluster)
}
