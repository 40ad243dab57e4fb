// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

import metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

// ClusterKind is the software that a cluster runs.
// +kubebuilder:validation:Enum=kubernetes
type ClusterKind string

// ClusterKindKubernetes is Kubernetes, the only one there is.
const ClusterKindKubernetes ClusterKind = "kubernetes"

// ClusterType says whether a cluster stands by itself.
// +kubebuilder:validation:Enum=physical;virtual
type ClusterType string

const (
	// ClusterTypePhysical stands by itself.
	ClusterTypePhysical ClusterType = "physical"
	// ClusterTypeVirtual is a virtual cluster on a host.
	ClusterTypeVirtual ClusterType = "virtual"
)

// ClusterUsage says what a cluster is for.
// +kubebuilder:validation:Enum=host;worker
type ClusterUsage string

const (
	// ClusterUsageHost carries virtual clusters.
	ClusterUsageHost ClusterUsage = "host"
	// ClusterUsageWorker carries runtimes.
	ClusterUsageWorker ClusterUsage = "worker"
)

// WorkerType says which runtimes a worker carries.
// +kubebuilder:validation:Enum="";pipeline;deployment
type WorkerType string

const (
	// WorkerTypePipeline carries pipeline runtimes.
	WorkerTypePipeline WorkerType = "pipeline"
	// WorkerTypeDeployment carries deployment runtimes.
	WorkerTypeDeployment WorkerType = "deployment"
)

// KubeconfigSecretReference names the key of a Secret that holds a kubeconfig.
type KubeconfigSecretReference struct {
	// Name of the Secret.
	Name DNSSubdomain `json:"name"`

	// Namespace of the Secret. Only our own namespace is accepted.
	// +kubebuilder:default=nautes-system
	// +optional
	Namespace DNSLabel `json:"namespace,omitempty"`

	// Key in the Secret whose value is the kubeconfig.
	// +kubebuilder:default=kubeconfig
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=253
	// +kubebuilder:validation:Pattern=`^[-._a-zA-Z0-9]+$`
	// +optional
	Key string `json:"key,omitempty"`
}

// VirtualCluster says how a virtual cluster is made on its host.
type VirtualCluster struct {
	// Port on the nodes of the host that the API server of the virtual cluster is reached at over HTTPS. Default: one
	// that the host picks. Example: 31443.
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=65535
	// +optional
	HTTPSNodePort int32 `json:"httpsNodePort,omitempty"`
}

// ClusterResource is a kind of cluster-scoped objects.
type ClusterResource struct {
	// API group of the kind, "" for the core group. Example: rbac.authorization.k8s.io.
	// +kubebuilder:validation:MaxLength=253
	Group string `json:"group"`

	// The kind. Example: ClusterRole.
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=63
	Kind string `json:"kind"`
}

