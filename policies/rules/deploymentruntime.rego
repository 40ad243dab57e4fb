# METADATA
# scope: package
# title: DeploymentRuntime
# description: What holds for a DeploymentRuntime, which deploys manifests of a repo to an environment.
# custom:
#   kinds: [DeploymentRuntime]
package nautes.rules.deploymentruntime

import data.nautes.lib.fields
import data.nautes.lib.paths
import data.nautes.lib.repos
import data.nautes.lib.request
import data.nautes.lib.runtimes

# METADATA
# scope: document
# title: The environment exists
# description: The environment that the runtime deploys to exists in its product.
# custom:
#   id: deploymentruntime-environment-exists
#   operations: [CREATE, UPDATE]
#   bypassable: true
#   action: deny
#   mend: Name an existing environment of the product (kubectl get environments), or apply the Environment first.
#   origin: R111 R40
deploymentruntime_environment_exists contains violation if {
	not data.catalog.environments[request.namespace][environment]

	violation := {
		"field": "spec.destination.environment",
		"message": sprintf("environment %q does not exist in product %q", [environment, request.namespace]),
	}
}

# METADATA
# scope: document
# title: The cluster is for deployments
# description: The cluster of the environment, where it exists, is a worker of the type deployment.
# custom:
#   id: deploymentruntime-cluster-is-deployment
#   operations: [CREATE, UPDATE]
#   bypassable: true
#   action: deny
#   mend: Name an environment on a cluster with the usage worker and the workerType deployment.
#   origin: R41
deploymentruntime_cluster_is_deployment contains violation if {
	spec := data.catalog.clusters[cluster].spec
	usage := fields.text(spec, ["usage"])
	worker_type := fields.text(spec, ["workerType"])
	[usage, worker_type] != ["worker", "deployment"]

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
# title: The manifest source exists
# description: The repo that holds the manifests exists.
# custom:
#   id: deploymentruntime-source-exists
#   operations: [CREATE, UPDATE]
#   bypassable: true
#   action: deny
#   mend: >-
#     Name an existing repo of the product (kubectl get coderepos), or one of another product as product/repo, or apply
#     the CodeRepo first.
#   origin: R112 R45
deploymentruntime_source_exists contains violation if {
	not repos.exists(source.repo)

	violation := {
		"field": "spec.manifestSource.codeRepo",
		"message": sprintf("code repo %q does not exist in product %q", [source.repo.name, source.repo.product]),
	}
}

# METADATA
# scope: document
# title: The path is relative
# description: The path of the manifests is relative and does not leave the repository.
# custom:
#   id: deploymentruntime-path-is-relative
#   operations: [CREATE, UPDATE]
#   bypassable: false
#   action: deny
#   mend: Write the path as seen from the root of the repository, for example deploy/test.
#   origin: new
deploymentruntime_path_is_relative contains violation if {
	path := fields.text(request.manifest, ["spec", "manifestSource", "path"])
	paths.leaves_repository(path)

	violation := {
		"field": "spec.manifestSource.path",
		"message": sprintf("path %q leaves the repository", [path]),
	}
}

# METADATA
# scope: document
# title: The projects exist
# description: The projects that are deployed exist in the product.
# custom:
#   id: deploymentruntime-projects-exist
#   operations: [CREATE, UPDATE]
#   bypassable: true
#   action: deny
#   mend: List existing projects of the product (kubectl get projects), or apply the Project first.
#   origin: R110
deploymentruntime_projects_exist contains violation if {
	some i, project in projects
	not data.catalog.projects[request.namespace][project]

	violation := {
		"field": sprintf("spec.projectsRef[%d]", [i]),
		"message": sprintf("project %q does not exist in product %q", [project, request.namespace]),
	}
}

# METADATA
# scope: document
# title: The projects may use the manifest source
# description: >-
#   Each project that is deployed owns the repo or is granted it by a binding of the repo's product. Where no project
#   is named, the repo is one of the product, or a binding grants it to the product as a whole.
# custom:
#   id: deploymentruntime-projects-permitted
#   operations: [CREATE, UPDATE]
#   bypassable: true
#   action: deny
#   mend: >-
#     Have the repo's product grant it to the project by a CodeRepoBinding; for a runtime without projectsRef by one
#     that lists no projects.
#   origin: R46 W26
deploymentruntime_projects_permitted contains violation if {
	repos.exists(source.repo)
	some i, project in projects
	not repos.may_use({"product": request.namespace, "project": project}, source.repo)

	violation := {
		"field": sprintf("spec.projectsRef[%d]", [i]),
		"message": sprintf("project %q may not use code repo %q of product %q", [
			project,
			source.repo.name,
			source.repo.product,
		]),
	}
}

deploymentruntime_projects_permitted contains violation if {
	repos.exists(source.repo)
	projects == []
	not repos.may_use({"product": request.namespace, "project": ""}, source.repo)

	violation := {
		"field": "spec.manifestSource.codeRepo",
		"message": sprintf("product %q as a whole may not use code repo %q of product %q", [
			request.namespace,
			source.repo.name,
			source.repo.product,
		]),
	}
}

# METADATA
# scope: document
# title: Nothing else deploys the same
# description: No other deployment runtime of the product has the same manifest source and environment.
# custom:
#   id: deploymentruntime-duplicate
#   operations: [CREATE, UPDATE]
#   bypassable: true
#   action: deny
#   mend: Change the runtime that is named instead, or deploy another path, or to another environment.
#   origin: R43 R113
deploymentruntime_duplicate contains violation if {
	twins := data.catalog.index.runtimes_by_source[concat("/", [
		request.namespace,
		environment,
		source.repo.product,
		source.repo.name,
		concat("/", source.path),
	])]
	some twin in twins
	request.is_other(twin)
	source_of(runtimes.stored(twin)) == source

	violation := {
		"field": "spec.manifestSource",
		"message": sprintf("deployment runtime %q has the same manifest source and environment", [twin.name]),
	}
}

# METADATA
# scope: document
# title: The environment stays while deployed
# description: The environment of a runtime does not change while anything of it is deployed.
# custom:
#   id: deploymentruntime-environment-frozen-deployed
#   operations: [UPDATE]
#   bypassable: true
#   action: deny
#   mend: Create another runtime for the other environment, and delete this one.
#   origin: R47 W17
deploymentruntime_environment_frozen_deployed contains violation if {
	request.changed(["spec", "destination", "environment"])
	deployed := fields.map(request.former, ["status", "deployed"])
	count(deployed) > 0

	violation := {
		"field": "spec.destination.environment",
		"message": sprintf("environment can not change from %q to %q while deployed on cluster %q", [
			runtimes.environment(request.former),
			environment,
			fields.text(deployed, ["cluster"]),
		]),
	}
}

environment := runtimes.environment(request.manifest)

cluster := runtimes.cluster(request.manifest, request.namespace)

projects := fields.list(request.manifest, ["spec", "projectsRef"])

source := source_of(request.manifest)

# What is deployed: two spellings of one repo or one path are the same source.
source_of(runtime) := {
	"repo": repos.parse(fields.text(runtime, ["spec", "manifestSource", "codeRepo"]), request.namespace),
	"revision": fields.text(runtime, ["spec", "manifestSource", "targetRevision"]),
	"path": paths.steps(fields.text(runtime, ["spec", "manifestSource", "path"])),
}
