// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

import metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

// The aliases below say once what a name or a reference looks like. They are aliases and not types of their own, so
// that callers handle plain strings. Those that start with Optional let "" through, which means the same as absent:
// Nautes writes empty fields into its manifests.

// DNSLabel is a name that becomes a namespace, a label value or a part of a host name.
// +kubebuilder:validation:MaxLength=63
// +kubebuilder:validation:Pattern=`^[a-z0-9]([-a-z0-9]*[a-z0-9])?$`
type DNSLabel = string

// OptionalDNSLabel is a DNSLabel, or empty.
// +kubebuilder:validation:MaxLength=63
// +kubebuilder:validation:Pattern=`^([a-z0-9]([-a-z0-9]*[a-z0-9])?)?$`
type OptionalDNSLabel = string

// DNSSubdomain is the name of an object that need not become anything else, with dots permitted.
// +kubebuilder:validation:MaxLength=253
// +kubebuilder:validation:Pattern=`^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$`
type DNSSubdomain = string

// OptionalDNSSubdomain is a DNSSubdomain, or empty.
// +kubebuilder:validation:MaxLength=253
// +kubebuilder:validation:Pattern=`^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*)?$`
type OptionalDNSSubdomain = string

// RepoReference is "repo" for a code repo of the own product, or "product/repo" for one that another product shares.
// +kubebuilder:validation:MaxLength=317
// +kubebuilder:validation:Pattern=`^([a-z0-9]([-a-z0-9]*[a-z0-9])?/)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$`
type RepoReference = string

// OptionalRepoReference is a RepoReference, or empty.
// +kubebuilder:validation:MaxLength=317
// +kubebuilder:validation:Pattern=`^(([a-z0-9]([-a-z0-9]*[a-z0-9])?/)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*)?$`
type OptionalRepoReference = string

// DeletionPolicy says what becomes of the thing in GitLab when its object is deleted.
// +kubebuilder:validation:Enum=Retain;Delete
type DeletionPolicy string

const (
	// DeletionPolicyRetain keeps the group or repository in GitLab.
	DeletionPolicyRetain DeletionPolicy = "Retain"
	// DeletionPolicyDelete deletes it, with everything that is in it.
	DeletionPolicyDelete DeletionPolicy = "Delete"
)

// Visibility says who may see a group or a repository in GitLab.
// +kubebuilder:validation:Enum=public;private
type Visibility string

const (
	// VisibilityPublic lets everyone see it, without signing in.
	VisibilityPublic Visibility = "public"
	// VisibilityPrivate lets only its members see it.
	VisibilityPrivate Visibility = "private"
)

// ConditionedStatus is what the status of every kind starts with.
type ConditionedStatus struct {
	// metadata.generation of the spec that the rest of the status was written for. When it is lower than
	// metadata.generation, the status speaks of an older spec.
	// +kubebuilder:validation:Minimum=0
	// +optional
	ObservedGeneration int64 `json:"observedGeneration,omitempty"`

	// What is known about the object, one entry for each type. Ready sums up the others.
	// +kubebuilder:validation:MaxItems=32
	// +listType=map
	// +listMapKey=type
	// +patchStrategy=merge
	// +patchMergeKey=type
	// +optional
	Conditions []metav1.Condition `json:"conditions,omitempty" patchStrategy:"merge" patchMergeKey:"type"`

	// The last write of the object for which rules were skipped. Absent when none were, and once the bypass is taken
	// off and every rule is met.
	// +optional
	Bypass *Bypass `json:"bypass,omitempty"`
}

// Bypass is the record of a write for which rules were skipped. Written by the webhook only.
type Bypass struct {
	// Name of the user who wrote.
	// +kubebuilder:validation:MaxLength=1024
	By string `json:"by"`

	// Why, in the words of that user. Absent when none were given.
	// +kubebuilder:validation:MaxLength=1024
	// +optional
	Reason string `json:"reason,omitempty"`

	// When it was written.
	Since metav1.Time `json:"since"`

	// Until when the annotation holds. Absent when it holds until it is taken off.
	// +optional
	Until *metav1.Time `json:"until,omitempty"`

	// Ids of the rules that were skipped.
	// +kubebuilder:validation:MaxItems=200
	// +kubebuilder:validation:items:MaxLength=253
	// +listType=set
	// +optional
	Rules []string `json:"rules,omitempty"`
}

// Deployed says where a runtime stands on its cluster. It is filled while anything of it is there.
type Deployed struct {
	// Name of the environment that the runtime was deployed to.
	Environment DNSLabel `json:"environment"`

	// Name of the cluster that this environment was on at the time.
	Cluster DNSLabel `json:"cluster"`

	// Namespaces on that cluster which belong to the runtime.
	// +kubebuilder:validation:MaxItems=50
	// +listType=set
	// +optional
	Namespaces []DNSLabel `json:"namespaces,omitempty"`
}
