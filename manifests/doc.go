// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

// Package manifests carries what is installed on a tenant cluster, and samples of what people declare, as files that
// kubectl and kustomize read and as a file tree inside the programs.
//
//	crds/     the CustomResourceDefinitions, generated from pkg/api/v1alpha1
//	rbac/     what the webhook may do, and roles for people
//	webhook/  the namespace, the webhook's deployment and its registration
//	default/  a kustomization of all of the above
//	samples/  one file for each kind, and a whole product in demo/
//
// The package knows nothing of how they are applied.
package manifests
