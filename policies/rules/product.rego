# METADATA
# scope: package
# title: Product
# description: What holds for a Product, one IT system with all that is in it.
# custom:
#   kinds: [Product]
package nautes.rules.product

import data.nautes.lib.references
import data.nautes.lib.request

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
