// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package catalog_test

import (
	"testing"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/test/world"
)

// policies/lib/apiservers_test.rego has the same table: a rule looks up the key that is made here.
func TestNormalisedURL(t *testing.T) {
	for url, key := range map[string]string{
		"https://10.0.0.9:6443":                         "https://10.0.0.9:6443",
		"HTTPS://K8s.Example.IO:6443":                   "https://k8s.example.io:6443",
		"https://k8s.example.io/":                       "https://k8s.example.io",
		"https://k8s.example.io:443":                    "https://k8s.example.io",
		"https://k8s.example.io:443/k8s/Clusters/c-1//": "https://k8s.example.io/k8s/Clusters/c-1",
		"http://k8s.example.io:80/":                     "http://k8s.example.io",
		"http://k8s.example.io:443":                     "http://k8s.example.io:443",
		"https://k8s.example.io:80":                     "https://k8s.example.io:80",
		"https://k8s.example.io:4430":                   "https://k8s.example.io:4430",
		"https://[FE80::1]:443":                         "https://[fe80::1]",
		"https://[fe80::443]":                           "https://[fe80::443]",
		"///":                                           "//",
		"K8s.Example.IO:443/":                           "K8s.Example.IO:443",
	} {
		cluster := world.Object(catalog.Cluster, "", "c1", spec{"apiServer": url})
		if got := catalog.New(cluster).Lookup("clusters_by_api_server", key); len(got) != 1 {
			t.Errorf("%q is not found as %q", url, key)
		}
	}
}

func TestClusterWithoutAddressIsNobodysTwin(t *testing.T) {
	s := catalog.New(world.Object(catalog.Cluster, "", "c1", spec{}), world.Object(catalog.Cluster, "", "c2", spec{"apiServer": ""}))
	if got := s.Lookup("clusters_by_api_server", ""); got != nil {
		t.Errorf("%v", got)
	}
}

func TestIndexByAPIServerFollowsTheCluster(t *testing.T) {
	cluster := func(url string) *catalog.Object {
		return world.Object(catalog.Cluster, "", "c1", spec{"apiServer": url})
	}
	s := catalog.New(cluster("https://a.example.com")).With(catalog.Put(cluster("https://b.example.com")))
	if got := s.Lookup("clusters_by_api_server", "https://a.example.com"); got != nil {
		t.Errorf("still under the former address: %v", got)
	}
	if got := s.Lookup("clusters_by_api_server", "https://b.example.com"); len(got) != 1 {
		t.Errorf("under the new address: %v", got)
	}
}
