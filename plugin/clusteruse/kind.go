// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package clusteruse

import (
	"fmt"
	"strings"
	"unicode"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
)

// ParseKind reads KIND.GROUP, or KIND alone for the core group. clusterKinds are well-known kinds with the group of
// each: one of them without its group is refused rather than taken for one of the core group.
func ParseKind(text string, clusterKinds map[string]string) (Resource, error) {
	kind, group, dotted := strings.Cut(text, ".")
	if kind == "" || !unicode.IsUpper(rune(kind[0])) {
		return Resource{}, fmt.Errorf("%q is no kind (write KIND.GROUP as in manifests, for example ClusterRole.rbac.authorization.k8s.io)", text)
	}
	if held := clusterKinds[kind]; !dotted && held != "" {
		return Resource{}, fmt.Errorf("%q has no group (did you mean %q?)", text, Resource{held, kind})
	}
	return Resource{Group: group, Kind: kind}, nil
}

// Kind answers whether a product may deploy a kind of cluster-scoped objects to a cluster. No rule speaks of it: what
// deploys is held to spec.productAllowedClusterResources.
func Kind(product string, cluster *catalog.Object, resource Resource, clusterKinds map[string]string) *Answer {
	const field = "spec.productAllowedClusterResources"
	a := &Answer{Product: product, Cluster: cluster.Name, Resource: &resource}
	permitted, _, _ := unstructured.NestedSlice(cluster.Content(), "spec", "productAllowedClusterResources", product)
	for i, entry := range permitted {
		if allowed, ok := entry.(map[string]any); ok && allowed["kind"] == resource.Kind && groupOf(allowed) == resource.Group {
			a.Allowed = true
			a.Decides = []Field{{cluster.ID, fmt.Sprintf("%s[%s][%d]", field, product, i), "is " + resource.String()}}
			a.Reasons = []Reason{{Message: fmt.Sprintf("cluster %q lets product %q deploy %s", cluster.Name, product, resource)}}
			return a
		}
	}
	a.Decides = []Field{{cluster.ID, fmt.Sprintf("%s[%s]", field, product), "does not list " + resource.String()}}
	a.Reasons = []Reason{{Message: fmt.Sprintf("cluster %q does not let product %q deploy %s", cluster.Name, product, resource)}}
	if group, known := clusterKinds[resource.Kind]; known && group != resource.Group {
		a.Reasons = append(a.Reasons, Reason{Message: fmt.Sprintf("%s is in the group %q, not %q", resource.Kind, group, resource.Group)})
	}
	return a
}

func groupOf(entry map[string]any) string {
	group, _ := entry["group"].(string)
	return group
}
