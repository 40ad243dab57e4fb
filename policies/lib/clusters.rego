# The cluster that is judged: what depends on it, and the runtimes on it.
package nautes.lib.clusters

import data.nautes.lib.apiservers
import data.nautes.lib.fields
import data.nautes.lib.references
import data.nautes.lib.request
import data.nautes.lib.runtimes

# What a cluster is, with what stands in for what is left out.
identity(cluster) := {field: value |
	some field, fallback in {
		"clusterKind": "kubernetes",
		"clusterType": "",
		"usage": "",
		"hostCluster": "",
		"workerType": "",
	}
	value := fields.text_or(cluster, ["spec", field], fallback)
}

# Virtual clusters, environments, and the runtimes of which something is on it, also where they have gone to another
# cluster since. A runtime that targets one of the environments comes with that environment.
dependents := {ref |
	some ref in references.distinct(data.catalog.referrers.clusters[request.name])
	request.is_other(ref)
}

# The virtual clusters that name it as their host.
guests := {ref | some ref in dependents; ref.kind == "Cluster"}

# The components by category. Nautes writes null for a category without one.
components(cluster) := {category: component |
	some category, component in fields.map(cluster, ["spec", "componentsList"])
	is_object(component)
}

# The other names of the machine.
twins := apiservers.others(address, request.name)

address := fields.text(request.manifest, ["spec", "apiServer"])

# The cluster comes to a machine on which it was not before.
arrives if apiservers.normalised(address) != apiservers.normalised(fields.text(request.former, ["spec", "apiServer"]))

# The runtimes on the cluster: those that target an environment which is on it.
inhabitants := {ref |
	some environment in dependents
	environment.kind == "Environment"
	some ref in references.distinct(data.catalog.referrers.environments[environment.namespace][environment.name])
}

# Who of them takes which namespace. One stands for all runtimes of its kind and product: which of them it is makes no
# difference to the runtimes of another cluster.
takings := {{"namespace": namespace.name, "runtime": object.union(runtime, {"name": ""})} |
	some runtime in inhabitants
	some namespace in runtimes.namespaces(runtimes.stored(runtime))
}

# Which product has which account.
accounts := {{"account": runtimes.account(runtimes.stored(runtime)), "product": runtime.namespace} |
	some runtime in inhabitants
}
