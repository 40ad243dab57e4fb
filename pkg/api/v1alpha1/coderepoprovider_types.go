// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

import metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

// CodeRepoProviderType is the software that a code repo provider runs.
// +kubebuilder:validation:Enum=gitlab;github
type CodeRepoProviderType string

const (
	// CodeRepoProviderGitLab is GitLab, the one that is supported in full.
	CodeRepoProviderGitLab CodeRepoProviderType = "gitlab"
	// CodeRepoProviderGitHub is GitHub.
	CodeRepoProviderGitHub CodeRepoProviderType = "github"
)

// CodeRepoProviderSpec is what people declare of a CodeRepoProvider.
type CodeRepoProviderSpec struct {
	// Base URL that repositories are cloned from over HTTP, without credentials. Example: https://git.example.io.
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=2048
	HTTPAddress string `json:"httpAddress"`

	// Base URL that repositories are cloned from over SSH. Example: ssh://git@git.example.io:2222.
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=2048
	SSHAddress string `json:"sshAddress"`

	// Base URL of the provider's API, without the path to a version of it. Example: https://git.example.io.
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=2048
	APIServer string `json:"apiServer"`

	// The software behind it: gitlab or github.
	ProviderType CodeRepoProviderType `json:"providerType"`
}

// CodeRepoProviderStatus is what is known about a CodeRepoProvider.
type CodeRepoProviderStatus struct {
	ConditionedStatus `json:",inline"`
}

// CodeRepoProvider is a server that holds products' groups and code repos. Where there is only one, products and code
// repos need not name it.
//
// +kubebuilder:object:root=true
// +kubebuilder:subresource:status
// +kubebuilder:resource:path=coderepoproviders,singular=coderepoprovider,scope=Cluster,categories=nautes
// +kubebuilder:printcolumn:name="Type",type=string,JSONPath=`.spec.providerType`
// +kubebuilder:printcolumn:name="API Server",type=string,JSONPath=`.spec.apiServer`
// +kubebuilder:printcolumn:name="SSH",type=string,JSONPath=`.spec.sshAddress`,priority=1
// +kubebuilder:printcolumn:name="Age",type=date,JSONPath=`.metadata.creationTimestamp`
type CodeRepoProvider struct {
	metav1.TypeMeta `json:",inline"`
	// +optional
	metav1.ObjectMeta `json:"metadata,omitzero"`

	// What is wanted.
	Spec CodeRepoProviderSpec `json:"spec"`
	// What is. Written by the controller only.
	// +optional
	Status CodeRepoProviderStatus `json:"status,omitzero"`
}

// CodeRepoProviderList is a list of CodeRepoProviders.
//
// +kubebuilder:object:root=true
type CodeRepoProviderList struct {
	metav1.TypeMeta `json:",inline"`
	metav1.ListMeta `json:"metadata,omitzero"`
	Items           []CodeRepoProvider `json:"items"`
}
