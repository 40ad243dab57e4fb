# METADATA
# scope: package
# title: Environment
# description: What holds for an Environment, the place on a cluster that a product's runtimes go to.
# custom:
#   kinds: [Environment]
package nautes.rules.environment

import data.nautes.lib.environments
import data.nautes.lib.fields
import data.nautes.lib.references
import data.nautes.lib.request
import data.nautes.lib.runtimes
import data.nautes.lib.tenancy

# METADATA
# scope: document
# title: The cluster exists
# description: The Cluster that the environment names exists.
# custom:
#   id: environment-cluster-exists
#   operations: [CREATE, UPDATE]
#   bypassable: true
#   action: deny
#   mend: Name an existing cluster (kubectl get clusters), or apply the Cluster first.
#   origin: R108 W18
environment_cluster_exists contains violation if {
	not data.catalog.clusters[cluster]

	violation := {
		"field": "spec.cluster",
		"message": sprintf("cluster %q does not exist", [cluster]),
	}
}

# METADATA
# scope: document
# title: The cluster is a worker
# description: The environment's cluster has the usage worker. A host only carries virtual clusters.
# custom:
#   id: environment-cluster-is-worker
#   operations: [CREATE, UPDATE]
#   bypassable: true
#   action: deny
#   mend: Name a cluster whose usage is worker, for example a virtual cluster on that host.
#   origin: W18
environment_cluster_is_worker contains violation if {
	usage := data.catalog.clusters[cluster].spec.usage
	usage != "worker"

	violation := {
		"field": "spec.cluster",
		"message": sprintf("cluster %q has the usage %q, not \"worker\"", [cluster, usage]),
	}
}

# METADATA
# scope: document
# title: One environment on a cluster
# description: No other environment of the product is on the same cluster.
# custom:
#   id: environment-cluster-unique
#   operations: [CREATE, UPDATE]
#   bypassable: true
#   action: deny
#   mend: Use the environment that is on the cluster already, or name another cluster.
#   origin: R109
environment_cluster_unique contains violation if {
	peers := data.catalog.environments[request.namespace]
	some other, environment in peers
	other != request.name
	environment.spec.cluster == cluster

	violation := {
		"field": "spec.cluster",
		"message": sprintf("cluster %q is that of environment %q already", [cluster, other]),
	}
}

# METADATA
# scope: document
# title: The cluster stays while it is in use
# description: The cluster of an environment does not change while a runtime targets the environment.
# custom:
#   id: environment-cluster-frozen-in-use
#   operations: [UPDATE]
#   bypassable: true
#   action: deny
#   mend: Create an environment on the other cluster and move the runtimes to it, or delete them first.
#   origin: W17
environment_cluster_frozen_in_use contains violation if {
	request.changed(["spec", "cluster"])
	count(environments.targets) > 0

	violation := {
		"field": "spec.cluster",
		"message": sprintf("cluster can not change from %q to %q while targeted by %s", [
			fields.text(request.former, ["spec", "cluster"]),
			cluster,
			references.listed(environments.targets),
		]),
	}
}

# METADATA
# scope: document
# title: The environment brings no runtimes together that must stay apart
# description: >-
#   The runtimes that target the environment keep the rules runtime-namespace-free, runtime-namespace-not-reserved and
#   runtime-account-not-taken on its cluster, also when the environment arrives there after them.
# custom:
#   id: environment-keeps-runtimes-apart
#   operations: [CREATE, UPDATE]
#   bypassable: false
#   action: deny
#   mend: Give the runtime another namespace or account, or name another cluster.
#   origin: review
environment_keeps_runtimes_apart contains violation if {
	arrives_on_cluster
	some taking in environments.takings
	rivals := environments.rivals(taking.namespace, taking.runtime, cluster)
	count(rivals) > 0

	violation := {
		"field": "spec.cluster",
		"message": sprintf("namespace %q of %s is taken on cluster %q by %s", [
			taking.namespace,
			references.label(taking.runtime),
			cluster,
			references.listed(rivals),
		]),
	}
}

environment_keeps_runtimes_apart contains violation if {
	arrives_on_cluster
	some taking in environments.takings
	reason := tenancy.namespace_reserved(taking.namespace, request.namespace, cluster)

	violation := {
		"field": "spec.cluster",
		"message": sprintf("namespace %q of %s %s", [taking.namespace, references.label(taking.runtime), reason]),
	}
}

environment_keeps_runtimes_apart contains violation if {
	arrives_on_cluster
	some runtime in environments.targets
	account := runtimes.account(runtimes.stored(runtime))
	products := tenancy.account_rivals(account, request.namespace, cluster)
	count(products) > 0

	violation := {
		"field": "spec.cluster",
		"message": sprintf("account %q of %s is used on cluster %q by product %s", [
			account,
			references.label(runtime),
			cluster,
			references.enumerated(products),
		]),
	}
}

environment_keeps_runtimes_apart contains violation if {
	arrives_on_cluster
	some runtime in environments.targets
	account := runtimes.account(runtimes.stored(runtime))
	tenancy.account_reserved(account)

	violation := {
		"field": "spec.cluster",
		"message": sprintf("account %q of %s is reserved", [account, references.label(runtime)]),
	}
}

# METADATA
# scope: document
# title: The environment is not in use
# description: No runtime targets an environment that is deleted.
# custom:
#   id: environment-in-use
#   operations: [DELETE]
#   bypassable: true
#   action: deny
#   mend: First delete the runtimes that are named, or move them to another environment.
#   origin: R64 R92
environment_in_use contains violation if {
	request.deletes
	count(environments.targets) > 0

	violation := {
		"field": "metadata.name",
		"message": sprintf("environment %q is targeted by %s", [request.name, references.listed(environments.targets)]),
	}
}

cluster := fields.text(request.manifest, ["spec", "cluster"])

arrives_on_cluster if request.creates

arrives_on_cluster if request.changed(["spec", "cluster"])
