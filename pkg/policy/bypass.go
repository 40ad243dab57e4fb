// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package policy

import (
	"time"

	"github.com/nautes-labs/kubectl-nautes/pkg/api/v1alpha1"
)

// bypass is what the annotations of an object say about skipping rules.
type bypass struct {
	value  string
	reason string
}

func bypassOf(object map[string]any) bypass {
	metadata, _ := object["metadata"].(map[string]any)
	annotations, _ := metadata["annotations"].(map[string]any)
	return bypass{textOf(annotations[v1alpha1.InsecureSkipCheckAnnotation]), textOf(annotations[v1alpha1.SkipCheckReasonAnnotation])}
}

// until is the end of the bypass: zero and true for one without end. ok is false where there is none: the
// annotation is absent, "false", or malformed.
func (b bypass) until() (end time.Time, ok bool) {
	if b.value == "true" {
		return time.Time{}, true
	}
	end, err := time.Parse(time.RFC3339, b.value)
	return end, err == nil
}

// holds tells whether the bypass is in force at a time.
func (b bypass) holds(now time.Time) bool {
	end, ok := b.until()
	return ok && (end.IsZero() || now.Before(end))
}

// widens tells whether a change of the annotations asks for more than was there: a bypass where there was none, a
// later end, another reason, or a value that says nothing. Only that is judged; less always passes.
func widens(before, after bypass) bool {
	if before == after || after.value == "" || after.value == "false" {
		return false
	}
	endBefore, was := before.until()
	endAfter, is := after.until()
	switch {
	case !was || !is:
		return true
	case after.reason != before.reason:
		return true
	case endBefore.IsZero():
		return false // from without end to anything
	default:
		return endAfter.IsZero() || endAfter.After(endBefore)
	}
}
