// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

// GitLabEventSource fires when something happens in a repository.
type GitLabEventSource struct {
	// The code repo that is watched: "repo" of the own product, or "product/repo" where its owner shares it.
	RepoName RepoReference `json:"repoName"`

	// Regular expression (RE2) for the branches and tags that count; it has to match the whole name, and * alone
	// means all. Default: all. Examples: main, release-.*.
	// +kubebuilder:validation:MaxLength=1024
	// +optional
	Revision string `json:"revision,omitempty"`

	// Events that fire, in GitLab's words; the webhook of the code repo has to send them. Example: push_events.
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=32
	// +kubebuilder:validation:items:MaxLength=63
	// +listType=set
	Events []string `json:"events"`
}

// CalendarEventSource fires at times. Either schedule or interval is given.
type CalendarEventSource struct {
	// Times as a cron expression of five fields: minute, hour, day of month, month, day of week. Example: "0 2 * * *".
	// +kubebuilder:validation:MaxLength=255
	// +optional
	Schedule string `json:"schedule,omitempty"`

	// Time between two firings, with its unit. Examples: 30m, 24h.
	// +kubebuilder:validation:MaxLength=63
	// +optional
	Interval string `json:"interval,omitempty"`

	// Times at which it does not fire, as RFC 5545 exception dates.
	// +kubebuilder:validation:MaxItems=100
	// +kubebuilder:validation:items:MaxLength=255
	// +listType=atomic
	// +optional
	ExclusionDates []string `json:"exclusionDates,omitempty"`

	// IANA time zone that the schedule is meant in. Default: UTC. Example: Europe/Berlin.
	// +kubebuilder:validation:MaxLength=63
	// +optional
	Timezone string `json:"timezone,omitempty"`
}

// EventSource is something that can start a pipeline: either a repository or a calendar.
type EventSource struct {
	// Name that triggers use for the event source, unique in the runtime.
	Name DNSSubdomain `json:"name"`

	// Fires when something happens in a repository.
	// +optional
	GitLab *GitLabEventSource `json:"gitlab,omitempty"`

	// Fires at times.
	// +optional
	Calendar *CalendarEventSource `json:"calendar,omitempty"`
}

// InputSource says where the value of an input comes from. Either builtInVar or fromEvent is given.
type InputSource struct {
	// A value that we know about the run. Examples: ServiceAccount, PipelineRevision.
	// +kubebuilder:validation:MaxLength=63
	// +optional
	BuiltInVar string `json:"builtInVar,omitempty"`

	// A value that the event carries. Examples: ref, commitID.
	// +kubebuilder:validation:MaxLength=63
	// +optional
	FromEvent string `json:"fromEvent,omitempty"`
}

// KustomizationTransmission puts a value into the pipeline's file.
type KustomizationTransmission struct {
	// JSON pointer to the place in the pipeline that takes the value. Example: /spec/params/0/value.
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=1024
	Path string `json:"path"`
}

// TransmissionMethod says how a value gets into the pipeline.
type TransmissionMethod struct {
	// Puts it into the pipeline's file.
	// +optional
	Kustomization *KustomizationTransmission `json:"kustomization,omitempty"`
}

// PipelineInput is a value that a trigger hands to the pipeline.
type PipelineInput struct {
	// Where the value comes from.
	Source InputSource `json:"source"`

	// How it gets into the pipeline.
	TransmissionMethod TransmissionMethod `json:"transmissionMethod"`
}

// PipelineTrigger starts a pipeline when an event source fires.
type PipelineTrigger struct {
	// Name of one of the runtime's event sources.
	EventSource DNSSubdomain `json:"eventSource"`

	// Name of one of the runtime's pipelines.
	Pipeline DNSSubdomain `json:"pipeline"`

	// Branch, tag or commit of the pipeline source that the pipeline's file is taken from. Default: that of the event,
	// else the source's default branch.
	// +kubebuilder:validation:MaxLength=255
	// +optional
	Revision string `json:"revision,omitempty"`

	// Values that are handed to the pipeline.
	// +kubebuilder:validation:MaxItems=50
	// +listType=atomic
	// +nullable
	// +optional
	Inputs []PipelineInput `json:"inputs,omitempty"`
}
