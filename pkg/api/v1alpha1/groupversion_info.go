// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

const (
	// Group is the API group of all kinds of this package.
	Group = "nautes.resource.nautes.io"
	// Version is the version of the group that this package holds.
	Version = "v1alpha1"
)

// GroupVersion returns nautes.resource.nautes.io/v1alpha1.
func GroupVersion() schema.GroupVersion {
	return schema.GroupVersion{Group: Group, Version: Version}
}

// SchemeBuilder returns a builder that adds the kinds of this package to a scheme, for callers that collect builders.
func SchemeBuilder() runtime.SchemeBuilder {
	return runtime.NewSchemeBuilder(AddToScheme)
}

// AddToScheme makes the kinds of this package, and their lists, known to scheme.
func AddToScheme(scheme *runtime.Scheme) error {
	scheme.AddKnownTypes(GroupVersion(),
		&CodeRepoProvider{}, &CodeRepoProviderList{},
		&ArtifactRepoProvider{}, &ArtifactRepoProviderList{},
		&Cluster{}, &ClusterList{},
		&Product{}, &ProductList{},
		&Environment{}, &EnvironmentList{},
		&Project{}, &ProjectList{},
		&CodeRepo{}, &CodeRepoList{},
		&CodeRepoBinding{}, &CodeRepoBindingList{},
		&ProjectPipelineRuntime{}, &ProjectPipelineRuntimeList{},
		&DeploymentRuntime{}, &DeploymentRuntimeList{},
		&ArtifactRepo{}, &ArtifactRepoList{},
	)
	metav1.AddToGroupVersion(scheme, GroupVersion())
	return nil
}
