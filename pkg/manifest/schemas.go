// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package manifest

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"sync"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"sigs.k8s.io/yaml"
)

// Schemas holds the kinds that the CRDs declare. Nothing is read before a kind
// is asked for, and only the kinds that are asked for are compiled, once each:
// one CRD costs milliseconds, its CEL rules tens of them. It is safe for use by
// several goroutines.
type Schemas struct {
	index func() (*index, error)
}

// index is what the heads of the CRDs say.
type index struct {
	group string
	kinds map[string]*kindSchema
}

// NewSchemas takes the folder of the CRDs, one to a file ending in .yaml, all of
// one API group. Files that hold no CRD are passed over.
func NewSchemas(crds fs.FS) *Schemas {
	return &Schemas{index: sync.OnceValues(func() (*index, error) { return readIndex(crds) })}
}

// Group is the API group of the kinds.
func (s *Schemas) Group() (string, error) {
	idx, err := s.index()
	if err != nil {
		return "", err
	}
	return idx.group, nil
}

// Kinds lists the names of the kinds, sorted.
func (s *Schemas) Kinds() ([]string, error) {
	idx, err := s.index()
	if err != nil {
		return nil, err
	}
	return idx.names(), nil
}

func (x *index) names() []string { return slices.Sorted(maps.Keys(x.kinds)) }

func readIndex(crds fs.FS) (*index, error) {
	files, err := fs.Glob(crds, "*.yaml")
	if err != nil {
		return nil, fmt.Errorf("list CRDs: %w", err)
	}
	idx := &index{kinds: make(map[string]*kindSchema, len(files))}
	for _, file := range files {
		text, err := fs.ReadFile(crds, file)
		if err != nil {
			return nil, fmt.Errorf("read CRD: %w", err)
		}
		crd, err := parseHead(text)
		if err != nil {
			return nil, fmt.Errorf("read CRD %s: %w", file, err)
		}
		if crd.Kind != "CustomResourceDefinition" {
			continue
		}
		if idx.group == "" {
			idx.group = crd.Spec.Group
		}
		if crd.Spec.Group != idx.group {
			return nil, fmt.Errorf("read CRD %s: group %q is not %q as in the others", file, crd.Spec.Group, idx.group)
		}
		idx.kinds[crd.Spec.Names.Kind] = newKindSchema(crd, file, text)
	}
	if len(idx.kinds) == 0 {
		return nil, errors.New("read CRDs: there are none")
	}
	return idx, nil
}

// parseHead parses a CRD up to its versions. controller-gen writes the keys of
// spec in order of the alphabet, so the names stand before the schemas, which are
// 99 % of the text. A CRD written otherwise is parsed as a whole.
func parseHead(text []byte) (*apiextensionsv1.CustomResourceDefinition, error) {
	head, _, _ := bytes.Cut(text, []byte("\n  versions:"))
	crd := &apiextensionsv1.CustomResourceDefinition{}
	if err := yaml.Unmarshal(head, crd); err != nil {
		return nil, err
	}
	if crd.Spec.Names.Kind != "" && crd.Spec.Group != "" && crd.Spec.Scope != "" {
		return crd, nil
	}
	crd = &apiextensionsv1.CustomResourceDefinition{}
	return crd, yaml.Unmarshal(text, crd)
}
