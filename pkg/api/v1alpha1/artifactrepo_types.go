// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

import metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

// RepoType says what an artifact repository holds.
// +kubebuilder:validation:Enum=remote;local;virtual
type RepoType string

const (
	// RepoTypeRemote holds copies of what it fetches from elsewhere.
	RepoTypeRemote RepoType = "remote"
	// RepoTypeLocal holds what is uploaded to it.
	RepoTypeLocal RepoType = "local"
	// RepoTypeVirtual shows several repositories as one.
	RepoTypeVirtual RepoType = "virtual"
)

// PackageType is the format of the packages in an artifact repository.
// +kubebuilder:validation:Enum=maven;python;go
type PackageType string

const (
	// PackageTypeMaven is for Java packages.
	PackageTypeMaven PackageType = "maven"
	// PackageTypePython is for Python packages.
	PackageTypePython PackageType = "python"
	// PackageTypeGo is for Go modules.
	PackageTypeGo PackageType = "go"
)

// ArtifactRepoSpec is what people declare of an ArtifactRepo.
type ArtifactRepoSpec struct {
	// Name of the ArtifactRepoProvider that holds the repository.
	ArtifactRepoProvider DNSSubdomain `json:"artifactRepoProvider"`

	// Name of the product. May be left out; when set it is the name of the namespace.
	// +optional
	Product OptionalDNSLabel `json:"product,omitempty"`

	// Names of the projects that may use the repository. Default: all of the product.
	// +kubebuilder:validation:MaxItems=200
	// +listType=set
	// +nullable
	// +optional
	Projects []DNSLabel `json:"projects,omitempty"`

	// Name of the repository at the provider. Example: mvn-local.
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=255
	RepoName string `json:"repoName"`

	// What the repository holds: local what is uploaded to it, remote copies of what it fetches from elsewhere,
	// virtual several repositories as one.
	RepoType RepoType `json:"repoType"`

	// Format of the packages in it: maven, python or go.
	PackageType PackageType `json:"packageType"`
}

// ArtifactRepoStatus is what is known about an ArtifactRepo.
type ArtifactRepoStatus struct {
	ConditionedStatus `json:",inline"`

	// Name of the ArtifactRepoProvider that holds what this object stands for, also where the spec names none.
	// +optional
	Provider OptionalDNSSubdomain `json:"provider,omitempty"`
}

// ArtifactRepo is a repository of packages that the projects of a product use.
//
// +kubebuilder:object:root=true
// +kubebuilder:subresource:status
// +kubebuilder:resource:path=artifactrepos,singular=artifactrepo,categories=nautes
// +kubebuilder:printcolumn:name="Provider",type=string,JSONPath=`.spec.artifactRepoProvider`
// +kubebuilder:printcolumn:name="Repo",type=string,JSONPath=`.spec.repoName`
// +kubebuilder:printcolumn:name="Type",type=string,JSONPath=`.spec.repoType`
// +kubebuilder:printcolumn:name="Package",type=string,JSONPath=`.spec.packageType`
// +kubebuilder:printcolumn:name="Age",type=date,JSONPath=`.metadata.creationTimestamp`
type ArtifactRepo struct {
	metav1.TypeMeta `json:",inline"`
	// +optional
	metav1.ObjectMeta `json:"metadata,omitzero"`

	// What is wanted.
	Spec ArtifactRepoSpec `json:"spec"`
	// What is. Written by the controller only.
	// +optional
	Status ArtifactRepoStatus `json:"status,omitzero"`
}

// ArtifactRepoList is a list of ArtifactRepos.
//
// +kubebuilder:object:root=true
type ArtifactRepoList struct {
	metav1.TypeMeta `json:",inline"`
	metav1.ListMeta `json:"metadata,omitzero"`
	Items           []ArtifactRepo `json:"items"`
}
