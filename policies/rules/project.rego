# METADATA
# scope: package
# title: Project
# description: What holds for a Project, one microservice of a product.
# custom:
#   kinds: [Project]
package nautes.rules.project

import data.nautes.lib.references
import data.nautes.lib.request

# METADATA
# scope: document
# title: The project is not in use
# description: >-
#   No CodeRepo, CodeRepoBinding, ProjectPipelineRuntime or DeploymentRuntime of the product names a project that is
#   deleted. Of bindings of other products that grant to it, it warns: nobody keeps a project of another product.
# custom:
#   id: project-in-use
#   operations: [DELETE]
#   bypassable: true
#   action: deny
#   mend: First delete the objects that are named, or take the project out of them.
#   origin: W19
project_in_use contains violation if {
	request.deletes
	own := {ref | some ref in users; ref.namespace == request.namespace}
	count(own) > 0

	violation := {
		"field": "metadata.name",
		"message": sprintf("project %q is named by %s", [request.name, references.listed(own)]),
	}
}

project_in_use contains violation if {
	request.deletes
	grants := {ref | some ref in users; ref.namespace != request.namespace}
	count(grants) > 0

	violation := {
		"field": "metadata.name",
		"message": sprintf("project %q is still granted repos by %s", [request.name, references.listed(grants)]),
		"action": "warn",
	}
}

users := {ref |
	some ref in references.distinct(data.catalog.referrers.projects[request.namespace][request.name])
	ref.kind in holding
}

# The kinds that keep a project: an ArtifactRepo, which also names projects, goes on without it.
holding := {"CodeRepo", "CodeRepoBinding", "DeploymentRuntime", "ProjectPipelineRuntime"}
