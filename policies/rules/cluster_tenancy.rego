# METADATA
# scope: package
# title: Products on a Cluster
# description: What a Cluster lets products do, and what keeps them apart on it.
# custom:
#   kinds: [Cluster]
package nautes.rules.cluster_tenancy

import data.nautes.lib.clusters
import data.nautes.lib.fields
import data.nautes.lib.references
import data.nautes.lib.request
import data.nautes.lib.tenancy

# METADATA
# scope: document
# title: The namespace that is opened is reserved
# description: >-
#   Each key of reservedNamespacesAllowedProducts is the namespace of a component of this cluster; others are open to
#   every product.
# custom:
#   id: cluster-reserved-namespace-known
#   operations: [CREATE, UPDATE]
#   bypassable: true
#   action: deny
#   mend: Name the namespace of one of the components in spec.componentsList.
#   origin: R28
cluster_reserved_namespace_known contains violation if {
	some namespace, _ in opened
	not namespace in component_namespaces(request.manifest)

	violation := {
		"field": sprintf("spec.reservedNamespacesAllowedProducts[%s]", [namespace]),
		"message": sprintf("namespace %q is that of no component of this cluster", [namespace]),
	}
}

# METADATA
# scope: document
# title: The products that are let in exist
# description: >-
#   Each product in reservedNamespacesAllowedProducts and productAllowedClusterResources exists. It may well come later.
# custom:
#   id: cluster-allowed-product-exists
#   operations: [CREATE, UPDATE]
#   bypassable: true
#   action: warn
#   mend: Name an existing product (kubectl get products), or apply the Product as well.
#   origin: new
cluster_allowed_product_exists contains violation if {
	some namespace, products in opened
	some i, product in products
	not data.catalog.products[product]

	violation := {
		"field": sprintf("spec.reservedNamespacesAllowedProducts[%s][%d]", [namespace, i]),
		"message": sprintf("product %q does not exist", [product]),
	}
}

cluster_allowed_product_exists contains violation if {
	some product, _ in resources
	not data.catalog.products[product]

	violation := {
		"field": sprintf("spec.productAllowedClusterResources[%s]", [product]),
		"message": sprintf("product %q does not exist", [product]),
	}
}

# METADATA
# scope: document
# title: The kind that is permitted is in that group
# description: >-
#   A well-known cluster-scoped kind in productAllowedClusterResources is given under the API group that holds it.
#   ClusterRole, for example, is in rbac.authorization.k8s.io and not in authorization.k8s.io; where the group is wrong
#   the product is permitted nothing.
# custom:
#   id: cluster-allowed-resource-plausible
#   operations: [CREATE, UPDATE]
#   bypassable: true
#   action: warn
#   mend: Set the group that holds the kind (kubectl api-resources --namespaced=false lists them).
#   origin: new
cluster_allowed_resource_plausible contains violation if {
	some product, permitted in resources
	some i, resource in permitted
	group := data.clusterkinds[resource.kind]
	resource.group != group

	violation := {
		"field": sprintf("spec.productAllowedClusterResources[%s][%d].group", [product, i]),
		"message": sprintf("%s is in the group %q, not %q", [resource.kind, group, resource.group]),
	}
}

# METADATA
# scope: document
# title: The cluster brings no runtimes together that must stay apart
# description: >-
#   The runtimes on the cluster keep the rules runtime-namespace-free, runtime-namespace-not-reserved and
#   runtime-account-not-taken when the cluster arrives after them, when its components or
#   reservedNamespacesAllowedProducts change, and when it gets the API server of another cluster and so is the same
#   machine. So do the runtimes on the host of a virtual cluster, in which it gets the namespace of its name.
# custom:
#   id: cluster-keeps-runtimes-apart
#   operations: [CREATE, UPDATE]
#   bypassable: false
#   action: deny
#   mend: Give the component another namespace or the cluster another API server, or first move the runtimes that are named.
#   origin: review
cluster_keeps_runtimes_apart contains violation if {
	concerns_runtimes
	some category, component in clusters.components(request.manifest)
	takers := {holder |
		some cluster in ({request.name} | clusters.twins)
		some holder in tenancy.holders_under(component.namespace, cluster)
		closes(component.namespace, holder.namespace, cluster)
	}
	count(takers) > 0

	violation := {
		"field": sprintf("spec.componentsList.%s.namespace", [category]),
		"message": sprintf("namespace %q of component %q is taken by %s", [
			component.namespace,
			component.name,
			references.listed(takers),
		]),
	}
}

