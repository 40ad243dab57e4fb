// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

import metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

// GitLabProject says how the GitLab project of a code repo looks.
type GitLabProject struct {
	// Name that GitLab shows for the repository. Default: the path.
	// +kubebuilder:validation:MaxLength=255
	// +optional
	Name string `json:"name,omitempty"`

	// Path of the repository in the product's group; it can not be changed later. A repository that is there
	// already is adopted. Default: repoName, else metadata.name. Example: My_App.
	// +kubebuilder:validation:MaxLength=255
	// +kubebuilder:validation:Pattern=`^([A-Za-z0-9_.][A-Za-z0-9_.-]*)?$`
	// +optional
	Path string `json:"path,omitempty"`

	// Who may see the repository: private or public.
	// +kubebuilder:default=private
	// +optional
	Visibility Visibility `json:"visibility,omitempty"`

	// Description that GitLab shows for the repository.
	// +kubebuilder:validation:MaxLength=2000
	// +optional
	Description string `json:"description,omitempty"`
}

// CodeRepoGit says how the repo looks at its code repo provider.
type CodeRepoGit struct {
	// The repository, where the provider is a GitLab.
	// +optional
	GitLab *GitLabProject `json:"gitlab,omitempty"`
}

// CodeRepoWebhook says what the provider calls us about.
type CodeRepoWebhook struct {
	// Events of the repository that are sent, in GitLab's words; a pipeline runtime can only use events that are.
	// Examples: push_events, tag_push_events, merge_requests_events.
	// +kubebuilder:validation:MaxItems=32
	// +kubebuilder:validation:items:MaxLength=63
	// +listType=set
	Events []string `json:"events"`
}

// CodeRepoSpec is what people declare of a CodeRepo.
type CodeRepoSpec struct {
	// Name of the CodeRepoProvider that holds the repository. Default: the only one there is.
	// +optional
	CodeRepoProvider OptionalDNSSubdomain `json:"codeRepoProvider,omitempty"`

	// Name of the product. May be left out; when set it is the name of the namespace.
	// +optional
	Product OptionalDNSLabel `json:"product,omitempty"`

	// Name of the Project that the repo belongs to and that may use it. Default: none, a repo of the product as a
	// whole, which projects may use through a CodeRepoBinding.
	// +optional
	Project OptionalDNSLabel `json:"project,omitempty"`

	// Path of the repository in the product's group, where it differs from metadata.name. It can not be changed later.
	// +kubebuilder:validation:MaxLength=255
	// +kubebuilder:validation:Pattern=`^([A-Za-z0-9_.][A-Za-z0-9_.-]*)?$`
	// +optional
	RepoName string `json:"repoName,omitempty"`

	// SSH URL of the repository. Default: derived from the provider, the product's group and the path.
	// Example: ssh://git@git.example.io:2222/shop/cart.git.
	// +kubebuilder:validation:MaxLength=2048
	// +optional
	URL string `json:"url,omitempty"`

	// Whether deployment runtimes take manifests from the repo. For people to read; nothing depends on it.
	// +optional
	DeploymentRuntime bool `json:"deploymentRuntime,omitempty"`

	// Whether pipeline runtimes run on the repo. For people to read; nothing depends on it.
	// +optional
	PipelineRuntime bool `json:"pipelineRuntime,omitempty"`

	// What the provider calls us about. Default: nothing.
	// +nullable
	// +optional
	Webhook *CodeRepoWebhook `json:"webhook,omitempty"`

	// How the repo looks at its code repo provider.
	// +optional
	Git *CodeRepoGit `json:"git,omitempty"`

	// What becomes of the repository when the CodeRepo is deleted: Retain keeps it, Delete deletes it with all that
	// is in it.
	// +kubebuilder:default=Retain
	// +optional
	DeletionPolicy DeletionPolicy `json:"deletionPolicy,omitempty"`
}

// CodeRepoStatus is what is known about a CodeRepo.
type CodeRepoStatus struct {
	ConditionedStatus `json:",inline"`

	// Name of the CodeRepoProvider that holds what this object stands for, also where the spec names none.
	// +optional
	Provider OptionalDNSSubdomain `json:"provider,omitempty"`
}

// CodeRepo is a Git repository of a product: source code, pipelines, or manifests to deploy.
//
// +kubebuilder:object:root=true
// +kubebuilder:subresource:status
// +kubebuilder:resource:path=coderepos,singular=coderepo,shortName=cr,categories=nautes
// +kubebuilder:printcolumn:name="Project",type=string,JSONPath=`.spec.project`
// +kubebuilder:printcolumn:name="Provider",type=string,JSONPath=`.spec.codeRepoProvider`
// +kubebuilder:printcolumn:name="Events",type=string,JSONPath=`.spec.webhook.events`,priority=1
// +kubebuilder:printcolumn:name="URL",type=string,JSONPath=`.spec.url`,priority=1
// +kubebuilder:printcolumn:name="Deletion",type=string,JSONPath=`.spec.deletionPolicy`,priority=1
// +kubebuilder:printcolumn:name="Age",type=date,JSONPath=`.metadata.creationTimestamp`
type CodeRepo struct {
	metav1.TypeMeta `json:",inline"`
	// +optional
	metav1.ObjectMeta `json:"metadata,omitzero"`

	// What is wanted. May be left out: everything in it has a default.
	// +optional
	Spec CodeRepoSpec `json:"spec,omitzero"`
	// What is. Written by the controller only.
	// +optional
	Status CodeRepoStatus `json:"status,omitzero"`
}

// CodeRepoList is a list of CodeRepos.
//
// +kubebuilder:object:root=true
type CodeRepoList struct {
	metav1.TypeMeta `json:",inline"`
	metav1.ListMeta `json:"metadata,omitzero"`
	Items           []CodeRepo `json:"items"`
}
