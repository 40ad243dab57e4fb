# METADATA
# scope: package
# title: CodeRepo
# description: What holds for a CodeRepo, a Git repository of a product.
# custom:
#   kinds: [CodeRepo]
package nautes.rules.coderepo

import data.nautes.lib.fields
import data.nautes.lib.giturl
import data.nautes.lib.providers
import data.nautes.lib.references
import data.nautes.lib.repos
import data.nautes.lib.request
import data.nautes.lib.runtimes

# METADATA
# scope: document
# title: The name is not that of the metadata repository
# description: >-
#   Neither the name nor the path of the repository is default.project or that of the product's metadata repository,
#   which Nautes itself keeps.
# custom:
#   id: coderepo-name-not-reserved
#   operations: [CREATE]
#   bypassable: false
#   action: deny
#   mend: Choose another name, and another path where one is set.
#   origin: '2.8'
coderepo_name_not_reserved contains violation if {
	some field in ["metadata.name", "spec.repoName", "spec.git.gitlab.path"]
	name := fields.text(request.manifest, split(field, "."))
	lower(name) in {"default.project", metadata_repository}

	violation := {
		"field": field,
		"message": sprintf("%q is the product's metadata repository", [name]),
	}
}

# METADATA
# scope: document
# title: The project exists
# description: The project that the repo belongs to, where it names one, exists in the product.
# custom:
#   id: coderepo-project-exists
#   operations: [CREATE, UPDATE]
#   bypassable: true
#   action: deny
#   mend: Name an existing project of the product (kubectl get projects), or apply the Project first.
#   origin: R104
coderepo_project_exists contains violation if {
	project != ""
	not data.catalog.projects[request.namespace][project]

	violation := {
		"field": "spec.project",
		"message": sprintf("project %q does not exist in product %q", [project, request.namespace]),
	}
}

# METADATA
# scope: document
# title: The provider exists
# description: The code repo provider exists; a repo that names none needs exactly one to be there.
# custom:
#   id: coderepo-provider-exists
#   operations: [CREATE, UPDATE]
#   bypassable: true
#   action: deny
#   mend: Name an existing provider (kubectl get coderepoproviders), or apply the CodeRepoProvider first.
#   origin: R105
coderepo_provider_exists contains violation if {
	fault := providers.fault(fields.text(request.manifest, ["spec", "codeRepoProvider"]))
	violation := {"field": "spec.codeRepoProvider", "message": fault}
}

# METADATA
# scope: document
# title: The path stays
# description: >-
#   The path of the repository at its provider does not change. A new repo may have another path than its name, so that
#   a repository that is there already can be adopted; it is warned of.
# custom:
#   id: coderepo-path-frozen
#   operations: [CREATE, UPDATE]
#   bypassable: false
#   action: deny
#   mend: Set the path back; for another repository create another CodeRepo.
#   origin: R70
coderepo_path_frozen contains violation if {
	request.updates
	former := repos.gitlab_path(request.former)
	path != former

	violation := {
		"field": "spec.git.gitlab.path",
		"message": sprintf("path can not change from %q to %q", [former, path]),
	}
}

coderepo_path_frozen contains violation if {
	request.creates
	path != request.name

	violation := {
		"field": "spec.git.gitlab.path",
		"message": sprintf("path %q is not the name %q, and can not be changed later", [path, request.name]),
		"action": "warn",
	}
}

# METADATA
# scope: document
# title: The URL is an SSH address
# description: >-
#   The URL, where it is set, is git@host:path.git or ssh://git@host[:port]/path.git. The host is a name, an IPv4
#   address or an IPv6 address in brackets; the path may hold subgroups.
# custom:
#   id: coderepo-url-valid
#   operations: [CREATE, UPDATE]
#   bypassable: false
#   action: deny
#   mend: >-
#     Leave the URL out so that it is derived, or write it like ssh://git@git.example.io:2222/shop/cart.git or
#     git@git.example.io:shop/cart.git.
#   origin: R36 R37
coderepo_url_valid contains violation if {
	url := fields.text(request.manifest, ["spec", "url"])
	url != ""
	not giturl.is_ssh(url)

	violation := {
		"field": "spec.url",
		"message": sprintf("url %q is not an SSH address of a git repository", [giturl.masked(url)]),
	}
}

