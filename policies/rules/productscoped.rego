# METADATA
# scope: package
# title: Every kind that lives in a product
# description: What holds for each object in the namespace of a product, whatever its kind.
# custom:
#   kinds:
#     - Environment
#     - Project
#     - CodeRepo
#     - CodeRepoBinding
#     - ProjectPipelineRuntime
#     - DeploymentRuntime
#     - ArtifactRepo
package nautes.rules.productscoped

import data.nautes.lib.fields
import data.nautes.lib.request

# METADATA
# scope: document
# title: The product exists
# description: A Product of the name of the object's namespace exists.
# custom:
#   id: product-exists
#   operations: [CREATE, UPDATE]
#   bypassable: true
#   action: deny
#   mend: Apply the Product first, or put the object into the namespace of an existing product.
#   origin: R91
product_exists contains violation if {
	not data.catalog.products[request.namespace]

	violation := {
		"field": "metadata.namespace",
		"message": sprintf("product %q does not exist", [request.namespace]),
	}
}

# METADATA
# scope: document
# title: The product is the namespace
# description: >-
#   spec.product, where it is set, is the namespace of the object. On a CodeRepoBinding it names the product that is
#   granted the use of the repo, and is not looked at here.
# custom:
#   id: product-matches-namespace
#   operations: [CREATE, UPDATE]
#   bypassable: false
#   action: deny
#   mend: Leave spec.product out, or apply the object in the namespace of that product.
#   origin: R102 W3
product_matches_namespace contains violation if {
	request.kind != "CodeRepoBinding"
	not product in {"", request.namespace}

	violation := {
		"field": "spec.product",
		"message": sprintf("product %q is not the namespace %q", [product, request.namespace]),
	}
}

# METADATA
# scope: document
# title: The name is a DNS label
# description: >-
#   The name consists of at most 63 lower-case letters, digits and dashes, with no dash at either end, and what is
#   derived from it fits where it goes. The repository of a CodeRepo may have a freer name at its provider.
# custom:
#   id: name-is-dns-label
#   operations: [CREATE]
#   bypassable: false
#   action: deny
#   mend: >-
#     Choose a shorter name of lower-case letters, digits and dashes; for a repository with another name set
#     spec.git.gitlab.path.
#   origin: W33
name_is_dns_label contains violation if {
	not regex.match(`^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$`, request.name)

	violation := {
		"field": "metadata.name",
		"message": sprintf("name %q is not a DNS label", [request.name]),
	}
}

name_is_dns_label contains violation if {
	some use in derived[request.kind]
	count(use.value) > use.most

	violation := {
		"field": "metadata.name",
		"message": sprintf("%s %q has %d characters, not at most %d", [use.what, use.value, count(use.value), use.most]),
	}
}

product := fields.text(request.manifest, ["spec", "product"])

# What a name becomes elsewhere, and how long that can be: a namespace and a label's value 63, a service account 253.
#
#   kind                     becomes                             formula             limit
#   each                     label value on what is made of it   <name>              63
#   CodeRepo                 Argo CD's repository secret         <product>-<name>    253
#   DeploymentRuntime,       namespace, where none is named      <name>              63
#   ProjectPipelineRuntime   service account, where none is set  <name>              253
#                            label value that tells the          <product>-<name>    63
#                            runtimes of all products apart
#
# A DNS label keeps within all of these by itself, except for the last one.
derived := {
	"DeploymentRuntime": [runtime_label],
	"ProjectPipelineRuntime": [runtime_label],
}

runtime_label := {
	"what": "label value",
	"value": concat("-", [request.namespace, request.name]),
	"most": 63,
}
