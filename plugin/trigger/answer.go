// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package trigger

import (
	"time"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
)

// Runtime is a pipeline runtime and what the rules found.
type Runtime struct {
	Object   *catalog.Object
	Findings []policy.Finding
	// Environment is what they found about the environment that it names.
	Environment []policy.Finding
	// NotJudged are the rules about the runtime that could not be asked.
	NotJudged []string
}

// Event is something that happens in a code repo.
type Event struct {
	// Repo is PRODUCT/REPO.
	Repo string `json:"repo"`
	// Name is GitLab's, for example push_events.
	Name string `json:"event"`
	// Ref is a branch or a tag, with refs/heads/ or refs/tags/ in front or without. Where it is empty, revisions are
	// not looked at.
	Ref string `json:"ref,omitempty"`
}

// Answer is triggers, and which of them start their pipeline.
type Answer struct {
	// Event is the one that was asked about; absent where none was, and then a trigger starts that nothing stands in
	// the way of.
	Event *Event `json:"event,omitempty"`
	// Triggers are in the order of the runtimes, then as they stand there. Never nil.
	Triggers []Trigger `json:"triggers"`
}

// Trigger is one that a runtime declares.
type Trigger struct {
	// ID is the runtime.
	catalog.ID
	// Field is where the trigger stands in it, for example "spec.pipelineTriggers[0]".
	Field       string `json:"field"`
	Pipeline    string `json:"pipeline"`
	EventSource string `json:"eventSource"`

	// Repo is PRODUCT/REPO, Events and Revision as declared; absent for a calendar.
	Repo     string   `json:"repo,omitempty"`
	Events   []string `json:"events,omitempty"`
	Revision string   `json:"revision,omitempty"`
	// Calendar is absent for a repo.
	Calendar *Calendar `json:"calendar,omitempty"`

	Starts Outcome `json:"starts"`
	// Reasons are why it does not start; where no event was asked about, also why some of its events start nothing.
	Reasons []Reason `json:"reasons,omitempty"`
	// NotJudged are the rules for want of which nobody can tell.
	NotJudged []string `json:"notJudged,omitempty"`
}

// Outcome tells whether a trigger starts its pipeline.
type Outcome string

// The outcomes.
const (
	Yes Outcome = "yes"
	No  Outcome = "no"
	// Unknown: nothing stands in the way that is known, but rules about it could not be asked.
	Unknown Outcome = "unknown"
)

// Calendar is when a calendar fires.
type Calendar struct {
	Schedule string `json:"schedule,omitempty"`
	Interval string `json:"interval,omitempty"`
	Timezone string `json:"timezone,omitempty"`
	// Next are the next times in the calendar's zone; none where only an interval is given, which counts from a start
	// that nobody knows.
	Next []time.Time `json:"next,omitempty"`
}

// Reason is why a trigger does not start.
type Reason struct {
	// Rule is the one that found it; empty where it is so by what was asked.
	Rule string `json:"rule,omitempty"`
	// Field is where it is decided: a field of the runtime, or of another object with that in front.
	Field   string `json:"field"`
	Message string `json:"message"`
}

// Starting counts the triggers that start.
func (a *Answer) Starting() int {
	n := 0
	for i := range a.Triggers {
		if a.Triggers[i].Starts == Yes {
			n++
		}
	}
	return n
}
