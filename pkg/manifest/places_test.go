// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package manifest_test

import (
	"slices"
	"testing"

	"github.com/nautes-labs/kubectl-nautes/pkg/manifest"
)

func TestRecognize(t *testing.T) {
	for name, test := range map[string]struct {
		files []string
		want  bool
	}{
		"whole":                        {[]string{"README.md", "production/kustomization.yaml", "projects/", "envs/", "code-repos/", "runtimes/"}, true},
		"kustomization and one":        {[]string{"production/kustomization.yaml", "envs/"}, true},
		"two directories":              {[]string{"projects/", "runtimes/", "templates/"}, true},
		"kustomization and manifests":  {[]string{"production/kustomization.yaml", "envs/", "shop.yaml"}, true},
		"two and manifests":            {[]string{"projects/", "envs/", "shop.yaml"}, false},
		"one directory":                {[]string{"projects/"}, false},
		"overlays of something else":   {[]string{"production/kustomization.yaml", "staging/kustomization.yaml", "base/"}, false},
		"files of these names":         {[]string{"projects", "envs", "runtimes"}, false},
		"folder called kustomization":  {[]string{"production/kustomization.yaml/", "envs/"}, false},
		"directories further down":     {[]string{"shop/projects/", "shop/envs/", "shop/production/kustomization.yaml"}, false},
		"manifests, none of the names": {[]string{"shop.yaml", "cart.yaml"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			files := map[string]string{}
			for _, file := range test.files {
				files[file] = ""
			}
			if got := places(t).Recognize(tree(t, files)); got != test.want {
				t.Errorf("recognized: %v, want %v", got, test.want)
			}
		})
	}
	for _, name := range []string{"testdata/none", "places_test.go", "-", "https://example.com"} {
		if places(t).Recognize(name) {
			t.Errorf("%s is recognized", name)
		}
	}
}

// A kind that is cluster-scoped, or none of ours, can not have a place in a product's repository.
func TestPlacesAreOfKindsThatBelongToAProduct(t *testing.T) {
	kinds, err := crds(t).Kinds()
	if err != nil {
		t.Fatal(err)
	}
	for kind := range places(t).Kinds {
		if !slices.Contains(kinds, kind) {
			t.Errorf("there is no kind %q", kind)
		}
	}
	for _, kind := range []string{"Product", "Cluster", "CodeRepoProvider", "ArtifactRepoProvider"} {
		if place, placed := places(t).Kinds[kind]; placed {
			t.Errorf("%s has the place %v", kind, place)
		}
	}
	if n := len(places(t).Kinds) + 4; n != len(kinds) {
		t.Errorf("%d kinds with a place, and 4 without, of %d", n-4, len(kinds))
	}
}

func TestParsePlacesRefuses(t *testing.T) {
	for name, text := range map[string]string{
		"no YAML":          "kinds: [",
		"unknown field":    "kustomization: k.yaml\nkinds: {Project: {folder: projects}}",
		"no kinds":         "kustomization: production/kustomization.yaml",
		"no kustomization": "kinds: {Project: {directory: projects}}",
	} {
		t.Run(name, func(t *testing.T) {
			if p, err := manifest.ParsePlaces([]byte(text)); err == nil {
				t.Errorf("read as %+v", p)
			}
		})
	}
}
