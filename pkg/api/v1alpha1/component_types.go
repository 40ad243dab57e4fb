// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

// Component is a piece of software that is installed on a cluster for one purpose.
type Component struct {
	// Name of the software. Examples: argocd, tekton, traefik.
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=63
	Name string `json:"name"`

	// Namespace on the cluster that it is installed in. Runtimes can not use it. Example: argocd.
	Namespace DNSLabel `json:"namespace"`

	// Properties of the installation, by name; which ones there are depends on the software. Numbers are quoted.
	// Example: {httpsNodePort: "30443"}.
	// +kubebuilder:validation:MaxProperties=50
	// +nullable
	// +optional
	Additions map[string]string `json:"additions,omitempty"`
}

// ComponentsList holds the components of a cluster, one for each category.
type ComponentsList struct {
	// Issues certificates. Example: cert-manager.
	// +nullable
	// +optional
	CertManagement *Component `json:"certManagement,omitempty"`

	// Deploys what is in Git. Example: argocd.
	// +nullable
	// +optional
	Deployment *Component `json:"deployment,omitempty"`

	// Takes events and starts pipelines. Example: argo-events.
	// +nullable
	// +optional
	EventListener *Component `json:"eventListener,omitempty"`

	// Lets traffic in. Example: traefik.
	// +nullable
	// +optional
	Gateway *Component `json:"gateway,omitempty"`

	// Keeps products apart. Example: hnc.
	// +nullable
	// +optional
	MultiTenant *Component `json:"multiTenant,omitempty"`

	// Runs pipelines. Example: tekton.
	// +nullable
	// +optional
	Pipeline *Component `json:"pipeline,omitempty"`

	// Rolls out step by step. Example: argo-rollouts.
	// +nullable
	// +optional
	ProgressiveDelivery *Component `json:"progressiveDelivery,omitempty"`

	// Keeps secrets. Example: vault.
	// +nullable
	// +optional
	SecretManagement *Component `json:"secretManagement,omitempty"`

	// Brings secrets to where they are used. Example: external-secrets.
	// +nullable
	// +optional
	SecretSync *Component `json:"secretSync,omitempty"`

	// Asks for a sign-in in front of dashboards. Example: oauth2-proxy.
	// +nullable
	// +optional
	OauthProxy *Component `json:"oauthProxy,omitempty"`
}
