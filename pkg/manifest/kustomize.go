// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package manifest

import (
	"bytes"
	"context"
	"fmt"
	"io"

	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/kyaml/filesys"
)

// kustomization makes an input of what a kustomization builds, with the options
// that cli-runtime builds with, so that -k gives what kubectl's -k gives.
// cli-runtime's own KustomizeVisitor hands out objects without lines.
func kustomization(folder string) input {
	return input{name: folder, open: func(context.Context) (io.ReadCloser, error) {
		options := krusty.MakeDefaultOptions()
		options.Reorder = krusty.ReorderOptionLegacy
		built, err := krusty.MakeKustomizer(options).Run(filesys.MakeFsOnDisk(), folder)
		if err != nil {
			return nil, fmt.Errorf("build kustomization: %w", err)
		}
		text, err := built.AsYaml()
		if err != nil {
			return nil, fmt.Errorf("print kustomization: %w", err)
		}
		return io.NopCloser(bytes.NewReader(text)), nil
	}}
}