// ClusterSpec is what people declare of a Cluster.
// +kubebuilder:validation:XValidation:rule="!has(self.vcluster) || self.clusterType == 'virtual'",message="vcluster is for virtual clusters only",fieldPath=".vcluster",reason=FieldValueForbidden
type ClusterSpec struct {
	// URL of the cluster's API server, without credentials, query and fragment. Example: https://10.0.0.9:6443.
	// +kubebuilder:validation:MaxLength=2048
	// +kubebuilder:validation:Pattern=`^https?://(\[[0-9a-fA-F:.]+\]|[-a-zA-Z0-9._]+)(:[0-9]{1,5})?(/[^\s?#@]*)?$`
	APIServer string `json:"apiServer"`

	// Whether the cluster stands by itself (physical) or is a virtual cluster on a host (virtual).
	ClusterType ClusterType `json:"clusterType"`

	// The software that the cluster runs.
	// +kubebuilder:default=kubernetes
	// +optional
	ClusterKind ClusterKind `json:"clusterKind,omitempty"`

	// What the cluster is for: host carries virtual clusters, worker carries runtimes.
	Usage ClusterUsage `json:"usage"`

	// Name of the Cluster that a virtual cluster is on; it is physical and its usage is host.
	// +optional
	HostCluster OptionalDNSLabel `json:"hostCluster,omitempty"`

	// Domain under which the cluster's services get their host names. Example: 10.0.0.9.nip.io.
	// +kubebuilder:validation:MaxLength=253
	// +kubebuilder:validation:Pattern=`^([a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?(\.[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?)*)?$`
	// +optional
	PrimaryDomain string `json:"primaryDomain,omitempty"`

	// Which runtimes a worker carries: pipeline or deployment. A host has none.
	// +optional
	WorkerType WorkerType `json:"workerType,omitempty"`

	// The components that are installed on the cluster, by category. Which categories are needed depends on usage,
	// clusterType and workerType.
	ComponentsList ComponentsList `json:"componentsList"`

	// Namespaces of components that products may use nevertheless: from the namespace to the names of the products.
	// Example: {argocd: [shop]}.
	// +kubebuilder:validation:MaxProperties=50
	// +nullable
	// +optional
	ReservedNamespacesAllowedProducts map[string]ProductNames `json:"reservedNamespacesAllowedProducts,omitempty"`

	// Cluster-scoped kinds that products may deploy: from the name of the product to the kinds.
	// Example: {shop: [{group: rbac.authorization.k8s.io, kind: ClusterRole}]}.
	// +kubebuilder:validation:MaxProperties=500
	// +nullable
	// +optional
	ProductAllowedClusterResources map[string]ClusterResources `json:"productAllowedClusterResources,omitempty"`

	// The Secret that holds the kubeconfig of a physical cluster. The controller moves it into Vault.
	// +optional
	KubeconfigSecretRef *KubeconfigSecretReference `json:"kubeconfigSecretRef,omitempty"`

	// How a virtual cluster is made on its host.
	// +optional
	VCluster *VirtualCluster `json:"vcluster,omitempty"`
}

// ProductNames is a set of names of products.
// +kubebuilder:validation:MaxItems=500
// +listType=set
type ProductNames []DNSLabel

// ClusterResources is a set of kinds of cluster-scoped objects.
// +kubebuilder:validation:MaxItems=100
// +listType=map
// +listMapKey=group
// +listMapKey=kind
type ClusterResources []ClusterResource

// ClusterStatus is what is known about a Cluster.
type ClusterStatus struct {
	ConditionedStatus `json:",inline"`
}

// Cluster is a Kubernetes cluster that runtimes run on (a worker), or that carries such clusters (a host).
//
// +kubebuilder:object:root=true
// +kubebuilder:subresource:status
// +kubebuilder:resource:path=clusters,singular=cluster,scope=Cluster,shortName=cls,categories=nautes
// +kubebuilder:printcolumn:name="Usage",type=string,JSONPath=`.spec.usage`
// +kubebuilder:printcolumn:name="Worker",type=string,JSONPath=`.spec.workerType`
// +kubebuilder:printcolumn:name="Type",type=string,JSONPath=`.spec.clusterType`
// +kubebuilder:printcolumn:name="Host",type=string,JSONPath=`.spec.hostCluster`
// +kubebuilder:printcolumn:name="API Server",type=string,JSONPath=`.spec.apiServer`
// +kubebuilder:printcolumn:name="Age",type=date,JSONPath=`.metadata.creationTimestamp`
// +kubebuilder:validation:XValidation:rule="self.metadata.name.matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?$') && self.metadata.name.size() <= 63",message="metadata.name becomes a namespace on the host and a label value: lower-case letters, digits and '-', at most 63 characters",reason=FieldValueInvalid
type Cluster struct {
	metav1.TypeMeta `json:",inline"`
	// +optional
	metav1.ObjectMeta `json:"metadata,omitzero"`

	// What is wanted.
	Spec ClusterSpec `json:"spec"`
	// What is. Written by the controller only.
	// +optional
	Status ClusterStatus `json:"status,omitzero"`
}

// ClusterList is a list of Clusters.
//
// +kubebuilder:object:root=true
type ClusterList struct {
	metav1.TypeMeta `json:",inline"`
	metav1.ListMeta `json:"metadata,omitzero"`
	Items           []Cluster `json:"items"`
}
