// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package audit

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/nautes-labs/kubectl-nautes/pkg/api/v1alpha1"
	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
)

// outcome is what a verdict comes to, as far as it is kept.
type outcome struct {
	// generation is that of the spec which was judged.
	generation int64
	// reason is why the object is not compliant; empty when it is.
	reason string
	// summary names the rules on one line, and message tells the first findings besides; empty without a reason.
	summary, message string
	// counts are the findings of each rule, also those that only warn.
	counts map[counted]int
	// bypassed: the annotation asks for a bypass that is in force; until when, unless it is endless.
	bypassed bool
	until    time.Time
}

// counted are the labels of nautes_audit_findings.
type counted struct{ rule, action string }

// The bounds of a message. It stands on the object for people to read; all findings are told by kubectl nautes audit.
const (
	mostLines      = 5
	longestLine    = 200
	longestSummary = 400
	// longestMessage is a little less than what the API server takes for the note of an Event, in bytes; it drops one that
	// is longer.
	longestMessage = 1000
)

func outcomeOf(o *catalog.Object, verdict *policy.Verdict, now time.Time) outcome {
	result := compliant(o)
	result.until, result.bypassed = policy.BypassInForce(o, now)
	var denials, skipped []policy.Finding
	for _, finding := range verdict.Findings {
		if result.counts == nil {
			result.counts = map[counted]int{}
		}
		action := string(finding.Action)
		switch {
		case finding.Skipped:
			action = "skipped"
			skipped = append(skipped, finding)
		case finding.Action == policy.Deny:
			denials = append(denials, finding)
		}
		result.counts[counted{finding.Rule, action}]++
	}
	switch {
	case len(denials) > 0:
		result.reason = v1alpha1.ReasonRuleViolated
		result.summary = notMet(denials) + ": " + rulesOf(denials)
		if len(skipped) > 0 {
			result.summary += "; skipped by a bypass: " + rulesOf(skipped)
		}
	case len(skipped) > 0:
		result.reason = v1alpha1.ReasonBypassed
		result.summary = notMet(skipped) + ", and skipped by a bypass: " + rulesOf(skipped)
	default:
		return result
	}
	result.summary = shortened(result.summary, longestSummary)
	result.message = messageOf(result.summary, append(denials, skipped...))
	return result
}

// compliant is the outcome for an object that nothing is to be said about.
func compliant(o *catalog.Object) outcome {
	generation, _, _ := unstructured.NestedInt64(o.Content(), "metadata", "generation")
	return outcome{generation: generation}
}

func (o outcome) isNothing() bool { return o.reason == "" && len(o.counts) == 0 && !o.bypassed }

func notMet(findings []policy.Finding) string {
	if n := len(distinct(findings)); n > 1 {
		return fmt.Sprintf("%d rules are not met", n)
	}
	return "1 rule is not met"
}

func rulesOf(findings []policy.Finding) string { return strings.Join(distinct(findings), ", ") }

// distinct are the rules of findings, which come rule by rule.
func distinct(findings []policy.Finding) []string {
	rules := make([]string, len(findings))
	for i, finding := range findings {
		rules[i] = finding.Rule
	}
	return slices.Compact(rules)
}

func messageOf(summary string, findings []policy.Finding) string {
	lines := []string{summary}
	for i, finding := range findings {
		if i == mostLines {
			lines = append(lines, fmt.Sprintf("and %d more", len(findings)-mostLines))
			break
		}
		lines = append(lines, shortened(fmt.Sprintf("%s: %s: %s", finding.Rule, finding.Field, finding.Message), longestLine))
	}
	return shortened(strings.Join(lines, "\n"), longestMessage)
}

// shortened cuts a text to so many bytes, between two characters.
func shortened(text string, longest int) string {
	const more = "…"
	if len(text) <= longest {
		return text
	}
	cut := longest - len(more)
	for !utf8.RuneStart(text[cut]) {
		cut--
	}
	return text[:cut] + more
}
