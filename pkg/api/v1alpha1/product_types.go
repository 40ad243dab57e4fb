// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

import metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

// GitLabGroup says how the GitLab group of a product looks.
type GitLabGroup struct {
	// Name that GitLab shows for the group. Default: the product's name.
	// +kubebuilder:validation:MaxLength=255
	// +optional
	Name string `json:"name,omitempty"`

	// Path of the group, with the groups above it where it has any; its last part is the product's name, and it
	// can not be changed later. Default: the product's name. Example: retail/shop.
	// +kubebuilder:validation:MaxLength=1024
	// +kubebuilder:validation:Pattern=`^([A-Za-z0-9_.][A-Za-z0-9_.-]*(/[A-Za-z0-9_.][A-Za-z0-9_.-]*)*)?$`
	// +optional
	Path string `json:"path,omitempty"`

	// Who may see the group: private or public.
	// +kubebuilder:default=private
	// +optional
	Visibility Visibility `json:"visibility,omitempty"`

	// Description that GitLab shows for the group.
	// +kubebuilder:validation:MaxLength=500
	// +optional
	Description string `json:"description,omitempty"`

	// GitLab's numeric id of the group that this one is made in. Default: none, a group at the top level.
	// +kubebuilder:validation:Minimum=1
	// +optional
	ParentID int64 `json:"parentID,omitempty"`
}

// ProductGit says how the product looks at its code repo provider.
type ProductGit struct {
	// The group, where the provider is a GitLab.
	// +optional
	GitLab *GitLabGroup `json:"gitlab,omitempty"`
}

// ProductSpec is what people declare of a Product.
type ProductSpec struct {
	// Name of the product. May be left out; when set it is metadata.name.
	// +optional
	Name OptionalDNSLabel `json:"name,omitempty"`

	// SSH URL of the repository that holds the product's manifests, default.project in the product's group. Default:
	// derived from the provider and the group. Example: ssh://git@git.example.io:2222/shop/default.project.git.
	// +kubebuilder:validation:MaxLength=2048
	// +kubebuilder:validation:Pattern=`^((ssh://git@[^\s/@]+/|git@[^\s/@:]+:)\S+\.git)?$`
	// +optional
	MetaDataPath string `json:"metaDataPath,omitempty"`

	// Name of the CodeRepoProvider that the product's group is at. Default: the only one there is.
	// +optional
	CodeRepoProvider OptionalDNSSubdomain `json:"codeRepoProvider,omitempty"`

	// How the product looks at its code repo provider.
	// +optional
	Git *ProductGit `json:"git,omitempty"`

	// What becomes of the GitLab group when the Product is deleted: Retain keeps it, Delete deletes it with all
	// repositories in it.
	// +kubebuilder:default=Retain
	// +optional
	DeletionPolicy DeletionPolicy `json:"deletionPolicy,omitempty"`
}

// ProductStatus is what is known about a Product.
type ProductStatus struct {
	ConditionedStatus `json:",inline"`

	// Name of the CodeRepoProvider that holds what this object stands for, also where the spec names none.
	// +optional
	Provider OptionalDNSSubdomain `json:"provider,omitempty"`
}

// Product is an IT system with all that belongs to it. It is a GitLab group, and a namespace of the same name that
// holds its environments, projects, code repos, bindings and runtimes.
//
// +kubebuilder:object:root=true
// +kubebuilder:subresource:status
// +kubebuilder:resource:path=products,singular=product,scope=Cluster,shortName=prod,categories=nautes
// +kubebuilder:printcolumn:name="Provider",type=string,JSONPath=`.spec.codeRepoProvider`
// +kubebuilder:printcolumn:name="Group",type=string,JSONPath=`.spec.git.gitlab.path`,priority=1
// +kubebuilder:printcolumn:name="Deletion",type=string,JSONPath=`.spec.deletionPolicy`,priority=1
// +kubebuilder:printcolumn:name="Age",type=date,JSONPath=`.metadata.creationTimestamp`
// +kubebuilder:validation:XValidation:rule="self.metadata.name.matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?$') && self.metadata.name.size() <= 63",message="metadata.name becomes a namespace: lower-case letters, digits and '-', at most 63 characters",reason=FieldValueInvalid
// +kubebuilder:validation:XValidation:rule="!has(self.spec) || !has(self.spec.name) || self.spec.name.size() == 0 || self.spec.name == self.metadata.name",message="spec.name must be metadata.name (or leave it out)",fieldPath=".spec.name",reason=FieldValueInvalid
type Product struct {
	metav1.TypeMeta `json:",inline"`
	// +optional
	metav1.ObjectMeta `json:"metadata,omitzero"`

	// What is wanted. May be left out: everything in it has a default.
	// +optional
	Spec ProductSpec `json:"spec,omitzero"`
	// What is. Written by the controller only.
	// +optional
	Status ProductStatus `json:"status,omitzero"`
}

// ProductList is a list of Products.
//
// +kubebuilder:object:root=true
type ProductList struct {
	metav1.TypeMeta `json:",inline"`
	metav1.ListMeta `json:"metadata,omitzero"`
	Items           []Product `json:"items"`
}
