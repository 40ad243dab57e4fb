// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package graph

import (
	"strings"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/nautes-labs/kubectl-nautes/pkg/api/v1alpha1"
	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
)

// RulesState sums up what the rules say of an object.
type RulesState string

// The states. An object that was not judged, and of which the audit says nothing, has none.
const (
	Compliant RulesState = "Compliant"
	Violated  RulesState = "Violated"
	// Bypassed: every rule that is broken is skipped by a bypass.
	Bypassed RulesState = "Bypassed"
	// Undecided: nothing was found, but not every rule could be asked.
	Undecided RulesState = "Undecided"
)

// Compliance is how an object stands to the rules.
type Compliance struct {
	State RulesState `json:"state,omitempty"`
	// Denials and Warnings count the findings; a denial that is skipped is neither.
	Denials  int `json:"denials,omitempty"`
	Warnings int `json:"warnings,omitempty"`
	// Findings are what the rules say now.
	Findings []policy.Finding `json:"findings,omitempty"`
	// NotJudged are rules that looked up what the user may not see; Error says why none could be asked.
	NotJudged []string `json:"notJudged,omitempty"`
	Error     string   `json:"error,omitempty"`
}

// complianceOf is what was judged now. Where that decides nothing, the condition that the audit wrote does.
func (s *Source) complianceOf(o *catalog.Object, conditions []Condition) Compliance {
	c := Compliance{}
	verdict, judged := s.Verdicts[o.ID]
	if judged {
		c = judgedAs(verdict)
	}
	if c.State != "" && c.State != Undecided {
		return c
	}
	audited := conditionOf(conditions, v1alpha1.ConditionCompliant)
	switch {
	case audited == nil || audited.ObservedGeneration != 0 && audited.ObservedGeneration < generationOf(o):
	case audited.Status == metav1.ConditionTrue:
		c.State = Compliant
	case audited.Reason == v1alpha1.ReasonBypassed:
		c.State = Bypassed
	case audited.Status == metav1.ConditionFalse:
		c.State = Violated
	}
	return c
}

func judgedAs(verdict Verdict) Compliance {
	c := Compliance{Findings: verdict.Findings, NotJudged: verdict.NotJudged}
	if verdict.Err != nil {
		c.State, c.Error = Undecided, verdict.Err.Error()
		return c
	}
	n := verdict.count()
	c.Denials, c.Warnings = n.denials, n.warnings
	switch {
	case n.denials > 0:
		c.State = Violated
	case n.skipped > 0:
		c.State = Bypassed
	case len(verdict.NotJudged) > 0:
		c.State = Undecided
	default:
		c.State = Compliant
	}
	return c
}

func generationOf(o *catalog.Object) int64 {
	return (&unstructured.Unstructured{Object: o.Content()}).GetGeneration()
}

// Bypass is what lets an object go around the rules, or did.
type Bypass struct {
	// State is how the annotation that skips rules stands, and Until when it ends or ended; absent where it has no end.
	State policy.AnnotationState `json:"state"`
	Until *time.Time             `json:"until,omitempty"`
	// Reason is the annotation's, else the record's.
	Reason string `json:"reason,omitempty"`
	// BreakGlass is the value of that annotation.
	BreakGlass string `json:"breakGlass,omitempty"`
	// Record is what the webhook wrote of the last write for which rules were skipped.
	Record *v1alpha1.Bypass `json:"record,omitempty"`
}

// stands tells whether something still goes around the rules, or would if it were well-formed.
func (b *Bypass) stands() bool {
	return b.breaksGlass() || b.State == policy.AnnotationInForce || b.State == policy.AnnotationMalformed
}

func (b *Bypass) breaksGlass() bool { return b.BreakGlass != "" && b.BreakGlass != "false" }

// bypassOf is nil for an object that neither carries a bypass nor was written with one.
func (s *Source) bypassOf(o *catalog.Object) *Bypass {
	on := policy.StandingOn(o.Content(), s.Now)
	annotations := (&unstructured.Unstructured{Object: o.Content()}).GetAnnotations()
	b := &Bypass{
		State: on.State, Reason: on.Reason, BreakGlass: annotations[v1alpha1.BreakGlassAnnotation], Record: recordOf(o),
	}
	if b.State == policy.AnnotationAbsent && b.Record == nil && !b.breaksGlass() {
		return nil
	}
	if !on.Until.IsZero() {
		b.Until = &on.Until
	}
	if b.Reason == "" && b.Record != nil {
		b.Reason = b.Record.Reason
	}
	return b
}

func recordOf(o *catalog.Object) *v1alpha1.Bypass {
	content, found, err := unstructured.NestedMap(o.Content(), "status", "bypass")
	record := &v1alpha1.Bypass{}
	if err != nil || !found || runtime.DefaultUnstructuredConverter.FromUnstructured(content, record) != nil {
		return nil
	}
	return record
}

// short is the word without what goes without saying below a heading.
func (b *Bypass) short() string { return strings.TrimPrefix(b.word(), "until ") }

// word says for how long the bypass is in force, or why it is not.
func (b *Bypass) word() string {
	switch {
	case b == nil:
		return ""
	case b.breaksGlass():
		return "break-glass"
	case b.State == policy.AnnotationInForce && b.Until != nil:
		return "until " + b.Until.UTC().Format(time.DateOnly)
	case b.State == policy.AnnotationInForce:
		return "no end"
	case b.State == policy.AnnotationAbsent:
		return "taken off"
	}
	return strings.ToLower(string(b.State))
}
