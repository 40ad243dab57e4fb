// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package policies_test

import (
	"io/fs"
	"strings"
	"testing"

	"github.com/nautes-labs/kubectl-nautes/policies"
)

func TestFSHoldsRulesWithTheirTests(t *testing.T) {
	for _, folder := range []string{"rules", "lib"} {
		entries, err := fs.ReadDir(policies.FS(), folder)
		if err != nil {
			t.Fatalf("read %s: %v", folder, err)
		}
		names := map[string]bool{}
		for _, entry := range entries {
			names[entry.Name()] = true
		}
		for name := range names {
			if strings.HasSuffix(name, "_test.rego") {
				continue
			}
			module, isModule := strings.CutSuffix(name, ".rego")
			if !isModule {
				t.Errorf("%s/%s is no Rego module", folder, name)
			}
			if !names[module+"_test.rego"] {
				t.Errorf("%s/%s has no test beside it", folder, name)
			}
		}
	}
}

func TestFSHoldsData(t *testing.T) {
	for _, name := range []string{"events", "components", "categories", "clusterkinds", "hooks", "layout", "timezones", "variables"} {
		if _, err := fs.Stat(policies.FS(), name+"/data.yaml"); err != nil {
			t.Errorf("data.%s: %v", name, err)
		}
	}
}
