# What keeps the runtimes of one cluster apart: whose a namespace and an account is.
package nautes.lib.tenancy

import data.nautes.lib.apiservers
import data.nautes.lib.references

# The runtimes on a cluster that hold a namespace against a runtime, given as a reference.
namespace_rivals(namespace, runtime, cluster) := {holder |
	some holder in holders(namespace, cluster)
	must_stay_apart(holder, runtime)
}

# The runtimes that have a namespace on a cluster, under whichever name: two Clusters with the same API server are one
# machine. A bypass lets there be two, and must not bring the products on them together.
holders(namespace, cluster) := {holder |
	some name in apiservers.names(cluster)
	some holder in holders_under(namespace, name)
}

# Those of them that know the cluster by this name.
holders_under(namespace, name) := {holder |
	found := data.catalog.index.runtimes_by_cluster_namespace[concat("/", [name, namespace])]
	some holder in found
}

# Two runtimes must not share a namespace: those of two products never, and a pipeline runtime with nobody.
must_stay_apart(one, other) if one.namespace != other.namespace

must_stay_apart(one, other) if {
	one != other
	"ProjectPipelineRuntime" in {one.kind, other.kind}
}

# Why a runtime of a product may not have a namespace on a cluster; undefined where nothing reserves it.
namespace_reserved(namespace, product, cluster) := "is reserved by Kubernetes" if {
	regex.match(`^(default$|kube-)`, namespace)
} else := "belongs to Nautes itself" if {
	namespace == own_namespace
} else := sprintf("is the name of product %q", [namespace]) if {
	is_other_product(namespace, product)
} else := sprintf("is that of a virtual cluster on cluster %q", [cluster]) if {
	is_guest(namespace, cluster)
} else := sprintf("belongs to %s on cluster %q", [references.enumerated(components), cluster]) if {
	components := {component |
		some name in apiservers.names(cluster)
		some component in closed_components(namespace, product, name)
	}
	count(components) > 0
}

# Where Nautes itself is installed.
own_namespace := "nautes-system"

is_other_product(namespace, product) if {
	namespace != product
	data.catalog.products[namespace]
}

# A virtual cluster lies on its host in the namespace of its name, with all that its products have in it. A worker is no
# host, and whoever may see that one cluster is not asked for another.
is_guest(namespace, cluster) if {
	some name in apiservers.names(cluster)
	name != ""
	not is_worker(name)
	data.catalog.clusters[namespace].spec.hostCluster == name
}

is_worker(cluster) if data.catalog.clusters[cluster].spec.usage == "worker"

# The components that live in a namespace, where the cluster of this name does not let the product into it.
closed_components(namespace, product, name) := {component.name |
	some component in data.catalog.clusters[name].spec.componentsList
	component.namespace == namespace
	not is_opened(namespace, product, name)
}

# The cluster lets the product into the namespace of a component.
is_opened(namespace, product, cluster) if {
	product in data.catalog.clusters[cluster].spec.reservedNamespacesAllowedProducts[namespace]
}

# The other products whose runtimes have an account on a cluster, under whichever name.
account_rivals(account, product, cluster) := {rival |
	some name in apiservers.names(cluster)
	some rival in account_rivals_under(account, product, name)
}

account_rivals_under(account, product, name) := {holder.namespace |
	holders := data.catalog.index.runtimes_by_cluster_account[concat("/", [name, account])]
	some holder in holders
	holder.namespace != product
}

# No runtime may have this account. The accounts of all known components count, whether the cluster has them or not:
# one can be added at any time.
account_reserved(account) if account in {"default", "admin"}

account_reserved(account) if startswith(account, "nautes-")

account_reserved(account) if {
	some component in data.components
	account in component.serviceAccounts
}