# METADATA
# scope: document
# title: The identity stays
# description: >-
#   The product and the repository's name do not change. The project does not change while a runtime may use the repo
#   only because the repo belongs to the project.
# custom:
#   id: coderepo-identity-frozen
#   operations: [UPDATE]
#   bypassable: false
#   action: deny
#   mend: >-
#     Set the field back; for another repository create another CodeRepo, and to hand a repo to another project first
#     grant it to the present one by a CodeRepoBinding, or delete the runtimes that are named.
#   origin: W34
coderepo_identity_frozen contains violation if {
	request.updates
	former := product_of(request.former)
	product := product_of(request.manifest)
	product != former

	violation := {
		"field": "spec.product",
		"message": sprintf("product can not change from %q to %q", [former, product]),
	}
}

coderepo_identity_frozen contains violation if {
	request.updates
	former := repos.repo_name(request.former)
	name := repos.repo_name(request.manifest)
	name != former

	violation := {
		"field": "spec.repoName",
		"message": sprintf("repoName can not change from %q to %q", [former, name]),
	}
}

coderepo_identity_frozen contains violation if {
	request.updates
	former := fields.text(request.former, ["spec", "project"])
	not former in {"", project}
	losers := {ref | some ref in users; left_without_repo(ref, former)}
	count(losers) > 0

	violation := {
		"field": "spec.project",
		"message": sprintf("project can not change from %q to %q while %s relies on it", [
			former,
			project,
			references.listed(losers),
		]),
	}
}

# METADATA
# scope: document
# title: The webhook events are known
# description: >-
#   The events of the repo's webhook are ones that GitLab has. Those that can not start a pipeline are warned of.
# custom:
#   id: coderepo-webhook-events-known
#   operations: [CREATE, UPDATE]
#   bypassable: true
#   action: deny
#   mend: >-
#     Use push_events, tag_push_events, merge_requests_events, note_events, issues_events, job_events or
#     pipeline_events.
#   origin: R103 W28
coderepo_webhook_events_known contains violation if {
	some i, event in fields.list(request.manifest, ["spec", "webhook", "events"])
	not data.events[event]

	violation := {
		"field": sprintf("spec.webhook.events[%d]", [i]),
		"message": sprintf("webhook event %q is not known", [event]),
	}
}

coderepo_webhook_events_known contains violation if {
	some i, event in fields.list(request.manifest, ["spec", "webhook", "events"])
	data.events[event].pipeline == false

	violation := {
		"field": sprintf("spec.webhook.events[%d]", [i]),
		"message": sprintf("webhook event %q can not start a pipeline", [event]),
		"action": "warn",
	}
}

# METADATA
# scope: document
# title: The repo is not in use
# description: >-
#   No runtime uses a repo that is deleted, be it for manifests, pipelines, events or additional resources, and no
#   binding grants it. A runtime of another product counts only where a binding grants it the repo.
# custom:
#   id: coderepo-in-use
#   operations: [DELETE]
#   bypassable: true
#   action: deny
#   mend: First delete the objects that are named, or point the runtimes among them to another repo.
#   origin: R38 W2
coderepo_in_use contains violation if {
	request.deletes
	holders := {ref | some ref in users; holds(ref)}
	count(holders) > 0

	violation := {
		"field": "metadata.name",
		"message": sprintf("code repo %q is used by %s", [request.name, references.listed(holders)]),
	}
}

path := repos.gitlab_path(request.manifest)

project := fields.text(request.manifest, ["spec", "project"])

product_of(coderepo) := fields.text_or(coderepo, ["spec", "product"], request.namespace)

# The last part of the metadata repository's address without .git.
metadata_repository := lower(regex.replace(address, `^.*[/:]|\.git$`, "")) if {
	address := data.catalog.products[request.namespace].spec.metaDataPath
} else := "default.project"

default users := set()

users := references.distinct(data.catalog.referrers.coderepos[request.namespace][request.name])

# Whoever keeps the repo from being deleted. Another product that merely names it, with nothing that grants it the
# repo, must not get in the way of the product that owns it.
holds(ref) if ref.namespace == request.namespace

holds(ref) if {
	some user in runtimes.users(runtimes.stored(ref), ref.namespace)
	repos.granted(user, {"product": request.namespace, "name": request.name})
}

# A runtime may use the repo as its project's own, and no binding would grant it once the repo is another's.
left_without_repo(ref, owner) if {
	user := {"product": request.namespace, "project": owner}
	user in runtimes.users(runtimes.stored(ref), ref.namespace)
	not repos.granted(user, {"product": request.namespace, "name": request.name})
}
