# METADATA
# scope: package
# title: Product
# description: What holds for a Product, one IT system with all that is in it.
# custom:
#   kinds: [Product]
package nautes.rules.product

import data.nautes.lib.fields
import data.nautes.lib.providers
import data.nautes.lib.references
import data.nautes.lib.request
import data.nautes.lib.tenancy

# METADATA
# scope: document
# title: The name is not reserved
# description: >-
#   The name, which becomes a namespace and a role of Argo CD, is none of Kubernetes, of Nautes itself or of Argo CD:
#   default, nautes, nautes-system, admin, readonly, and what begins with kube-.
# custom:
#   id: product-name-not-reserved
#   operations: [CREATE]
#   bypassable: false
#   action: deny
#   mend: Choose another name.
#   origin: W7 W24
product_name_not_reserved contains violation if {
	is_reserved(request.name)

	violation := {
		"field": "metadata.name",
		"message": sprintf("name %q is reserved", [request.name]),
	}
}

# METADATA
# scope: document
# title: The namespace is free
# description: >-
#   A namespace of the product's name, where there is one already, has the label nautes.resource.nautes.io/product with
#   that name. Whoever labels it hands it over to the product, with all that is in it.
# custom:
#   id: product-namespace-free
#   operations: [CREATE]
#   bypassable: false
#   action: deny
#   mend: >-
#     Choose another name, or hand the namespace over by kubectl label namespace NAME
#     nautes.resource.nautes.io/product=NAME.
#   origin: new
product_namespace_free contains violation if {
	namespace_owner == ""

	violation := {
		"field": "metadata.name",
		"message": sprintf("namespace %q exists and is not the product's", [request.name]),
	}
}

product_namespace_free contains violation if {
	not namespace_owner in {"", request.name}

	violation := {
		"field": "metadata.name",
		"message": sprintf("namespace %q is that of product %q", [request.name, namespace_owner]),
	}
}

# METADATA
# scope: document
# title: The name is no namespace of another product's runtime
# description: >-
#   No runtime of another product has the name of the product as a namespace on its cluster. One that is on no cluster
#   yet is judged by environment-keeps-runtimes-apart when its environment comes.
# custom:
#   id: product-keeps-runtimes-apart
#   operations: [CREATE]
#   bypassable: false
#   action: deny
#   mend: Choose another name, or first give the runtimes that are named another namespace.
#   origin: review
product_keeps_runtimes_apart contains violation if {
	found := data.catalog.index.runtimes_by_namespace[request.name]
	takers := {holder | some holder in found; holder.namespace != request.name}
	count(takers) > 0

	violation := {
		"field": "metadata.name",
		"message": sprintf("name %q is a namespace of %s", [request.name, references.listed(takers)]),
	}
}

# METADATA
# scope: document
# title: The provider exists
# description: The code repo provider exists; a product that names none needs exactly one to be there.
# custom:
#   id: product-provider-exists
#   operations: [CREATE, UPDATE]
#   bypassable: true
#   action: deny
#   mend: Name an existing provider (kubectl get coderepoproviders), or apply the CodeRepoProvider first.
#   origin: R122
product_provider_exists contains violation if {
	fault := providers.fault(fields.text(request.manifest, ["spec", "codeRepoProvider"]))
	violation := {"field": "spec.codeRepoProvider", "message": fault}
}

# METADATA
# scope: document
# title: The path of the group stays
# description: >-
#   The path of the product's GitLab group does not change. That of a new product, where it is set, ends in the product's
#   name; groups above it come before.
# custom:
#   id: product-group-path-frozen
#   operations: [CREATE, UPDATE]
#   bypassable: false
#   action: deny
#   mend: Set the path back, or on a new product to one that ends in its name.
#   origin: R67
product_group_path_frozen contains violation if {
	request.updates
	former := group_path(request.former)
	path := group_path(request.manifest)
	path != former

	violation := {
		"field": "spec.git.gitlab.path",
		"message": sprintf("path can not change from %q to %q", [former, path]),
	}
}

product_group_path_frozen contains violation if {
	request.creates
	path := group_path(request.manifest)
	regex.replace(path, `^.*/`, "") != request.name

	violation := {
		"field": "spec.git.gitlab.path",
		"message": sprintf("path %q does not end in the name %q", [path, request.name]),
	}
}

# METADATA
# scope: document
# title: The product is not in use
# description: >-
#   Nothing is in a product that is deleted; its namespace, and all that is in it, would go with it. Of bindings of other
#   products that grant to it, it warns.
# custom:
#   id: product-in-use
#   operations: [DELETE]
#   bypassable: true
#   action: deny
#   mend: First delete what is in the product; kubectl nautes delete takes manifests of all of it, in the right order.
#   origin: R68 W51
product_in_use contains violation if {
	request.deletes
	not data.catalog.namespaces[request.name].terminating
	kinds := {use.kind | some use in content}
	count(kinds) > 0

	violation := {
		"field": "metadata.name",
		"message": sprintf("product %q still holds %s", [request.name, references.enumerated(counts(kinds))]),
	}
}

product_in_use contains violation if {
	request.deletes
	grants := {use |
		some use in data.catalog.referrers.products[request.name]
		use.field == "spec.product"
		use.namespace != request.name
	}
	count(grants) > 0

	violation := {
		"field": "metadata.name",
		"message": sprintf("product %q is still granted repos by %s", [request.name, references.listed(references.distinct(grants))]),
		"action": "warn",
	}
}

content := {object.filter(use, {"kind", "name"}) |
	some use in data.catalog.referrers.products[request.name]
	use.field == "metadata.namespace"
}

counts(kinds) := {sprintf("%d %s", [total, kind]) |
	some kind in kinds
	total := count([use | some use in content; use.kind == kind])
}

# Which product the namespace of the product's name is labelled for; undefined where there is none.
namespace_owner := fields.text(
	data.catalog.namespaces[request.name],
	["labels", "nautes.resource.nautes.io/product"],
)

is_reserved(name) if name in {"default", "nautes", "admin", "readonly", tenancy.own_namespace}

is_reserved(name) if startswith(name, "kube-")

# Where the product's group is at its provider.
group_path(product) := fields.text_or(product, ["spec", "git", "gitlab", "path"], request.name)
