// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
)

func TestObjectsAreNamedAsTheyArePrinted(t *testing.T) {
	shop := catalog.ID{Kind: catalog.DeploymentRuntime, Namespace: "demo", Name: "shop"}
	cluster := catalog.ID{Kind: catalog.Cluster, Name: "dev"}
	for arg, want := range map[string]catalog.ID{
		"deploymentruntime/shop":                           shop,
		"deploymentruntimes/shop":                          shop,
		"DeploymentRuntime/shop":                           shop,
		"deploymentruntime.nautes.resource.nautes.io/shop": shop,
		"DeploymentRuntime/demo/shop":                      shop,
		"DeploymentRuntime/till/shop":                      {Kind: catalog.DeploymentRuntime, Namespace: "till", Name: "shop"},
		"Cluster/dev":                                      cluster,
		"clusters.nautes.resource.nautes.io/dev":           cluster,
	} {
		got, err := idsNamed([]string{arg, arg}, "demo")
		if err != nil {
			t.Error(err)
		}
		if diff := cmp.Diff([]catalog.ID{want}, got); diff != "" {
			t.Errorf("%s: %s", arg, diff)
		}
	}
	for arg, want := range map[string]string{
		"shop":                         `unknown kind "shop" (use one of coderepoprovider|`,
		"pod/shop":                     `unknown kind "pod"`,
		"deploymentruntime":            "names no object (write KIND/NAME, for example deploymentruntime/shop)",
		"deploymentruntime/":           "names no object",
		"deploymentruntime//shop":      "names no object",
		"deploymentruntime/demo/":      "names no object",
		"deploymentruntime/demo/a/b":   "names no object",
		"cluster/demo/dev":             "names no object",
		"environment.example.com/test": `unknown kind "environment.example.com"`,
	} {
		if _, err := idsNamed([]string{arg}, "demo"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want %q", arg, err, want)
		}
	}
	if _, err := idsNamed([]string{"environment/test"}, ""); err == nil || !strings.Contains(err.Error(), "give -p PRODUCT") {
		t.Errorf("error %v", err)
	}
	if ids, err := idsNamed([]string{"cluster/dev"}, ""); err != nil || ids[0] != cluster {
		t.Errorf("got %v, %v", ids, err)
	}
}
