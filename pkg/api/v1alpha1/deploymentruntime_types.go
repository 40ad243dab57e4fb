// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

import metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

// ManifestSource says where the manifests to deploy are.
type ManifestSource struct {
	// The code repo that holds the manifests: "repo" of the own product, or "product/repo" where its owner shares it.
	// Example: cart-deploy.
	CodeRepo RepoReference `json:"codeRepo"`

	// Branch, tag or commit that is deployed. Examples: main, v1.4.0, HEAD.
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=255
	TargetRevision string `json:"targetRevision"`

	// Directory in the repo that holds the manifests, relative to its root. Example: deploy/test.
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=1024
	Path string `json:"path"`
}

// DeploymentDestination says where a deployment goes.
type DeploymentDestination struct {
	// Name of the Environment of the same product; its cluster is a worker for deployments.
	Environment DNSLabel `json:"environment"`

	// Namespaces on that cluster which the manifests may use; they are made. Default: one, of the runtime's name.
	// +kubebuilder:validation:MaxItems=50
	// +listType=set
	// +optional
	Namespaces []DNSLabel `json:"namespaces,omitempty"`
}

// DeploymentRuntimeSpec is what people declare of a DeploymentRuntime.
type DeploymentRuntimeSpec struct {
	// Name of the product. May be left out; when set it is the name of the namespace.
	// +optional
	Product OptionalDNSLabel `json:"product,omitempty"`

	// Names of the projects that are deployed; each has to be permitted to use the code repo. Default: none in
	// particular, and the product as a whole has to be permitted.
	// +kubebuilder:validation:MaxItems=200
	// +listType=set
	// +optional
	ProjectsRef []DNSLabel `json:"projectsRef,omitempty"`

	// Where the manifests to deploy are.
	ManifestSource ManifestSource `json:"manifestSource"`

	// Where they go.
	Destination DeploymentDestination `json:"destination"`

	// Name of the service account on the cluster that deploys; also the name of its role in Vault. Default: the
	// runtime's name.
	// +optional
	Account OptionalDNSLabel `json:"account,omitempty"`
}

// DeploymentRuntimeStatus is what is known about a DeploymentRuntime.
type DeploymentRuntimeStatus struct {
	ConditionedStatus `json:",inline"`

	// Where the runtime is deployed. Absent when it is nowhere.
	// +optional
	Deployed *Deployed `json:"deployed,omitempty"`
}

// DeploymentRuntime deploys manifests from a code repo to an environment, and keeps them there as they are in Git.
//
// +kubebuilder:object:root=true
// +kubebuilder:subresource:status
// +kubebuilder:resource:path=deploymentruntimes,singular=deploymentruntime,shortName=dr,categories=nautes
// +kubebuilder:printcolumn:name="Repo",type=string,JSONPath=`.spec.manifestSource.codeRepo`
// +kubebuilder:printcolumn:name="Revision",type=string,JSONPath=`.spec.manifestSource.targetRevision`
// +kubebuilder:printcolumn:name="Path",type=string,JSONPath=`.spec.manifestSource.path`,priority=1
// +kubebuilder:printcolumn:name="Environment",type=string,JSONPath=`.spec.destination.environment`
// +kubebuilder:printcolumn:name="Cluster",type=string,JSONPath=`.status.deployed.cluster`
// +kubebuilder:printcolumn:name="Age",type=date,JSONPath=`.metadata.creationTimestamp`
type DeploymentRuntime struct {
	metav1.TypeMeta `json:",inline"`
	// +optional
	metav1.ObjectMeta `json:"metadata,omitzero"`

	// What is wanted.
	Spec DeploymentRuntimeSpec `json:"spec"`
	// What is. Written by the controller only.
	// +optional
	Status DeploymentRuntimeStatus `json:"status,omitzero"`
}

// DeploymentRuntimeList is a list of DeploymentRuntimes.
//
// +kubebuilder:object:root=true
type DeploymentRuntimeList struct {
	metav1.TypeMeta `json:",inline"`
	metav1.ListMeta `json:"metadata,omitzero"`
	Items           []DeploymentRuntime `json:"items"`
}
