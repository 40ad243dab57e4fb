# METADATA
# scope: package
# title: Cluster
# description: What holds for a Cluster, a host that carries virtual clusters or a worker that carries runtimes.
# custom:
#   kinds: [Cluster]
package nautes.rules.cluster

import data.nautes.lib.clusters
import data.nautes.lib.fields
import data.nautes.lib.references
import data.nautes.lib.request
import data.nautes.lib.tenancy

# METADATA
# scope: document
# title: A host is physical
# description: A cluster with the usage host is physical; a virtual cluster carries no others.
# custom:
#   id: cluster-host-is-physical
#   operations: [CREATE, UPDATE]
#   bypassable: false
#   action: deny
#   mend: Set clusterType to physical, or usage to worker.
#   origin: R24
cluster_host_is_physical contains violation if {
	spec.usage == "host"
	spec.clusterType != "physical"

	violation := {
		"field": "spec.clusterType",
		"message": sprintf("clusterType is %q, but a host is physical", [spec.clusterType]),
	}
}

# METADATA
# scope: document
# title: A host has no worker type
# description: A cluster with the usage host has no workerType, because no runtime goes to it.
# custom:
#   id: cluster-host-has-no-worker-type
#   operations: [CREATE, UPDATE]
#   bypassable: false
#   action: deny
#   mend: Leave workerType out, or set usage to worker.
#   origin: R25
cluster_host_has_no_worker_type contains violation if {
	spec.usage == "host"
	spec.workerType != ""

	violation := {
		"field": "spec.workerType",
		"message": sprintf("workerType is %q, but a host carries no runtimes", [spec.workerType]),
	}
}

# METADATA
# scope: document
# title: A physical cluster has no host
# description: A physical cluster names no hostCluster.
# custom:
#   id: cluster-physical-has-no-host
#   operations: [CREATE, UPDATE]
#   bypassable: false
#   action: deny
#   mend: Leave hostCluster out, or set clusterType to virtual.
#   origin: R26
cluster_physical_has_no_host contains violation if {
	spec.clusterType == "physical"
	spec.hostCluster != ""

	violation := {
		"field": "spec.hostCluster",
		"message": sprintf("hostCluster is %q, but a physical cluster is on no host", [spec.hostCluster]),
	}
}

# METADATA
# scope: document
# title: A virtual cluster names its host
# description: A virtual cluster names the hostCluster that it is on.
# custom:
#   id: cluster-virtual-names-host
#   operations: [CREATE, UPDATE]
#   bypassable: false
#   action: deny
#   mend: Name the host in hostCluster, or set clusterType to physical.
#   origin: R27 R84
cluster_virtual_names_host contains violation if {
	spec.clusterType == "virtual"
	spec.hostCluster == ""

	violation := {
		"field": "spec.hostCluster",
		"message": `hostCluster is "", but a virtual cluster is on a host`,
	}
}

# METADATA
# scope: document
# title: A worker has a worker type
# description: A cluster with the usage worker says in workerType which runtimes go to it.
# custom:
#   id: cluster-worker-has-worker-type
#   operations: [CREATE, UPDATE]
#   bypassable: false
#   action: deny
#   mend: Set workerType to pipeline or to deployment.
#   origin: R29 R85
cluster_worker_has_worker_type contains violation if {
	spec.usage == "worker"
	spec.workerType == ""

	violation := {
		"field": "spec.workerType",
		"message": `workerType is "", but a worker carries pipeline or deployment runtimes`,
	}
}

# METADATA
# scope: document
# title: The host exists
# description: The hostCluster of a cluster, where it names one, is another cluster that exists.
# custom:
#   id: cluster-host-exists
#   operations: [CREATE, UPDATE]
#   bypassable: true
#   action: deny
#   mend: Name an existing cluster (kubectl get clusters), or apply the host first.
#   origin: R89 W30
cluster_host_exists contains violation if {
	not spec.hostCluster in {"", request.name}
	not data.catalog.clusters[spec.hostCluster]

	violation := {
		"field": "spec.hostCluster",
		"message": sprintf("cluster %q does not exist", [spec.hostCluster]),
	}
}

