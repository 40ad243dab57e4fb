// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package rules

import (
	"fmt"

	"github.com/nautes-labs/kubectl-nautes/manifests"
	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
)

// Samples are the objects that rules are tried on: a product with all that belongs to it, of every kind one at least.
func Samples() (*catalog.Snapshot, error) {
	samples, err := manifests.Samples()
	if err != nil {
		return nil, err
	}
	objects := make([]*catalog.Object, len(samples))
	for i, sample := range samples {
		if objects[i], err = catalog.NewObject(sample.Object); err != nil {
			return nil, fmt.Errorf("read samples: %w", err)
		}
	}
	return catalog.New(objects...), nil
}
