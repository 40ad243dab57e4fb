// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package manifests

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
)

//go:embed crds rbac webhook default samples
var files embed.FS

// Files returns the tree: the folders crds, rbac, webhook, default and samples. default is the kustomization that
// holds all that has to be installed.
func Files() fs.FS { return files }

// CRDs returns the CustomResourceDefinitions as YAML, one document a kind, ordered by plural name.
func CRDs() ([][]byte, error) {
	names, err := fs.Glob(files, "crds/nautes.resource.nautes.io_*.yaml")
	if err != nil {
		return nil, fmt.Errorf("list CRDs: %w", err)
	}
	crds := make([][]byte, 0, len(names))
	for _, name := range names {
		crd, err := files.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("read CRD %q: %w", path.Base(name), err)
		}
		crds = append(crds, crd)
	}
	return crds, nil
}
