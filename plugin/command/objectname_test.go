// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"io/fs"
	"strings"
	"testing"

	"sigs.k8s.io/yaml"

	"github.com/nautes-labs/kubectl-nautes/manifests"
	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
)

// What kubectl takes for a kind has to be taken here, and nothing else.
func TestShortNamesAreThoseOfTheCRDs(t *testing.T) {
	files, err := fs.Glob(manifests.Files(), "crds/*_*.yaml")
	if err != nil || len(files) != len(catalog.Resources()) {
		t.Fatalf("%d CRDs, error %v", len(files), err)
	}
	declared := 0
	for _, file := range files {
		text, err := fs.ReadFile(manifests.Files(), file)
		if err != nil {
			t.Fatal(err)
		}
		var crd struct {
			Spec struct {
				Names struct {
					Kind       string
					ShortNames []string
				}
			}
		}
		if err := yaml.Unmarshal(text, &crd); err != nil {
			t.Fatal(err)
		}
		for _, name := range crd.Spec.Names.ShortNames {
			declared++
			for _, spelled := range []string{name, strings.ToUpper(name)} {
				if resource, err := resourceCalled(spelled); err != nil || string(resource.Kind) != crd.Spec.Names.Kind {
					t.Errorf("%s is %s, %v; want %s", spelled, resource.Kind, err, crd.Spec.Names.Kind)
				}
			}
		}
	}
	if declared != len(shortNames()) {
		t.Errorf("%d short names are declared, %d are known", declared, len(shortNames()))
	}
}

func TestAKindThatIsMisspelledIsNamed(t *testing.T) {
	for name, want := range map[string]string{
		"environmnt": `unknown kind "environmnt" (did you mean "environment"?)`,
		"Projcet":    `unknown kind "Projcet" (did you mean "project"?)`,
		"pod":        `unknown kind "pod" (use one of coderepoprovider|`,
	} {
		if _, err := resourceCalled(name); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
