// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package goal

import (
	"fmt"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"

	"github.com/nautes-labs/kubectl-nautes/plugin/live"
)

// hasCondition is that a condition has a status, about the object as it is declared now.
type hasCondition struct{ name, status string }

func parseCondition(text string) (Goal, error) {
	name, status, given := strings.Cut(text, "=")
	if !given {
		status = "True"
	}
	if name == "" || status == "" {
		return nil, fmt.Errorf("--for=condition=%s names no condition (write --for=condition=Ready or --for=condition=Ready=False)", text)
	}
	return hasCondition{name, status}, nil
}

func (h hasCondition) Met(object *unstructured.Unstructured, _ types.UID) (bool, string, error) {
	if object == nil {
		return false, "", errDeleted
	}
	c := conditionOf(object, h.name)
	if c == nil {
		return false, fmt.Sprintf("no condition %s yet", h.name), nil
	}
	// The API server says "True" and people write "true", as kubectl allows.
	if !c.stale(object) && strings.EqualFold(c.text("status"), h.status) {
		return true, "", nil
	}
	return false, c.obstacle(object), nil
}

// condition is one of an object's conditions.
type condition map[string]any

// conditionOf is the condition of a name, in any case; nil where there is none.
func conditionOf(object *unstructured.Unstructured, name string) condition {
	conditions, _, _ := unstructured.NestedSlice(object.Object, "status", "conditions") // of another form: none
	for _, c := range conditions {
		if c, ok := c.(map[string]any); ok && strings.EqualFold(condition(c).text("type"), name) {
			return c
		}
	}
	return nil
}

func (c condition) text(field string) string {
	text, _ := c[field].(string)
	return text
}

// stale tells that it is about what the object was before.
func (c condition) stale(object *unstructured.Unstructured) bool {
	return live.Observed(object, c) < object.GetGeneration()
}

// obstacle says what the condition is, on one line.
func (c condition) obstacle(object *unstructured.Unstructured) string {
	if c.stale(object) {
		return fmt.Sprintf("generation %d not looked at yet (condition %s is about generation %d)",
			object.GetGeneration(), c.text("type"), live.Observed(object, c))
	}
	said := c.text("type") + "=" + c.text("status")
	for _, field := range []string{"reason", "message"} {
		if text := strings.Join(strings.Fields(c.text(field)), " "); text != "" {
			said += ": " + text
		}
	}
	return said
}
