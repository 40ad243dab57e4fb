// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"fmt"
	"io/fs"

	"github.com/nautes-labs/kubectl-nautes/pkg/manifest/components"
	"github.com/nautes-labs/kubectl-nautes/pkg/manifest/legacy"
	"github.com/nautes-labs/kubectl-nautes/plugin/set"
	"github.com/nautes-labs/kubectl-nautes/policies"
)

// newConverter makes what turns manifests of the old command line into ours. It knows the components of
// clusters.
func newConverter(values map[string]string) (*legacy.Converter, error) {
	known, err := knownComponents()
	if err != nil {
		return nil, err
	}
	return &legacy.Converter{Values: values, Components: known}, nil
}

// knownComponents are those in the files by which the rules judge clusters.
func knownComponents() (*components.Components, error) {
	var texts [][]byte
	for _, name := range []string{"components/data.yaml", "categories/data.yaml"} {
		text, err := fs.ReadFile(policies.FS(), name)
		if err != nil {
			return nil, fmt.Errorf("open policies: %w", err)
		}
		texts = append(texts, text)
	}
	return components.Parse(texts[0], texts[1])
}

// sayConverted says what became of manifests of the old command line.
func (f *files) sayConverted(c *legacy.Converter, members *set.Set) {
	if f.errOut == nil {
		return
	}
	errOut := f.errOut()
	if c.Converted > 0 {
		fmt.Fprintf(errOut, "Note: %s in the format of the old nautes command line, taken as kubectl nautes convert would write it\n",
			objects(c.Converted))
	}
	sayNotes(errOut, c.Notes)
	for _, m := range members.Members() {
		if legacy.Misplaced(m.Document.Object) {
			fmt.Fprintf(errOut, "Note: %s has a number of GitLab for its product, as Nautes wrote it; kubectl nautes convert gives names\n",
				m.Place())
			break
		}
	}
	if f.identityOnly {
		return // which asks for no more values than the names do
	}
	for _, name := range c.Unused() {
		fmt.Fprintf(errOut, "Warning: no manifest has the placeholder $%s\n", name)
	}
}
