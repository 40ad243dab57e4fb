# METADATA
# scope: package
# title: Components of a Cluster
# description: What holds for the components that a Cluster lists, each under its category.
# custom:
#   kinds: [Cluster]
package nautes.rules.cluster_components

import data.nautes.lib.clusters
import data.nautes.lib.fields
import data.nautes.lib.references
import data.nautes.lib.request

# METADATA
# scope: document
# title: The components are complete
# description: The cluster has a component of each category that its usage, its type and its worker type need.
# custom:
#   id: cluster-components-complete
#   operations: [CREATE, UPDATE]
#   bypassable: true
#   action: deny
#   mend: List a component under each category that is named in spec.componentsList.
#   origin: R30 R31
cluster_components_complete contains violation if {
	missing := {category | some category in data.categories[class]; not components[category]}
	count(missing) > 0

	violation := {
		"field": "spec.componentsList",
		"message": sprintf("a %s cluster also needs %s", [class, references.enumerated(missing)]),
	}
}

# METADATA
# scope: document
# title: The component is known
# description: Each component that the cluster lists is known, and stands under its own category.
# custom:
#   id: cluster-component-known
#   operations: [CREATE, UPDATE]
#   bypassable: true
#   action: deny
#   mend: Name a component that Nautes knows, under the category that it belongs to.
#   origin: R32 W31
cluster_component_known contains violation if {
	some category, component in components
	not data.components[component.name]

	violation := {
		"field": sprintf("spec.componentsList.%s.name", [category]),
		"message": sprintf("component %q is not known", [component.name]),
	}
}

cluster_component_known contains violation if {
	some category, component in components
	own := data.components[component.name].category
	category != own

	violation := {
		"field": sprintf("spec.componentsList.%s.name", [category]),
		"message": sprintf("component %q belongs under %q, not %q", [component.name, own, category]),
	}
}

# METADATA
# scope: document
# title: The component is told what it needs
# description: >-
#   The additions of a component hold what it has to be told, each in its form; what has a default can be left out. Those
#   that the component does not know are warned of.
# custom:
#   id: cluster-component-properties-valid
#   operations: [CREATE, UPDATE]
#   bypassable: true
#   action: deny
#   mend: Set the addition that is named in its form, in quotes where it is a number, or take out one that is not known.
#   origin: R33
cluster_component_properties_valid contains violation if {
	some category, component in components
	some key, addition in data.components[component.name].additions
	addition.required
	not addition.default
	not key in object.keys(additions(component))

	violation := {
		"field": sprintf("spec.componentsList.%s.additions", [category]),
		"message": sprintf("component %q needs the addition %q", [component.name, key]),
	}
}

cluster_component_properties_valid contains violation if {
	some category, component in components
	some key, _ in additions(component)
	value := fields.text(component, ["additions", key])
	addition := data.components[component.name].additions[key]
	not regex.match(addition.pattern, value)

	violation := {
		"field": sprintf("spec.componentsList.%s.additions.%s", [category, key]),
		"message": sprintf("addition %q of component %q is %q, no %s", [key, component.name, value, addition.form]),
	}
}

cluster_component_properties_valid contains violation if {
	some category, component in components
	known := data.components[component.name].additions
	some key, _ in additions(component)
	not known[key]

	violation := {
		"field": sprintf("spec.componentsList.%s.additions.%s", [category, key]),
		"message": sprintf("component %q does not know the addition %q", [component.name, key]),
		"action": "warn",
	}
}

components := clusters.components(request.manifest)

# What the cluster is, as data.categories names it: "worker/virtual/pipeline".
class := concat("/", [part |
	some field in ["usage", "clusterType", "workerType"]
	part := fields.text(request.manifest, ["spec", field])
	part != ""
])

additions(component) := fields.map(component, ["additions"])
