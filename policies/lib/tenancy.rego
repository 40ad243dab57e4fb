# What keeps the runtimes of one cluster apart: whose a namespace and an account is.
package nautes.lib.tenancy

import data.nautes.lib.references

# The runtimes on a cluster that hold a namespace against a runtime, given as a reference.
namespace_rivals(namespace, runtime, cluster) := {holder |
	some holder in holders(namespace, cluster)
	must_stay_apart(holder, runtime)
}

# The runtimes that have a namespace on a cluster.
holders(namespace, cluster) := {holder |
	found := data.catalog.index.runtimes_by_cluster_namespace[concat("/", [cluster, namespace])]
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
	namespace == "nautes-system"
} else := sprintf("is the name of product %q", [namespace]) if {
	is_other_product(namespace, product)
} else := sprintf("belongs to %s on cluster %q", [components_in(namespace, cluster), cluster]) if {
	not is_opened(namespace, product, cluster)
}

is_other_product(namespace, product) if {
	namespace != product
	data.catalog.products[namespace]
}

# The components of a cluster that live in a namespace, as text; undefined where none does.
components_in(namespace, cluster) := references.enumerated(names) if {
	components := data.catalog.clusters[cluster].spec.componentsList
	names := {component.name | some component in components; component.namespace == namespace}
	count(names) > 0
}

# The cluster lets the product into the namespace of a component.
is_opened(namespace, product, cluster) if {
	product in data.catalog.clusters[cluster].spec.reservedNamespacesAllowedProducts[namespace]
}

# The other products whose runtimes have an account on a cluster.
account_rivals(account, product, cluster) := {holder.namespace |
	holders := data.catalog.index.runtimes_by_cluster_account[concat("/", [cluster, account])]
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
