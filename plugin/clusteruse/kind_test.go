// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package clusteruse_test

import (
	"strings"
	"testing"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/plugin/clusteruse"
	"github.com/nautes-labs/kubectl-nautes/test/world"
)

var clusterKinds = map[string]string{"ClusterRole": "rbac.authorization.k8s.io", "Namespace": ""}

func TestParseKind(t *testing.T) {
	for text, want := range map[string]clusteruse.Resource{
		"ClusterRole.rbac.authorization.k8s.io": {Group: "rbac.authorization.k8s.io", Kind: "ClusterRole"},
		"Namespace":                             {Kind: "Namespace"},
		"Namespace.":                            {Kind: "Namespace"},
		"Widget.example.com":                    {Group: "example.com", Kind: "Widget"},
		"Widget":                                {Kind: "Widget"},
	} {
		if got, err := clusteruse.ParseKind(text, clusterKinds); err != nil || got != want {
			t.Errorf("%s is %v, %v", text, got, err)
		}
	}
	for text, want := range map[string]string{
		"":                     "is no kind",
		".x":                   "is no kind",
		"clusterroles.rbac.io": "write KIND.GROUP as in manifests",
		"ClusterRole":          `did you mean "ClusterRole.rbac.authorization.k8s.io"?`,
	} {
		if _, err := clusteruse.ParseKind(text, clusterKinds); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestKinds(t *testing.T) {
	cluster := world.Object(catalog.Cluster, "", "run", fields{"productAllowedClusterResources": fields{
		"demo": []any{fields{"kind": "Namespace", "group": ""}, fields{"kind": "ClusterRole", "group": "rbac.authorization.k8s.io"}},
		"odd":  "everything",
	}})
	for name, test := range map[string]struct {
		product, kind string
		decides, why  string
	}{
		"listed":             {"demo", "ClusterRole.rbac.authorization.k8s.io", "spec.productAllowedClusterResources[demo][1] is ClusterRole.rbac.authorization.k8s.io", "lets"},
		"listed, core group": {"demo", "Namespace", "spec.productAllowedClusterResources[demo][0] is Namespace", "lets"},
		"in another group":   {"demo", "ClusterRole.authorization.k8s.io", "spec.productAllowedClusterResources[demo] does not list ClusterRole.authorization.k8s.io", "is in the group"},
		"not listed":         {"demo", "Widget.example.com", "spec.productAllowedClusterResources[demo] does not list Widget.example.com", "does not let"},
		"of another product": {"shop", "Namespace", "spec.productAllowedClusterResources[shop] does not list Namespace", "does not let"},
		"what is no list":    {"odd", "Namespace", "spec.productAllowedClusterResources[odd] does not list Namespace", "does not let"},
	} {
		t.Run(name, func(t *testing.T) {
			resource, err := clusteruse.ParseKind(test.kind, clusterKinds)
			if err != nil {
				t.Fatal(err)
			}
			a := clusteruse.Kind(test.product, cluster, resource, clusterKinds)
			if got := a.Decides[0].String(); got != "Cluster/run "+test.decides {
				t.Errorf("decided by %q", got)
			}
			last := a.Reasons[len(a.Reasons)-1].Message
			if a.Allowed != (test.why == "lets") || !strings.Contains(last, test.why) {
				t.Errorf("allowed %t: %s", a.Allowed, last)
			}
		})
	}
}
