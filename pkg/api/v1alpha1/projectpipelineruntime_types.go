// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

import metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

// Isolation says whether pipeline runs share their place.
// +kubebuilder:validation:Enum=shared;exclusive
type Isolation string

const (
	// IsolationShared lets all runs use one namespace.
	IsolationShared Isolation = "shared"
	// IsolationExclusive keeps the runs of different pipelines apart.
	IsolationExclusive Isolation = "exclusive"
)

// Pipeline is a pipeline that a runtime can run.
type Pipeline struct {
	// Name that triggers use for the pipeline, unique in the runtime.
	Name DNSSubdomain `json:"name"`

	// Text that goes along to the run, for example a branch.
	// +kubebuilder:validation:MaxLength=255
	// +optional
	Label string `json:"label,omitempty"`

	// File in the pipeline source that holds the pipeline, relative to the repo's root. Example: pipelines/dev.yaml.
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=1024
	Path string `json:"path"`
}

// PipelineDestination says where the pipelines run.
type PipelineDestination struct {
	// Name of the Environment of the same product; its cluster is a worker for pipelines.
	Environment DNSLabel `json:"environment"`

	// Namespace on that cluster which belongs to the runtime alone; it is made. Default: the runtime's name.
	// +optional
	Namespace OptionalDNSLabel `json:"namespace,omitempty"`
}

// AdditionalResources are objects that the pipelines need beside themselves.
type AdditionalResources struct {
	// Where in Git they are.
	// +optional
	Git *GitResources `json:"git,omitempty"`
}

// GitResources is a directory of manifests in Git. Either codeRepo or url is given.
type GitResources struct {
	// The code repo that holds them: "repo" of the own product, or "product/repo" where its owner shares it.
	// +optional
	CodeRepo OptionalRepoReference `json:"codeRepo,omitempty"`

	// URL of a public repository that holds them, where it is no code repo of ours.
	// +kubebuilder:validation:MaxLength=2048
	// +optional
	URL string `json:"url,omitempty"`

	// Branch, tag or commit. Example: main.
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=255
	Revision string `json:"revision"`

	// Directory in the repo, relative to its root. Example: tekton/tasks.
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=1024
	Path string `json:"path"`
}

// Hook is a task that is put before or behind a pipeline.
type Hook struct {
	// Name of a hook that the pipeline component of the cluster offers.
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=253
	Name string `json:"name"`

	// Name of this use of the hook, unique in the runtime. Default: the hook's name.
	// +kubebuilder:validation:MaxLength=253
	// +optional
	Alias string `json:"alias,omitempty"`

	// Values for the variables of the hook, by name.
	// +kubebuilder:validation:MaxProperties=50
	// +optional
	Vars map[string]string `json:"vars,omitempty"`
}

// Hooks are the tasks around each pipeline of a runtime.
type Hooks struct {
	// Hooks that run before the pipeline, in this order.
	// +kubebuilder:validation:MaxItems=20
	// +listType=atomic
	// +optional
	PreHooks []Hook `json:"preHooks,omitempty"`

	// Hooks that run after the pipeline, in this order.
	// +kubebuilder:validation:MaxItems=20
	// +listType=atomic
	// +optional
	PostHooks []Hook `json:"postHooks,omitempty"`
}

// ProjectPipelineRuntimeSpec is what people declare of a ProjectPipelineRuntime.
type ProjectPipelineRuntimeSpec struct {
	// Name of the product. May be left out; when set it is the name of the namespace.
	// +optional
	Product OptionalDNSLabel `json:"product,omitempty"`

	// Name of the Project that the pipelines are for. It can not be changed later.
	Project DNSLabel `json:"project"`

	// The code repo that holds the pipelines: "repo" of the own product, or "product/repo" where its owner shares it.
	// The project has to be permitted to use it.
	PipelineSource RepoReference `json:"pipelineSource"`

	// The pipelines that can be run.
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=100
	// +listType=atomic
	Pipelines []Pipeline `json:"pipelines"`

	// Where they run.
	Destination PipelineDestination `json:"destination"`

	// What can start them.
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=100
	// +listType=atomic
	EventSources []EventSource `json:"eventSources"`

	// Whether the runs share one namespace: shared, or exclusive to keep those of different pipelines apart.
	Isolation Isolation `json:"isolation"`

	// Which event source starts which pipeline.
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=200
	// +listType=atomic
	PipelineTriggers []PipelineTrigger `json:"pipelineTriggers"`

	// Objects that the pipelines need beside themselves; they are put into the runtime's namespace.
	// +optional
	AdditionalResources *AdditionalResources `json:"additionalResources,omitempty"`

	// Tasks that are put before and behind each pipeline.
	// +optional
	Hooks *Hooks `json:"hooks,omitempty"`

	// Name of the service account on the cluster that the runs use; also the name of its role in Vault. Default: the
	// runtime's name.
	// +optional
	Account OptionalDNSLabel `json:"account,omitempty"`
}

// ProjectPipelineRuntimeStatus is what is known about a ProjectPipelineRuntime.
type ProjectPipelineRuntimeStatus struct {
	ConditionedStatus `json:",inline"`

	// Where the runtime is deployed. Absent when it is nowhere.
	// +optional
	Deployed *Deployed `json:"deployed,omitempty"`
}

// ProjectPipelineRuntime runs pipelines of a project when something happens in a code repo, or at a time.
//
// +kubebuilder:object:root=true
// +kubebuilder:subresource:status
// +kubebuilder:resource:path=projectpipelineruntimes,singular=projectpipelineruntime,shortName=ppr,categories=nautes
// +kubebuilder:printcolumn:name="Project",type=string,JSONPath=`.spec.project`
// +kubebuilder:printcolumn:name="Source",type=string,JSONPath=`.spec.pipelineSource`
// +kubebuilder:printcolumn:name="Environment",type=string,JSONPath=`.spec.destination.environment`
// +kubebuilder:printcolumn:name="Isolation",type=string,JSONPath=`.spec.isolation`,priority=1
// +kubebuilder:printcolumn:name="Cluster",type=string,JSONPath=`.status.deployed.cluster`
// +kubebuilder:printcolumn:name="Age",type=date,JSONPath=`.metadata.creationTimestamp`
type ProjectPipelineRuntime struct {
	metav1.TypeMeta `json:",inline"`
	// +optional
	metav1.ObjectMeta `json:"metadata,omitzero"`

	// What is wanted.
	Spec ProjectPipelineRuntimeSpec `json:"spec"`
	// What is. Written by the controller only.
	// +optional
	Status ProjectPipelineRuntimeStatus `json:"status,omitzero"`
}

// ProjectPipelineRuntimeList is a list of ProjectPipelineRuntimes.
//
// +kubebuilder:object:root=true
type ProjectPipelineRuntimeList struct {
	metav1.TypeMeta `json:",inline"`
	metav1.ListMeta `json:"metadata,omitzero"`
	Items           []ProjectPipelineRuntime `json:"items"`
}
