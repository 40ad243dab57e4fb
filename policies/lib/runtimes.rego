# What holds for both kinds of runtime: where they go, as whom, on whose behalf. Both have one shape for this, so a
# function takes either: a deployment runtime has destination.namespaces and projectsRef, a pipeline runtime
# destination.namespace and project.
package nautes.lib.runtimes

import data.nautes.lib.fields

# The runtime that a reference names; undefined for references to other kinds.
stored(ref) := data.catalog.deploymentruntimes[ref.namespace][ref.name] if ref.kind == "DeploymentRuntime"

stored(ref) := data.catalog.projectpipelineruntimes[ref.namespace][ref.name] if ref.kind == "ProjectPipelineRuntime"

environment(runtime) := fields.text(runtime, ["spec", "destination", "environment"])

# The cluster of the runtime's environment in its product; "" where that environment does not exist.
cluster(runtime, product) := name if {
	name := data.catalog.environments[product][environment(runtime)].spec.cluster
} else := ""

# The namespaces that the runtime takes on its cluster, each with the field that says so: the ones it names, else its
# own name.
namespaces(runtime) := named if {
	named := array.concat(several_namespaces(runtime), single_namespace(runtime))
	count(named) > 0
} else := [{"name": fields.text(runtime, ["metadata", "name"]), "field": "spec.destination"}]

several_namespaces(runtime) := [{"name": name, "field": sprintf("spec.destination.namespaces[%d]", [i])} |
	some i, name in fields.list(runtime, ["spec", "destination", "namespaces"])
	is_string(name)
	name != ""
]

single_namespace(runtime) := [{"name": name, "field": "spec.destination.namespace"} |
	name := fields.text(runtime, ["spec", "destination", "namespace"])
	name != ""
]

# The service account, which becomes the Vault role of that name on the cluster.
account(runtime) := fields.text_or(runtime, ["spec", "account"], fields.text(runtime, ["metadata", "name"]))

# On whose behalf the runtime uses code repos: its projects, or where it names none its product as a whole.
users(runtime, product) := named if {
	named := {{"product": product, "project": project} | some project in projects(runtime)}
	count(named) > 0
} else := {{"product": product, "project": ""}}

projects(runtime) := array.concat(fields.list(runtime, ["spec", "projectsRef"]), single_project(runtime))

single_project(runtime) := [project |
	project := fields.text(runtime, ["spec", "project"])
	project != ""
]