cluster_host_exists contains violation if {
	spec.hostCluster == request.name

	violation := {
		"field": "spec.hostCluster",
		"message": sprintf("cluster %q can not be its own host", [spec.hostCluster]),
	}
}

# METADATA
# scope: document
# title: The host can be a host
# description: >-
#   The hostCluster of a cluster, where it exists, is physical and has the usage host. So is a new cluster that others
#   named as their host before it was there.
# custom:
#   id: cluster-host-can-host
#   operations: [CREATE, UPDATE]
#   bypassable: false
#   action: deny
#   mend: Let virtual clusters name a physical cluster with the usage host.
#   origin: W30
cluster_host_can_host contains violation if {
	host := named_host
	not can_host(host)

	violation := {
		"field": "spec.hostCluster",
		"message": sprintf("cluster %q %s", [spec.hostCluster, unfit(host)]),
	}
}

cluster_host_can_host contains violation if {
	request.creates
	count(clusters.guests) > 0
	not can_host(request.manifest)

	violation := {
		"field": "spec.usage",
		"message": sprintf("cluster %q, the host of %s, %s", [
			request.name,
			references.listed(clusters.guests),
			unfit(request.manifest),
		]),
	}
}

# METADATA
# scope: document
# title: The API server is no other cluster's
# description: >-
#   No other cluster has the same apiServer. The letter case of the host, the default port and a slash at the end make
#   no difference.
# custom:
#   id: cluster-api-server-unique
#   operations: [CREATE, UPDATE]
#   bypassable: true
#   action: deny
#   mend: Use the cluster that is named, or give the URL of another API server.
#   origin: W30
cluster_api_server_unique contains violation if {
	count(clusters.twins) > 0

	violation := {
		"field": "spec.apiServer",
		"message": sprintf("API server %q is that of cluster %s already", [
			clusters.address,
			references.enumerated(clusters.twins),
		]),
	}
}

# METADATA
# scope: document
# title: The kubeconfig is there
# description: >-
#   A physical cluster names the Secret that holds its kubeconfig. The Secret of any cluster lies in the namespace of
#   Nautes itself; that can not be bypassed, because the controller reads it and moves it into Vault.
# custom:
#   id: cluster-has-kubeconfig
#   operations: [CREATE, UPDATE]
#   bypassable: true
#   action: deny
#   mend: Put the kubeconfig into a Secret in the namespace nautes-system, and name it in kubeconfigSecretRef.
#   origin: R87
cluster_has_kubeconfig contains violation if {
	spec.clusterType == "physical"
	fields.text(request.manifest, ["spec", "kubeconfigSecretRef", "name"]) == ""

	violation := {
		"field": "spec.kubeconfigSecretRef",
		"message": "a physical cluster needs a Secret that holds its kubeconfig",
	}
}

cluster_has_kubeconfig contains violation if {
	namespace := fields.text(request.manifest, ["spec", "kubeconfigSecretRef", "namespace"])
	not namespace in {"", tenancy.own_namespace}

	violation := {
		"field": "spec.kubeconfigSecretRef.namespace",
		"message": sprintf("namespace %q is not %q", [namespace, tenancy.own_namespace]),
		"bypassable": false,
	}
}

spec := clusters.identity(request.manifest)

# The catalog may hold the cluster itself as it was, or not at all.
named_host := request.manifest if {
	spec.hostCluster == request.name
} else := data.catalog.clusters[spec.hostCluster]

can_host(cluster) if {
	clusters.identity(cluster).clusterType == "physical"
	clusters.identity(cluster).usage == "host"
}

unfit(cluster) := sprintf("is %q with the usage %q, not \"physical\" with the usage \"host\"", [
	clusters.identity(cluster).clusterType,
	clusters.identity(cluster).usage,
])
