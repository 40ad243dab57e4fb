# METADATA
# scope: package
# title: ProjectPipelineRuntime
# description: What holds for a ProjectPipelineRuntime, which runs pipelines of a project on events.
# custom:
#   kinds: [ProjectPipelineRuntime]
package nautes.rules.projectpipelineruntime

import data.nautes.lib.fields
import data.nautes.lib.request
import data.nautes.lib.runtimes

# METADATA
# scope: document
# title: The project exists
# description: The project that the pipelines are for exists in the runtime's product.
# custom:
#   id: pipelineruntime-project-exists
#   operations: [CREATE, UPDATE]
#   bypassable: true
#   action: deny
#   mend: Name an existing project of the product (kubectl get projects), or apply the Project first.
#   origin: R116
pipelineruntime_project_exists contains violation if {
	not data.catalog.projects[request.namespace][project]

	violation := {
		"field": "spec.project",
		"message": sprintf("project %q does not exist in product %q", [project, request.namespace]),
	}
}

# METADATA
# scope: document
# title: The project stays
# description: A pipeline runtime keeps the project that it was created for.
# custom:
#   id: pipelineruntime-project-frozen
#   operations: [UPDATE]
#   bypassable: false
#   action: deny
#   mend: Create another pipeline runtime for the other project, and delete this one.
#   origin: R80
pipelineruntime_project_frozen contains violation if {
	request.changed(["spec", "project"])

	violation := {
		"field": "spec.project",
		"message": sprintf("project can not change from %q to %q", [
			fields.text(request.former, ["spec", "project"]),
			project,
		]),
	}
}

# METADATA
# scope: document
# title: The environment exists
# description: The environment that the pipelines run in exists in the runtime's product.
# custom:
#   id: pipelineruntime-environment-exists
#   operations: [CREATE, UPDATE]
#   bypassable: true
#   action: deny
#   mend: Name an existing environment of the product (kubectl get environments), or apply the Environment first.
#   origin: R117 R56
pipelineruntime_environment_exists contains violation if {
	not data.catalog.environments[request.namespace][environment]

	violation := {
		"field": "spec.destination.environment",
		"message": sprintf("environment %q does not exist in product %q", [environment, request.namespace]),
	}
}

# METADATA
# scope: document
# title: The cluster is for pipelines
# description: The cluster of the environment, where it exists, is a worker of the type pipeline.
# custom:
#   id: pipelineruntime-cluster-is-pipeline
#   operations: [CREATE, UPDATE]
#   bypassable: true
#   action: deny
#   mend: Name an environment on a cluster with the usage worker and the workerType pipeline.
#   origin: R57
pipelineruntime_cluster_is_pipeline contains violation if {
	spec := data.catalog.clusters[cluster].spec
	usage := fields.text(spec, ["usage"])
	worker_type := fields.text(spec, ["workerType"])
	[usage, worker_type] != ["worker", "pipeline"]

	violation := {
		"field": "spec.destination.environment",
		"message": sprintf("cluster %q of environment %q has the usage %q and the workerType %q", [
			cluster,
			environment,
			usage,
			worker_type,
		]),
	}
}

# METADATA
# scope: document
# title: The cluster has a pipeline component
# description: The cluster of the environment, where it exists, lists a component that runs pipelines.
# custom:
#   id: pipelineruntime-cluster-has-pipeline-component
#   operations: [CREATE, UPDATE]
#   bypassable: true
#   action: deny
#   mend: >-
#     Name an environment on a cluster that has a pipeline component, or have the cluster's owner add one to
#     spec.componentsList.pipeline.
#   origin: R62
pipelineruntime_cluster_has_pipeline_component contains violation if {
	component == ""

	violation := {
		"field": "spec.destination.environment",
		"message": sprintf("cluster %q of environment %q has no pipeline component", [cluster, environment]),
	}
}

# METADATA
# scope: document
# title: The destination stays while deployed
# description: Environment and namespace of a pipeline runtime do not change while anything of it is deployed.
# custom:
#   id: pipelineruntime-destination-frozen
#   operations: [UPDATE]
#   bypassable: true
#   action: deny
#   mend: Create another pipeline runtime for the other destination, and delete this one.
#   origin: W17
pipelineruntime_destination_frozen contains violation if {
	request.updates
	count(deployed) > 0
	former := runtimes.environment(request.former)
	former != environment

	violation := {
		"field": "spec.destination.environment",
		"message": sprintf("environment can not change from %q to %q while deployed on cluster %q", [
			former,
			environment,
			fields.text(deployed, ["cluster"]),
		]),
	}
}

pipelineruntime_destination_frozen contains violation if {
	request.updates
	count(deployed) > 0
	former := namespace_of(request.former)
	namespace := namespace_of(request.manifest)
	former != namespace

	violation := {
		"field": "spec.destination.namespace",
		"message": sprintf("namespace can not change from %q to %q while deployed on cluster %q", [
			former,
			namespace,
			fields.text(deployed, ["cluster"]),
		]),
	}
}

project := fields.text(request.manifest, ["spec", "project"])

environment := runtimes.environment(request.manifest)

cluster := runtimes.cluster(request.manifest, request.namespace)

# The name of the pipeline component of the cluster; undefined where the cluster does not exist.
component := fields.text(data.catalog.clusters[cluster], ["spec", "componentsList", "pipeline", "name"])

deployed := fields.map(request.former, ["status", "deployed"])

# The one namespace that a pipeline runtime takes: the one that it names, else its own name.
namespace_of(runtime) := runtimes.namespaces(runtime)[0].name
