# METADATA
# scope: package
# title: Use of a Cluster
# description: What keeps a Cluster, and what it is, in place while something depends on it.
# custom:
#   kinds: [Cluster]
package nautes.rules.cluster_use

import data.nautes.lib.clusters
import data.nautes.lib.references
import data.nautes.lib.request

# METADATA
# scope: document
# title: What the cluster is stays while it is in use
# description: >-
#   clusterKind, clusterType, usage, hostCluster and workerType do not change while a virtual cluster, an environment or
#   a runtime depends on the cluster.
# custom:
#   id: cluster-identity-frozen-in-use
#   operations: [UPDATE]
#   bypassable: false
#   action: deny
#   mend: Declare another cluster and move there what is named, or delete that first.
#   origin: R34 W16
cluster_identity_frozen_in_use contains violation if {
	request.updates
	some field, value in clusters.identity(request.manifest)
	former := clusters.identity(request.former)[field]
	value != former
	count(clusters.dependents) > 0

	violation := {
		"field": sprintf("spec.%s", [field]),
		"message": sprintf("%s can not change from %q to %q while the cluster is used by %s", [
			field,
			former,
			value,
			references.listed(clusters.dependents),
		]),
	}
}

# METADATA
# scope: document
# title: The cluster is not in use
# description: >-
#   No virtual cluster is on a cluster that is deleted, no environment either, and nothing of a runtime is left there.
# custom:
#   id: cluster-in-use
#   operations: [DELETE]
#   bypassable: true
#   action: deny
#   mend: First delete what is named, or move it to another cluster.
#   origin: R35 R90 W18
cluster_in_use contains violation if {
	request.deletes
	count(clusters.dependents) > 0

	violation := {
		"field": "metadata.name",
		"message": sprintf("cluster %q is used by %s", [request.name, references.listed(clusters.dependents)]),
	}
}
