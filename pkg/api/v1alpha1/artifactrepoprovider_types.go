// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

import metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

// ArtifactRepoProviderSpec is what people declare of an ArtifactRepoProvider.
type ArtifactRepoProviderSpec struct {
	// Base URL that artifacts are fetched from, without credentials. Example: https://nexus.example.io.
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=2048
	URL string `json:"url"`

	// Base URL of the provider's API, without credentials. Example: https://nexus.example.io.
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=2048
	APIServer string `json:"apiServer"`

	// The software behind it, in lower case. Examples: nexus, artifactory, harbor.
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=63
	ProviderType string `json:"providerType"`
}

// ArtifactRepoProviderStatus is what is known about an ArtifactRepoProvider.
type ArtifactRepoProviderStatus struct {
	ConditionedStatus `json:",inline"`
}

// ArtifactRepoProvider is a server that holds artifact repositories.
//
// +kubebuilder:object:root=true
// +kubebuilder:subresource:status
// +kubebuilder:resource:path=artifactrepoproviders,singular=artifactrepoprovider,scope=Cluster,categories=nautes
// +kubebuilder:printcolumn:name="Type",type=string,JSONPath=`.spec.providerType`
// +kubebuilder:printcolumn:name="URL",type=string,JSONPath=`.spec.url`
// +kubebuilder:printcolumn:name="Age",type=date,JSONPath=`.metadata.creationTimestamp`
type ArtifactRepoProvider struct {
	metav1.TypeMeta `json:",inline"`
	// +optional
	metav1.ObjectMeta `json:"metadata,omitzero"`

	// What is wanted.
	Spec ArtifactRepoProviderSpec `json:"spec"`
	// What is. Written by the controller only.
	// +optional
	Status ArtifactRepoProviderStatus `json:"status,omitzero"`
}

// ArtifactRepoProviderList is a list of ArtifactRepoProviders.
//
// +kubebuilder:object:root=true
type ArtifactRepoProviderList struct {
	metav1.TypeMeta `json:",inline"`
	metav1.ListMeta `json:"metadata,omitzero"`
	Items           []ArtifactRepoProvider `json:"items"`
}
