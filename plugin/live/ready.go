// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package live

import (
	"fmt"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/nautes-labs/kubectl-nautes/pkg/api/v1alpha1"
)

// Ready tells whether an object is as it was declared, and if not, how it stands: its condition Ready is true, and not
// about an earlier generation. Of an object without conditions, but for the one that the audit writes, nothing more is to
// be expected, so it is ready; one that is gone is not.
func Ready(object *unstructured.Unstructured) (ready bool, state string) {
	if object == nil {
		return false, "gone"
	}
	conditions, _, _ := unstructured.NestedSlice(object.Object, "status", "conditions")
	others := 0
	for _, c := range conditions {
		condition, ok := c.(map[string]any)
		if !ok || condition["type"] != "Ready" {
			if condition["type"] != v1alpha1.ConditionCompliant {
				others++
			}
			continue
		}
		switch {
		case Observed(object, condition) < object.GetGeneration():
			return false, "not looked at yet"
		case condition["status"] == "True":
			return true, ""
		}
		return false, fmt.Sprintf("Ready=%v: %v", condition["status"], condition["reason"])
	}
	if others == 0 {
		return true, ""
	}
	return false, "no condition Ready yet"
}

// Observed is the generation that a condition is about: its own, else that of the whole status, else any.
func Observed(object *unstructured.Unstructured, condition map[string]any) int64 {
	if generation, ok := condition["observedGeneration"].(int64); ok {
		return generation
	}
	if generation, found, err := unstructured.NestedInt64(object.Object, "status", "observedGeneration"); found && err == nil {
		return generation
	}
	return object.GetGeneration()
}

// Holding says what keeps an object that was deleted.
func Holding(object *unstructured.Unstructured) string {
	if finalizers := object.GetFinalizers(); len(finalizers) > 0 {
		return "held by " + strings.Join(finalizers, ", ")
	}
	return "not gone yet"
}
