// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package live_test

import (
	"net/http"
	"testing"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/plugin/live"
	"github.com/nautes-labs/kubectl-nautes/plugin/live/livetest"
)

func TestStoredHoldsAllObjectsAndNamespaces(t *testing.T) {
	server := livetest.New(t)
	products(server)
	read := 0
	view, err := connect(t, server.Config()).Stored(t.Context(), "", func(n int) { read = n })
	if err != nil {
		t.Fatal(err)
	}
	if view.Len() != 12 || read != 12 {
		t.Errorf("%d objects, %d told of, want 12", view.Len(), read)
	}
	for _, id := range []catalog.ID{named(catalog.Namespace, "", "nope"), named(catalog.Environment, "shop", ""), named(catalog.Cluster, "", "")} {
		if !view.Sees(id) {
			t.Errorf("%s is not seen", id)
		}
	}
}

// What server-side apply keeps in each object is larger than the object, and no rule reads it.
func TestStoredDropsWhatNoRuleReads(t *testing.T) {
	server := livetest.New(t)
	at := livetest.Path(catalog.Project, "demo", "web")
	project := object(catalog.Project, "demo", "web").Object
	metadata := project["metadata"].(map[string]any)
	metadata["managedFields"] = []any{map[string]any{"manager": "kubectl"}}
	metadata["annotations"] = map[string]any{"kubectl.kubernetes.io/last-applied-configuration": "{}", "team": "web"}
	server.Put(at, project)
	view, err := connect(t, server.Config()).Stored(t.Context(), "", nil)
	if err != nil {
		t.Fatal(err)
	}
	stored := view.Get(named(catalog.Project, "demo", "web")).Content()["metadata"].(map[string]any)
	annotations := stored["annotations"].(map[string]any)
	if stored["managedFields"] != nil || len(annotations) != 1 || annotations["team"] != "web" {
		t.Errorf("stored metadata: %v", stored)
	}
}

func TestStoredOfWhoIsBoundInOneProduct(t *testing.T) {
	server := livetest.New(t)
	products(server)
	inDemo := livetest.BoundIn([]string{"demo"}, livetest.Path(catalog.Cluster, "", "c2"))
	server.Intercept = func(r livetest.Request) *livetest.Answer {
		if r.Path == "/api/v1/namespaces" {
			return livetest.Refusal(http.StatusForbidden, "Forbidden", "not for jane")
		}
		return inDemo(r)
	}
	view, err := connect(t, server.Config()).Stored(t.Context(), "demo", nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []catalog.ID{
		named(catalog.Environment, "demo", "prod"), named(catalog.CodeRepo, "demo", ""),
		named(catalog.Cluster, "", "c2"), named(catalog.Namespace, "", "demo"),
	} {
		if !view.Sees(id) {
			t.Errorf("%s is not seen", id)
		}
	}
	for _, id := range []catalog.ID{named(catalog.Product, "", "demo"), named(catalog.Environment, "shop", "test"), named(catalog.Cluster, "", "c1")} {
		if view.Sees(id) {
			t.Errorf("%s is seen", id)
		}
	}
	if _, err := connect(t, server.Config()).Stored(t.Context(), "shop", nil); live.ReasonOf(err) != live.Forbidden {
		t.Errorf("of a product that may not be read: %v", err)
	}
}
