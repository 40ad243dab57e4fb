// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package rules

import (
	"testing"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/client-go/kubernetes/scheme"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/fake"

	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
)

func TestRulesInForceArePublished(t *testing.T) {
	f := newFixture(t)
	api := fake.NewClientBuilder().WithScheme(scheme.Scheme).Build()
	p := NewPublisher(api, f.Loader, "v1.2.3")
	published := func() policy.Published {
		t.Helper()
		if err := p.publish(t.Context()); err != nil {
			t.Fatal(err)
		}
		configMap := &corev1.ConfigMap{}
		if err := api.Get(t.Context(), client.ObjectKey{Namespace: "nautes-system", Name: "nautes-policy"}, configMap); err != nil {
			t.Fatal(err)
		}
		read, err := policy.ReadPublished(configMap.Data)
		if err != nil {
			t.Fatal(err)
		}
		return read
	}
	f.apply("team", map[string]string{"r.rego": own("theirs"), "actions.yaml": "ours: off"})
	if len(p.wake) != 1 {
		t.Error("the publisher was not told")
	}
	now := published()
	if now.Version != "v1.2.3" || now.Hash != f.Engine().Hash() || now.OwnHash == "" || len(now.Rules) != 3 {
		t.Errorf("published is %+v", now)
	}
	if last := now.Rules[2]; last.ID != "theirs" || last.Own != "team/r.rego" {
		t.Errorf("the last rule is %+v", last)
	}
	f.apply("team", nil)
	if now = published(); now.OwnHash != "" || len(now.Rules) != 2 {
		t.Errorf("published is %+v", now)
	}
}
