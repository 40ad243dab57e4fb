// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package audit

import (
	"strings"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/nautes-labs/kubectl-nautes/pkg/api/v1alpha1"
	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
)

// plan is what to write about an object.
type plan struct {
	// condition is nil where the one that stands on the object is right.
	condition *metav1.Condition
	// news is what an Event tells: empty where the condition only says the same in other words.
	news string
	// clear: the record of a bypass is of no use any more.
	clear bool
}

func (p plan) isNothing() bool { return p.condition == nil && !p.clear }

// written is what was written about an object in the state that has this resource version. Until the watch brings the
// state after that, the object in the catalog says what it said before.
type written struct {
	version   string
	condition *metav1.Condition
	cleared   bool
}

// planFor compares what was found with what stands on the object.
func planFor(o *catalog.Object, found outcome, last written, now time.Time) plan {
	stands, recorded := conditionOf(o), hasRecord(o)
	if last.version != "" && last.version == o.String("metadata.resourceVersion") {
		recorded = recorded && !last.cleared
		if last.condition != nil {
			stands = last.condition
		}
	}
	p := plan{clear: recorded && found.reason == "" && !asksForBypass(o)}
	if found.reason == "" && stands == nil {
		return p
	}
	wanted := conditionFor(found)
	if stands == nil {
		stands = &metav1.Condition{}
	}
	if saysTheSame(stands, &wanted) {
		return p
	}
	wanted.LastTransitionTime = metav1.NewTime(now)
	if stands.Status == wanted.Status && !stands.LastTransitionTime.IsZero() {
		wanted.LastTransitionTime = stands.LastTransitionTime
	}
	if summary := firstLine(wanted.Message); stands.Status != wanted.Status || firstLine(stands.Message) != summary {
		p.news = wanted.Message
	}
	p.condition = &wanted
	return p
}

func saysTheSame(a, b *metav1.Condition) bool {
	return a.Status == b.Status && a.Reason == b.Reason && a.Message == b.Message && a.ObservedGeneration == b.ObservedGeneration
}

func conditionFor(found outcome) metav1.Condition {
	c := metav1.Condition{Type: v1alpha1.ConditionCompliant, ObservedGeneration: found.generation}
	if found.reason == "" {
		c.Status, c.Reason, c.Message = metav1.ConditionTrue, v1alpha1.ReasonRulesMet, "all rules are met"
	} else {
		c.Status, c.Reason, c.Message = metav1.ConditionFalse, found.reason, found.message
	}
	return c
}

// saysAnything tells whether something about rules stands in the status of an object.
func saysAnything(o *catalog.Object) bool { return hasRecord(o) || conditionOf(o) != nil }

// conditionOf is the condition that stands on an object, nil when there is none.
func conditionOf(o *catalog.Object) *metav1.Condition {
	conditions, _ := statusOf(o)["conditions"].([]any)
	for _, item := range conditions {
		fields, _ := item.(map[string]any)
		if fields["type"] != v1alpha1.ConditionCompliant {
			continue
		}
		c := &metav1.Condition{}
		if runtime.DefaultUnstructuredConverter.FromUnstructured(fields, c) != nil {
			c = &metav1.Condition{} // whatever it is, it is not what we write
		}
		return c
	}
	return nil
}

func hasRecord(o *catalog.Object) bool {
	_, recorded := statusOf(o)["bypass"]
	return recorded
}

func statusOf(o *catalog.Object) map[string]any {
	status, _ := o.Content()["status"].(map[string]any)
	return status
}

// asksForBypass tells whether the annotation stands on the object, in force or not.
func asksForBypass(o *catalog.Object) bool {
	metadata, _ := o.Content()["metadata"].(map[string]any)
	annotations, _ := metadata["annotations"].(map[string]any)
	value, stands := annotations[v1alpha1.InsecureSkipCheckAnnotation]
	return stands && value != "false"
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return line
}
