# METADATA
# scope: package
# title: ArtifactRepo
# description: What holds for an ArtifactRepo, a repository of packages that the projects of a product use.
# custom:
#   kinds: [ArtifactRepo]
package nautes.rules.artifactrepo

import data.nautes.lib.fields
import data.nautes.lib.request

# METADATA
# scope: document
# title: The provider exists
# description: The artifact repo provider that the repo names exists.
# custom:
#   id: artifactrepo-provider-exists
#   operations: [CREATE, UPDATE]
#   bypassable: true
#   action: deny
#   mend: Name an existing provider (kubectl get artifactrepoproviders), or apply the ArtifactRepoProvider first.
#   origin: new
artifactrepo_provider_exists contains violation if {
	provider := fields.text(request.manifest, ["spec", "artifactRepoProvider"])
	not data.catalog.artifactrepoproviders[provider]

	violation := {
		"field": "spec.artifactRepoProvider",
		"message": sprintf("artifact repo provider %q does not exist", [provider]),
	}
}

# METADATA
# scope: document
# title: The projects exist
# description: Each project that the repo lists exists in the product.
# custom:
#   id: artifactrepo-projects-exist
#   operations: [CREATE, UPDATE]
#   bypassable: true
#   action: deny
#   mend: Name existing projects of the product (kubectl get projects), or apply the Projects first.
#   origin: new
artifactrepo_projects_exist contains violation if {
	some i, project in fields.list(request.manifest, ["spec", "projects"])
	not data.catalog.projects[request.namespace][project]

	violation := {
		"field": sprintf("spec.projects[%d]", [i]),
		"message": sprintf("project %q does not exist in product %q", [project, request.namespace]),
	}
}
