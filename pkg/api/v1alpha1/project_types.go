// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

import metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

// ProjectSpec is what people declare of a Project.
type ProjectSpec struct {
	// Name of the product. May be left out; when set it is the name of the namespace.
	// +optional
	Product OptionalDNSLabel `json:"product,omitempty"`

	// Programming language that the project is mainly written in, in your own words. Examples: golang, java.
	// +kubebuilder:validation:MaxLength=63
	Language string `json:"language"`
}

// ProjectStatus is what is known about a Project.
type ProjectStatus struct {
	ConditionedStatus `json:",inline"`
}

// Project is one microservice of a product. Code repos belong to it, runtimes are for it, bindings grant to it.
//
// +kubebuilder:object:root=true
// +kubebuilder:subresource:status
// +kubebuilder:resource:path=projects,singular=project,shortName=proj,categories=nautes
// +kubebuilder:printcolumn:name="Language",type=string,JSONPath=`.spec.language`
// +kubebuilder:printcolumn:name="Age",type=date,JSONPath=`.metadata.creationTimestamp`
type Project struct {
	metav1.TypeMeta `json:",inline"`
	// +optional
	metav1.ObjectMeta `json:"metadata,omitzero"`

	// What is wanted.
	Spec ProjectSpec `json:"spec"`
	// What is. Written by the controller only.
	// +optional
	Status ProjectStatus `json:"status,omitzero"`
}

// ProjectList is a list of Projects.
//
// +kubebuilder:object:root=true
type ProjectList struct {
	metav1.TypeMeta `json:",inline"`
	metav1.ListMeta `json:"metadata,omitzero"`
	Items           []Project `json:"items"`
}
