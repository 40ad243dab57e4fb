// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/policies/examples"
)

// pairsOf chooses the examples of all rules. A rule that has none is an error that says which test is missing.
func pairsOf(ctx context.Context, files fs.FS, rules []policy.Rule) (map[string]examples.Pair, error) {
	captures, err := captured(ctx, files)
	if err != nil {
		return nil, err
	}
	pairs := map[string]examples.Pair{}
	var missing []error
	for _, rule := range rules {
		bad, ok := firing(captures[rule.ID])
		if !ok {
			missing = append(missing, fmt.Errorf("%s: rule %q has no test test_..._fires... on a manifest that it says something about", rule.Location, rule.ID))
			continue
		}
		good, ok := nearest(captures[rule.ID], bad)
		if !ok {
			missing = append(missing, fmt.Errorf("%s: rule %q has no test test_..._silent... on a manifest that it says nothing about", rule.Location, rule.ID))
			continue
		}
		pairs[rule.ID] = examples.Pair{Rule: rule.ID, Bad: bad.Example, Good: good.Example}
	}
	return pairs, errors.Join(missing...)
}

// firing is the first capture of a test that is named for it, if possible with one violation: that shows what the rule
// is about.
func firing(captures []capture) (capture, bool) {
	first := -1
	for i, c := range captures {
		if !strings.Contains(c.Test, examples.Fires) || len(c.Violations) == 0 {
			continue
		}
		if len(c.Violations) == 1 {
			return c, true
		}
		if first < 0 {
			first = i
		}
	}
	if first < 0 {
		return capture{}, false
	}
	return captures[first], true
}

// nearest is the capture nearest to the bad one of the tests that are named for it. The very same manifest, in another
// world, shows least, and is taken only where there is no other.
func nearest(captures []capture, bad capture) (capture, bool) {
	var best capture
	distance := -1
	for _, c := range captures {
		if !strings.Contains(c.Test, examples.Silent) || len(c.Violations) > 0 {
			continue
		}
		if d := apart(bad.Example, c.Example); distance < 0 || d < distance {
			best, distance = c, d
		}
	}
	return best, distance >= 0
}

// apart is how much a reader has to compare to see what makes the difference between two examples.
func apart(a, b examples.Example) int {
	const otherOperation, same = 50, 1000
	distance := len(examples.Changes(a.Object, b.Object)) + len(examples.Changes(a.OldObject, b.OldObject)) + len(examples.Changes(a.Files, b.Files))
	switch {
	case distance == 0:
		return same
	case a.Operation != b.Operation:
		distance += otherOperation
	}
	return distance
}

// writePairs writes a line a rule, in the order of their ids, so that a change of one shows as one.
func writePairs(w io.Writer, pairs map[string]examples.Pair) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	for _, id := range sortedKeys(pairs) {
		if err := encoder.Encode(pairs[id]); err != nil {
			return fmt.Errorf("write examples: %w", err)
		}
	}
	return nil
}
