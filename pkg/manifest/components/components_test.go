// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package components_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/nautes-labs/kubectl-nautes/pkg/manifest/components"
)

func known(t *testing.T) *components.Components {
	t.Helper()
	c, err := components.Parse(
		[]byte(`{nginx: {category: gateway, namespace: web, additions: {port: {required: true, default: "80"}}},
			argo: {category: deployment, namespace: cd, additions: {host: {required: true}}}, flux: {category: deployment, namespace: flux}}`),
		[]byte(`{worker/physical/deployment: [deployment, gateway, unknown], host/physical: [gateway]}`))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestFill(t *testing.T) {
	type object = map[string]any
	for name, test := range map[string]struct {
		spec object
		want object
		said []string
	}{
		"all of a class": {
			object{"usage": "worker", "clusterType": "physical", "workerType": "deployment", "apiServer": "https://10.0.0.9:6443"},
			object{
				"deployment": object{"name": "argo", "namespace": "cd", "additions": object{"host": "argo.c.10.0.0.9.nip.io"}},
				"gateway":    object{"name": "nginx", "namespace": "web"},
			},
			[]string{
				"componentsList.deployment: a worker/physical/deployment cluster needs it", "componentsList.gateway: a worker/physical/deployment cluster needs it",
				"componentsList.deployment.additions.host: it is the name that Nautes gave it",
			},
		},
		"what is said stays": {
			object{"usage": "host", "clusterType": "physical", "componentsList": object{"gateway": object{"name": "other", "namespace": "own"}}},
			object{"gateway": object{"name": "other", "namespace": "own"}}, nil,
		},
		"a name and a namespace": {
			object{"componentsList": object{"deployment": object{"name": "flux"}, "gateway": object{"namespace": "own"}}},
			object{"deployment": object{"name": "flux", "namespace": "flux"}, "gateway": object{"name": "nginx", "namespace": "own"}},
			[]string{"componentsList.deployment.namespace: it is where flux is installed", "componentsList.gateway.name: it is the component of that category"},
		},
		"a domain": {
			object{"apiServer": "https://[::1]:6443", "primaryDomain": "a.b", "componentsList": object{"deployment": object{"name": "argo", "namespace": "cd", "additions": nil}}},
			object{"deployment": object{"name": "argo", "namespace": "cd", "additions": object{"host": "argo.c.a.b"}}},
			[]string{"componentsList.deployment.additions.host: it is the name that Nautes gave it"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			var said []string
			known(t).Fill("c", test.spec, func(value any, why string, field ...string) {
				if err := unstructured.SetNestedField(test.spec, value, field...); err != nil {
					t.Error(err)
				}
				said = append(said, strings.Join(field, ".")+": "+why)
			})
			if diff := cmp.Diff(test.want, test.spec["componentsList"]); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(test.said, said); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestParseRefusesNothing(t *testing.T) {
	if _, err := components.Parse([]byte("{}"), []byte("{}")); err == nil {
		t.Error("no error")
	}
}
