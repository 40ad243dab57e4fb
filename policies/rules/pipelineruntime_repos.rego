# The code repos that a pipeline runtime takes its pipelines and additional resources from.
package nautes.rules.projectpipelineruntime

import data.nautes.lib.fields
import data.nautes.lib.repos
import data.nautes.lib.request

# METADATA
# scope: document
# title: The pipeline source exists
# description: The repo that holds the pipelines exists.
# custom:
#   id: pipelineruntime-source-exists
#   operations: [CREATE, UPDATE]
#   bypassable: true
#   action: deny
#   mend: >-
#     Name an existing repo of the product (kubectl get coderepos), or one of another product as product/repo, or apply
#     the CodeRepo first.
#   origin: R118
pipelineruntime_source_exists contains violation if {
	not repos.exists(source)

	violation := {
		"field": "spec.pipelineSource",
		"message": missing(source),
	}
}

# METADATA
# scope: document
# title: The project may use the pipeline source
# description: The project owns the repo that holds the pipelines, or is granted it by a binding of the repo's product.
# custom:
#   id: pipelineruntime-source-permitted
#   operations: [CREATE, UPDATE]
#   bypassable: true
#   action: deny
#   mend: Have the repo's product grant it to the project by a CodeRepoBinding.
#   origin: R58
pipelineruntime_source_permitted contains violation if {
	repos.exists(source)
	not repos.may_use(user, source)

	violation := {
		"field": "spec.pipelineSource",
		"message": not_permitted(source),
	}
}

# METADATA
# scope: document
# title: Additional resources have one source
# description: Additional resources in Git name a code repo or a URL, and not both.
# custom:
#   id: pipelineruntime-additional-source-set
#   operations: [CREATE, UPDATE]
#   bypassable: false
#   action: deny
#   mend: Set either codeRepo or url.
#   origin: R50
pipelineruntime_additional_source_set contains violation if {
	additional_repo == ""
	fields.text(additional, ["url"]) == ""

	violation := {
		"field": "spec.additionalResources.git",
		"message": "neither codeRepo nor url is set",
	}
}

pipelineruntime_additional_source_set contains violation if {
	additional_repo != ""
	url := fields.text(additional, ["url"])
	url != ""

	violation := {
		"field": "spec.additionalResources.git",
		"message": sprintf("both codeRepo %q and a url are set", [additional_repo]),
	}
}

# METADATA
# scope: document
# title: The project may use the repo of the additional resources
# description: >-
#   The repo of the additional resources exists, and the project owns it or is granted it by a binding of the repo's
#   product.
# custom:
#   id: pipelineruntime-additional-repo-permitted
#   operations: [CREATE, UPDATE]
#   bypassable: true
#   action: deny
#   mend: Name an existing repo that the project owns, or have its product grant it by a CodeRepoBinding.
#   origin: R59
pipelineruntime_additional_repo_permitted contains violation if {
	additional_repo != ""
	repo := repos.parse(additional_repo, request.namespace)
	problem := unusable(repo)

	violation := {
		"field": "spec.additionalResources.git.codeRepo",
		"message": problem,
	}
}

source := source_of(request.manifest)

source_of(runtime) := repos.parse(fields.text(runtime, ["spec", "pipelineSource"]), request.namespace)

# Undefined where no additional resources in Git are declared.
additional := git if {
	git := request.manifest.spec.additionalResources.git
	is_object(git)
}

additional_repo := fields.text(additional, ["codeRepo"])

# On whose behalf the runtime uses repos.
user := {"product": request.namespace, "project": project}

# Why the project can not use a repo; undefined where it can.
unusable(repo) := missing(repo) if {
	not repos.exists(repo)
} else := not_permitted(repo) if {
	not repos.may_use(user, repo)
}

missing(repo) := sprintf("code repo %q does not exist in product %q", [repo.name, repo.product])

not_permitted(repo) := sprintf("project %q may not use code repo %q of product %q", [project, repo.name, repo.product])
