# METADATA
# scope: package
# title: Both runtimes
# description: >-
#   What keeps the runtimes of all products apart on the clusters that they share. A runtime whose environment does not
#   exist is on no cluster; environment-keeps-runtimes-apart judges it when the environment comes.
# custom:
#   kinds: [DeploymentRuntime, ProjectPipelineRuntime]
package nautes.rules.runtime

import data.nautes.lib.references
import data.nautes.lib.request
import data.nautes.lib.runtimes
import data.nautes.lib.tenancy

# METADATA
# scope: document
# title: The namespace is free
# description: >-
#   No namespace that the runtime takes on its cluster is one of another product's runtime there. A pipeline runtime
#   shares its namespace with no other runtime at all.
# custom:
#   id: runtime-namespace-free
#   operations: [CREATE, UPDATE]
#   bypassable: false
#   action: deny
#   mend: Name another namespace in spec.destination; a runtime that names none takes its own name.
#   origin: R44 R60 W21 W23
runtime_namespace_free contains violation if {
	some namespace in namespaces
	rivals := tenancy.namespace_rivals(namespace.name, request.self, cluster)
	count(rivals) > 0

	violation := {
		"field": namespace.field,
		"message": sprintf("namespace %q is taken on cluster %q by %s", [
			namespace.name,
			cluster,
			references.listed(rivals),
		]),
	}
}

# METADATA
# scope: document
# title: The namespace is not reserved
# description: >-
#   No namespace that the runtime takes is one of Kubernetes, of Nautes itself, of another product, of a virtual cluster
#   on the cluster, or of a component of the cluster, unless reservedNamespacesAllowedProducts of the cluster lets the
#   product into the last.
# custom:
#   id: runtime-namespace-not-reserved
#   operations: [CREATE, UPDATE]
#   bypassable: false
#   action: deny
#   mend: Name another namespace in spec.destination; a runtime that names none takes its own name.
#   origin: R42 W24 W32
runtime_namespace_not_reserved contains violation if {
	some namespace in namespaces
	reason := tenancy.namespace_reserved(namespace.name, request.namespace, cluster)

	violation := {
		"field": namespace.field,
		"message": sprintf("namespace %q %s", [namespace.name, reason]),
	}
}

# METADATA
# scope: document
# title: The name is unique on the cluster
# description: No runtime of that kind and name of another product is on the same cluster.
# custom:
#   id: runtime-name-unique-on-cluster
#   operations: [CREATE, UPDATE]
#   bypassable: true
#   action: warn
#   mend: Choose a name that tells the product, so that people can tell the two apart on the cluster.
#   origin: W25
runtime_name_unique_on_cluster contains violation if {
	holders := data.catalog.index.runtimes_by_cluster_name[concat("/", [cluster, request.kind, request.name])]
	others := {holder | some holder in holders; holder.namespace != request.namespace}
	count(others) > 0

	violation := {
		"field": "metadata.name",
		"message": sprintf("name %q is also that of %s on cluster %q", [
			request.name,
			references.listed(others),
			cluster,
		]),
	}
}

# METADATA
# scope: document
# title: The account is not taken
# description: >-
#   The account of the runtime, which becomes the Vault role of that name on its cluster, is not used by another product
#   there, and is not reserved: default, admin, what begins with nautes-, and the service accounts of the components.
# custom:
#   id: runtime-account-not-taken
#   operations: [CREATE, UPDATE]
#   bypassable: false
#   action: deny
#   mend: Set spec.account to a name of your own; a runtime that sets none takes its own name.
#   origin: W6
runtime_account_not_taken contains violation if {
	products := tenancy.account_rivals(account, request.namespace, cluster)
	count(products) > 0

	violation := {
		"field": "spec.account",
		"message": sprintf("account %q is used on cluster %q by product %s", [
			account,
			cluster,
			references.enumerated(products),
		]),
	}
}

runtime_account_not_taken contains violation if {
	tenancy.account_reserved(account)

	violation := {
		"field": "spec.account",
		"message": sprintf("account %q is reserved", [account]),
	}
}

account := runtimes.account(request.manifest)

cluster := runtimes.cluster(request.manifest, request.namespace)

namespaces := runtimes.namespaces(request.manifest)
