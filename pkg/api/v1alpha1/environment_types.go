// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

import metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

// EnvironmentSpec is what people declare of an Environment.
type EnvironmentSpec struct {
	// Name of the product. May be left out; when set it is the name of the namespace.
	// +optional
	Product OptionalDNSLabel `json:"product,omitempty"`

	// Name of the Cluster that the environment is on, a worker. A product has at most one environment on a cluster.
	// Example: dep-vc1.
	Cluster DNSLabel `json:"cluster"`

	// What the environment is for, in your own words. Examples: development, test, production.
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=63
	EnvType string `json:"envType"`
}

// EnvironmentStatus is what is known about an Environment.
type EnvironmentStatus struct {
	ConditionedStatus `json:",inline"`
}

// Environment gives a product a place to run its runtimes: a runtime names an environment, and the environment names
// the cluster.
//
// +kubebuilder:object:root=true
// +kubebuilder:subresource:status
// +kubebuilder:resource:path=environments,singular=environment,shortName=env,categories=nautes
// +kubebuilder:printcolumn:name="Cluster",type=string,JSONPath=`.spec.cluster`
// +kubebuilder:printcolumn:name="Type",type=string,JSONPath=`.spec.envType`
// +kubebuilder:printcolumn:name="Age",type=date,JSONPath=`.metadata.creationTimestamp`
type Environment struct {
	metav1.TypeMeta `json:",inline"`
	// +optional
	metav1.ObjectMeta `json:"metadata,omitzero"`

	// What is wanted.
	Spec EnvironmentSpec `json:"spec"`
	// What is. Written by the controller only.
	// +optional
	Status EnvironmentStatus `json:"status,omitzero"`
}

// EnvironmentList is a list of Environments.
//
// +kubebuilder:object:root=true
type EnvironmentList struct {
	metav1.TypeMeta `json:",inline"`
	metav1.ListMeta `json:"metadata,omitzero"`
	Items           []Environment `json:"items"`
}
