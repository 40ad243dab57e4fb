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
#   No CodeRepo, CodeRepoBinding, ProjectPipelineRuntime or DeploymentRuntime names a project that is deleted.
# custom:
#   id: project-in-use
#   operations: [DELETE]
#   bypassable: true
#   action: deny
#   mend: First delete the objects that are named, or take the project out of them.
#   origin: W19
project_in_use contains violation if {
	request.deletes
	uses := data.catalog.referrers.projects[request.namespace][request.name]
	users := {ref | some ref in references.distinct(uses); ref.kind in holding}
	count(users) > 0

	violation := {
		"field": "metadata.name",
		"message": sprintf("project %q is named by %s", [request.name, references.listed(users)]),
	}
}

# The kinds that keep a project: an ArtifactRepo, which also names projects, goes on without it.
holding := {"CodeRepo", "CodeRepoBinding", "DeploymentRuntime", "ProjectPipelineRuntime"}
