// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package doctor

import (
	"context"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/plugin/live"
)

// probe asks the webhook about a write that it has to refuse, as a dry run: that the write is refused by our rules shows
// that it is asked and answers; nothing is stored either way.
func (d *Doctor) probe(ctx context.Context, r *Report) {
	const name = "answers"
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	_, err := d.Cluster.Apply(ctx, d.refused(), true)
	switch reason := live.ReasonOf(err); {
	case err == nil:
		r.add(fail(name, "see what is said about the webhook above; kubectl nautes policy list shows which rules are off",
			"a write that the rules refuse passed a dry run: nobody judges, or the rules are off"))
	case reason == live.Denied:
		r.add(ok(name, "refused a dry run that the rules refuse"))
	case reason == live.WebhookDown:
		told := toldBy(err)
		r.add(fail(name, told.Hint, "%s", told.Message))
	case reason == live.Forbidden:
		r.add(warn(name, "give -p PRODUCT of one that you may write to, or have an administrator run this",
			"not tried: you may not write what would be tried"))
	case reason == live.NotInstalled:
		// What is missing was said.
	default:
		r.add(notSeen(name, err))
	}
}

// refused is an object that rules refuse which can not be bypassed: a Product with the name of a namespace of
// Kubernetes' own, or in a product an object that says that it is of another one.
func (d *Doctor) refused() *unstructured.Unstructured {
	object := &unstructured.Unstructured{Object: map[string]any{}}
	object.SetAPIVersion(catalog.APIVersion)
	if d.Product == "" {
		object.SetKind(string(catalog.Product))
		object.SetName("kube-system")
		object.Object["spec"] = map[string]any{}
		return object
	}
	object.SetKind(string(catalog.Project))
	object.SetNamespace(d.Product)
	object.SetName("nautes-doctor")
	object.Object["spec"] = map[string]any{"product": "nautes-doctor", "language": "golang"}
	return object
}
