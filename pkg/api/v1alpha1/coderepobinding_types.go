// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

import metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

// Permissions is what a binding permits.
// +kubebuilder:validation:Enum=readonly;readwrite
type Permissions string

const (
	// PermissionsReadOnly permits to clone and fetch.
	PermissionsReadOnly Permissions = "readonly"
	// PermissionsReadWrite permits to push, too.
	PermissionsReadWrite Permissions = "readwrite"
)

// CodeRepoBindingSpec is what people declare of a CodeRepoBinding.
type CodeRepoBindingSpec struct {
	// Name of the CodeRepo that is shared. It is one of the product that the binding lies in: only its owner can
	// share a repo. It can not be changed later.
	CodeRepo DNSSubdomain `json:"codeRepo"`

	// Name of the product that is granted the use of the repo: another one, or the owner for its own projects.
	Product DNSLabel `json:"product"`

	// Names of those projects of the granted product that may use the repo. Default: all of them.
	// +kubebuilder:validation:MaxItems=200
	// +listType=atomic
	// +optional
	Projects []DNSLabel `json:"projects,omitempty"`

	// What is permitted: readonly to clone and fetch, readwrite to push as well.
	Permissions Permissions `json:"permissions"`
}

// CodeRepoBindingStatus is what is known about a CodeRepoBinding.
type CodeRepoBindingStatus struct {
	ConditionedStatus `json:",inline"`
}

// CodeRepoBinding shares a code repo of its product with projects that the repo does not belong to, of the same or of
// another product.
//
// +kubebuilder:object:root=true
// +kubebuilder:subresource:status
// +kubebuilder:resource:path=coderepobindings,singular=coderepobinding,shortName=crb,categories=nautes
// +kubebuilder:printcolumn:name="Repo",type=string,JSONPath=`.spec.codeRepo`
// +kubebuilder:printcolumn:name="Grantee",type=string,JSONPath=`.spec.product`
// +kubebuilder:printcolumn:name="Projects",type=string,JSONPath=`.spec.projects`
// +kubebuilder:printcolumn:name="Permissions",type=string,JSONPath=`.spec.permissions`
// +kubebuilder:printcolumn:name="Age",type=date,JSONPath=`.metadata.creationTimestamp`
type CodeRepoBinding struct {
	metav1.TypeMeta `json:",inline"`
	// +optional
	metav1.ObjectMeta `json:"metadata,omitzero"`

	// What is wanted.
	Spec CodeRepoBindingSpec `json:"spec"`
	// What is. Written by the controller only.
	// +optional
	Status CodeRepoBindingStatus `json:"status,omitzero"`
}

// CodeRepoBindingList is a list of CodeRepoBindings.
//
// +kubebuilder:object:root=true
type CodeRepoBindingList struct {
	metav1.TypeMeta `json:",inline"`
	metav1.ListMeta `json:"metadata,omitzero"`
	Items           []CodeRepoBinding `json:"items"`
}
