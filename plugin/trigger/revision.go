// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package trigger

import (
	"regexp"
	"strings"
)

// matchesAll tells whether a revision lets every branch and tag through: it is left out, or * alone.
func matchesAll(revision string) bool { return revision == "" || revision == "*" }

// compile makes a revision match whole names, as the rule pipelineruntime-revision-valid has it: by itself and between
// the anchors it has to be a pattern, so that "a)|(b" is none.
func compile(revision string) (*regexp.Regexp, error) {
	if _, err := regexp.Compile(revision); err != nil {
		return nil, err
	}
	return regexp.Compile("^(?:" + revision + ")$")
}

// shortName is a branch or tag without what Git puts in front.
func shortName(ref string) string {
	for _, prefix := range []string{heads, tags} {
		if short, cut := strings.CutPrefix(ref, prefix); cut {
			return short
		}
	}
	return ref
}
