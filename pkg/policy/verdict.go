// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package policy

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Finding is one thing that is wrong with an object.
type Finding struct {
	Rule   string `json:"rule"`
	Action Action `json:"action"`
	// Field is the path in the object, for example "spec.projectsRef[0]".
	Field   string `json:"field"`
	Message string `json:"message"`
	Mend    string `json:"mend"`
	// Bypassable tells whether the bypass annotation would let the write through.
	Bypassable bool `json:"bypassable"`
	// Skipped tells that a bypass turned the denial into this warning.
	Skipped bool `json:"skipped,omitempty"`
	// Location is where the rule stands, for example "environment.rego:12".
	Location string `json:"location"`
}

// String is the finding on one line, without its action.
func (f Finding) String() string {
	mend := strings.TrimSuffix(f.Mend, ".")
	if mend != "" {
		mend = strings.ToLower(mend[:1]) + mend[1:]
	}
	return fmt.Sprintf("%s: %s: %s; mend: %s [%s]", f.Rule, f.Field, f.Message, mend, f.Location)
}

// BypassOutcome is what became of the bypass that an object asks for.
type BypassOutcome string

// The outcomes. A bypass that the rules did not need is none.
const (
	BypassNone    BypassOutcome = ""
	BypassApplied BypassOutcome = "applied"
	// BypassExpired and BypassNotPermitted: the annotation stands there and is ignored.
	BypassExpired      BypassOutcome = "expired"
	BypassNotPermitted BypassOutcome = "not permitted"
)

// Verdict is what the rules say about one write.
type Verdict struct {
	// Findings are in a fixed order: by rule, then by field, then by message.
	Findings []Finding
	// Bypass is what became of the bypass annotation; the rest is what it says: why, and until when unless it is
	// endless.
	Bypass  BypassOutcome
	Reason  string
	Endless bool
	Until   time.Time
	// Reads are the look-ups that led here.
	Reads Reads
	// NotJudged are the ids of rules that asked for kinds which the source can not hold.
	NotJudged []string
}

// Denials are the findings that refuse the write.
func (v *Verdict) Denials() []Finding { return v.with(Deny) }

// Warnings are the findings that let it through.
func (v *Verdict) Warnings() []Finding { return v.with(Warn) }

// Denied tells whether the write is refused.
func (v *Verdict) Denied() bool { return len(v.Denials()) > 0 }

func (v *Verdict) with(action Action) []Finding {
	return slices.DeleteFunc(slices.Clone(v.Findings), func(f Finding) bool { return f.Action != action })
}

func sortFindings(findings []Finding, place map[string]int) {
	slices.SortStableFunc(findings, func(a, b Finding) int {
		if d := place[a.Rule] - place[b.Rule]; d != 0 {
			return d
		}
		if d := strings.Compare(a.Field, b.Field); d != 0 {
			return d
		}
		return strings.Compare(a.Message, b.Message)
	})
}

// Reason tells kinds of failure apart.
type Reason string

// The reasons.
const (
	ReasonUndefined    Reason = "undefined"
	ReasonBuiltin      Reason = "builtin"
	ReasonTimeout      Reason = "timeout"
	ReasonAccessReview Reason = "sar_error"
	ReasonInput        Reason = "input"
)

// Failure is an error while judging. A write that could not be judged is refused, never let through.
type Failure struct {
	Reason Reason
	Err    error
}

func (f *Failure) Error() string { return f.Err.Error() }

func (f *Failure) Unwrap() error { return f.Err }