cluster_keeps_runtimes_apart contains violation if {
	clusters.arrives
	some twin in clusters.twins
	some taking in clusters.takings
	components := tenancy.closed_components(taking.namespace, taking.runtime.namespace, twin)
	count(components) > 0

	violation := {
		"field": "spec.apiServer",
		"message": sprintf("namespace %q of product %q belongs to %s on cluster %q, which has the same API server", [
			taking.namespace,
			taking.runtime.namespace,
			references.enumerated(components),
			twin,
		]),
	}
}

cluster_keeps_runtimes_apart contains violation if {
	clusters.arrives
	some twin in clusters.twins
	some taking in clusters.takings
	rivals := {holder |
		some holder in tenancy.holders_under(taking.namespace, twin)
		tenancy.must_stay_apart(holder, taking.runtime)
	}
	count(rivals) > 0

	violation := {
		"field": "spec.apiServer",
		"message": sprintf("namespace %q of product %q is taken on cluster %q, which has the same API server, by %s", [
			taking.namespace,
			taking.runtime.namespace,
			twin,
			references.listed(rivals),
		]),
	}
}

cluster_keeps_runtimes_apart contains violation if {
	clusters.arrives
	some twin in clusters.twins
	some use in clusters.accounts
	products := tenancy.account_rivals_under(use.account, use.product, twin)
	count(products) > 0

	violation := {
		"field": "spec.apiServer",
		"message": sprintf("account %q of product %q is used on cluster %q, which has the same API server, by product %s", [
			use.account,
			use.product,
			twin,
			references.enumerated(products),
		]),
	}
}

cluster_keeps_runtimes_apart contains violation if {
	moves_to_host
	host := clusters.identity(request.manifest).hostCluster
	takers := tenancy.holders(request.name, host)
	count(takers) > 0

	violation := {
		"field": "spec.hostCluster",
		"message": sprintf("namespace %q on cluster %q, which a virtual cluster of that name gets, is taken by %s", [
			request.name,
			host,
			references.listed(takers),
		]),
	}
}

cluster_keeps_runtimes_apart contains violation if {
	clusters.arrives
	some twin in clusters.twins
	some guest in clusters.guests
	takers := tenancy.holders_under(guest.name, twin)
	count(takers) > 0

	violation := {
		"field": "spec.apiServer",
		"message": sprintf("namespace %q of a virtual cluster is taken on cluster %q, which has the same API server, by %s", [
			guest.name,
			twin,
			references.listed(takers),
		]),
	}
}

cluster_keeps_runtimes_apart contains violation if {
	clusters.arrives
	some twin in clusters.twins
	some taking in clusters.takings
	data.catalog.clusters[taking.namespace].spec.hostCluster == twin

	violation := {
		"field": "spec.apiServer",
		"message": sprintf("namespace %q of product %q is that of a virtual cluster on cluster %q, which has the same API server", [
			taking.namespace,
			taking.runtime.namespace,
			twin,
		]),
	}
}

opened := fields.map(request.manifest, ["spec", "reservedNamespacesAllowedProducts"])

resources := fields.map(request.manifest, ["spec", "productAllowedClusterResources"])

moves_to_host if request.creates

moves_to_host if request.changed(["spec", "hostCluster"])

concerns_runtimes if request.creates

concerns_runtimes if clusters.arrives

concerns_runtimes if request.changed(["spec", "componentsList"])

concerns_runtimes if request.changed(["spec", "reservedNamespacesAllowedProducts"])

# The cluster takes from a product a component's namespace that its runtime has on this cluster, or on one with the same
# API server. What was closed to the product already is not this request's doing.
closes(namespace, product, cluster) if {
	not is_open(request.manifest, namespace, product)
	not was_closed(namespace, product, cluster)
}

was_closed(namespace, product, cluster) if {
	shared_before(cluster)
	namespace in component_namespaces(request.former)
	not is_open(request.former, namespace, product)
}

# This cluster and that one were the same machine before.
shared_before(cluster) if cluster == request.name

shared_before(_) if not clusters.arrives

is_open(cluster, namespace, product) if {
	product in fields.list(cluster, ["spec", "reservedNamespacesAllowedProducts", namespace])
}

component_namespaces(cluster) := {component.namespace | some component in clusters.components(cluster)}
