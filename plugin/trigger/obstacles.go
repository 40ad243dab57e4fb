// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package trigger

import (
	"fmt"
	"slices"
	"strings"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
)

// The rules that may be bypassed, and that keep a pipeline from starting all the same where they are broken: a bypass
// lets an object in, it makes no repo send events. Those that may not be bypassed keep the whole runtime from being
// carried to its cluster.
var (
	// ofRuntime concern all triggers of a runtime.
	ofRuntime = []string{ //nolint:gochecknoglobals // a table, never written
		"pipelineruntime-environment-exists", "pipelineruntime-cluster-is-pipeline", "pipelineruntime-cluster-has-pipeline-component",
	}
	// ofPipelines concern all triggers as well: they are about the repo that the pipelines are in.
	ofPipelines = []string{"pipelineruntime-source-exists", "pipelineruntime-source-permitted"} //nolint:gochecknoglobals // a table, never written
	// ofSource concern those of one event source.
	ofSource = []string{ //nolint:gochecknoglobals // a table, never written
		"pipelineruntime-event-repo-exists", "pipelineruntime-event-repo-permitted", "pipelineruntime-revision-valid",
	}
	// ofEnvironment are rules about the environment that the runtime names.
	ofEnvironment = []string{"environment-cluster-exists", "environment-cluster-is-worker"} //nolint:gochecknoglobals // a table, never written
)

// ofEvent concerns one event of an event source.
const ofEvent = "pipelineruntime-events-emitted"

// concern is what a trigger is concerned by.
type concern struct {
	// source is the place of its event source, -1 where that is not declared.
	source int
	// events are those that matter, by their place in the event source.
	events map[int]string
}

// obstacles are the findings that keep a trigger from starting. They are firm unless some events are left that start
// it.
func (c concern) obstacles(r Runtime) (reasons []Reason, firm bool) {
	silent := 0
	for _, f := range r.Findings {
		switch {
		case f.Rule == ofEvent && c.isAbout(f):
			silent++
		case !c.concerned(f):
			continue
		case f.Rule != ofEvent:
			firm = true
		}
		reasons = append(reasons, Reason{Rule: f.Rule, Field: f.Field, Message: f.Message})
	}
	for _, f := range r.Environment {
		if !slices.Contains(ofEnvironment, f.Rule) {
			continue
		}
		firm = true
		environment := catalog.ID{Kind: catalog.Environment, Namespace: r.Object.Namespace, Name: r.Object.String("spec.destination.environment")}
		reasons = append(reasons, Reason{Rule: f.Rule, Field: environment.String() + " " + f.Field, Message: f.Message})
	}
	return reasons, firm || silent > 0 && silent == len(c.events)
}

// concerned tells whether a finding keeps the trigger from starting, whatever the event.
func (c concern) concerned(f policy.Finding) bool {
	switch {
	case f.Rule == ofEvent:
		return false
	case !f.Bypassable:
		return f.Action == policy.Deny
	case slices.Contains(ofRuntime, f.Rule) || slices.Contains(ofPipelines, f.Rule):
		return true
	case slices.Contains(ofSource, f.Rule):
		return strings.HasPrefix(f.Field, fmt.Sprintf("spec.eventSources[%d].", c.source))
	}
	return false
}

// open are the rules that could not be asked and that may have found what keeps the trigger from starting. That those
// about clusters and about other products could not be asked is so for everybody who may see one product only; they are
// about the runtime as a whole, and left to be told once.
func (c concern) open(r Runtime) []string {
	var open []string
	for _, rule := range r.NotJudged {
		ofRepo := slices.Contains(ofSource, rule) || rule == ofEvent
		if ofRepo && len(c.events) > 0 || slices.Contains(ofPipelines, rule) {
			open = append(open, rule)
		}
	}
	return open
}

// isAbout tells whether a finding is about one of the events that matter.
func (c concern) isAbout(f policy.Finding) bool {
	for j := range c.events {
		if f.Field == fmt.Sprintf("spec.eventSources[%d].gitlab.events[%d]", c.source, j) {
			return true
		}
	}
	return false
}
