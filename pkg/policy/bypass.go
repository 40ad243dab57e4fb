// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package policy

import (
	"regexp"
	"time"

	"github.com/nautes-labs/kubectl-nautes/pkg/api/v1alpha1"
)

// bypass is what the annotations of an object say about skipping rules.
type bypass struct {
	present       bool
	value, reason string
}

func bypassOf(object map[string]any) bypass {
	metadata, _ := object["metadata"].(map[string]any)
	annotations, _ := metadata["annotations"].(map[string]any)
	value, present := annotations[v1alpha1.InsecureSkipCheckAnnotation]
	return bypass{present, textOf(value), textOf(annotations[v1alpha1.SkipCheckReasonAnnotation])}
}

// term is how long a bypass holds: without end, or until a time.
type term struct {
	endless bool
	end     time.Time
}

// term of the bypass; ok is false where there is none: the annotation is absent, "false", or malformed.
func (b bypass) term() (t term, ok bool) {
	if b.value == "true" {
		return term{endless: true}, true
	}
	if !rfc3339.MatchString(b.value) {
		return term{}, false
	}
	end, err := time.Parse(time.RFC3339, b.value)
	return term{end: end}, err == nil
}

// rfc3339 is the form that policies/lib/rfc3339.rego asks for. time.Parse alone takes more, an hour of one digit or a
// fraction behind a comma, and then a bypass that the rules call malformed would be in force.
var rfc3339 = regexp.MustCompile(
	`^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$`,
)

// holds tells whether a term has not ended at a time.
func (t term) holds(now time.Time) bool { return t.endless || now.Before(t.end) }

// outlasts tells whether a term ends later than another.
func (t term) outlasts(other term) bool {
	return !other.endless && (t.endless || t.end.After(other.end))
}

// widens tells whether a change of the annotations asks for more than was there: a bypass where there was none, a
// later end, another reason, or a value that says nothing. Only that is judged; less always passes.
func widens(before, after bypass) bool {
	if before == after || !after.present || after.value == "false" {
		return false
	}
	termBefore, was := before.term()
	termAfter, is := after.term()
	return !was || !is || after.reason != before.reason || termAfter.outlasts(termBefore)
}
