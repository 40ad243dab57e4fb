// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package legacy

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// coerce gives values the types that they have to have today: text that was written as a number, and numbers that
// became text by a placeholder or by quotes.
func (c *conversion) coerce() {
	for _, pattern := range c.kind.texts {
		c.each(pattern, func(field string, value any) any {
			switch value.(type) {
			case int64, float64, bool:
				c.say(field, "%s is now text, in quotes", field)
				return fmt.Sprint(value)
			}
			return value
		})
	}
	for _, pattern := range c.kind.numbers {
		c.each(pattern, func(_ string, value any) any {
			// Zero and "" were what was sent for nothing.
			if value == int64(0) || value == "" {
				return nil
			}
			text, _ := value.(string)
			if number, err := strconv.ParseInt(text, 10, 32); err == nil {
				return number
			}
			return value
		})
	}
}

// each puts in the place of each value that a pattern leads to what change makes of it; nil takes it out.
func (c *conversion) each(pattern string, change func(field string, value any) any) {
	visit(c.spec, strings.Split(pattern, "."), "spec", change)
}

func visit(value any, pattern []string, path string, change func(field string, value any) any) any {
	if len(pattern) == 0 {
		return change(path, value)
	}
	switch value := value.(type) {
	case []any:
		for i := range value {
			if pattern[0] == "*" {
				value[i] = visit(value[i], pattern[1:], fmt.Sprintf("%s[%d]", path, i), change)
			}
		}
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(value)) {
			if pattern[0] != "*" && pattern[0] != key || value[key] == nil {
				continue
			}
			if changed := visit(value[key], pattern[1:], child(path, key), change); changed != nil {
				value[key] = changed
			} else {
				delete(value, key)
			}
		}
	}
	return value
}

// wrapDestination makes an object of a destination that is the name of an environment, as it was before release 0.3.8.
func (c *conversion) wrapDestination() {
	if environment, isText := c.spec["destination"].(string); isText {
		c.spec["destination"] = map[string]any{"environment": environment}
		c.origins["spec.destination.environment"] = "spec.destination"
		c.say("spec.destination.environment", "spec.destination is now spec.destination.environment")
	}
}

// plainRevision is a branch or tag that means itself, as a pattern and as a name.
var plainRevision = regexp.MustCompile(`^[A-Za-z0-9_/-]*$|^\*$`)

// branchPrefix is what the names of branches began with for Nautes.
const branchPrefix = "refs/heads/"

// checkRevisions says which branches start pipelines otherwise than before: a revision was a pattern of Lua, searched for
// in refs/heads/NAME; it is a regular expression now, and has to match the whole NAME.
func (c *conversion) checkRevisions() {
	c.each("eventSources.*.gitlab.revision", func(field string, value any) any {
		revision, _ := value.(string)
		short := strings.TrimPrefix(strings.TrimPrefix(revision, "^"), branchPrefix)
		if short == revision && plainRevision.MatchString(revision) {
			return value
		}
		if strings.TrimPrefix(revision, "^") == short {
			short = revision // nothing but the anchor was taken off, which does no harm
		}
		if short != revision {
			c.say(field, "%s was %q: without %s, for it is held against the name of the branch", field, revision, branchPrefix)
		}
		if !plainRevision.MatchString(short) {
			c.say(field, "%s was a Lua pattern that could match anywhere; it is a regular expression (RE2) now, and has to match "+
				"the whole name of a branch: check %q", field, short)
		}
		return short
	})
}

// text is a field of the spec that is text; "" where it is none.
func (c *conversion) text(at ...string) string {
	text, _, err := unstructured.NestedString(c.spec, at...)
	if err != nil {
		return ""
	}
	return text
}
