# Code repos and who may use them. A repo is {"product", "name"}. A user is {"product", "project"}: a project, or with
# project "" the product as a whole.
package nautes.lib.repos

import data.nautes.lib.fields
import data.nautes.lib.request

# The repo that a reference in an object of a product names: "repo" is one of that product, "owner/repo" one of
# another. No name holds a slash, so what has more of them names nothing that exists.
parse(reference, product) := {"product": product, "name": reference} if {
	not contains(reference, "/")
} else := {"product": owner, "name": trim_prefix(reference, concat("", [owner, "/"]))} if {
	owner := split(reference, "/")[0]
}

exists(repo) if data.catalog.coderepos[repo.product][repo.name]

# Where the repository lies in the product's GitLab group.
gitlab_path(coderepo) := fields.text_or(coderepo, ["spec", "git", "gitlab", "path"], repo_name(coderepo))

repo_name(coderepo) := fields.text_or(coderepo, ["spec", "repoName"], fields.text(coderepo, ["metadata", "name"]))

may_use(user, repo) if owns(user, repo)

may_use(user, repo) if granted(user, repo)

# The repo belongs to the project; a product as a whole owns all of its repos.
owns(user, repo) if {
	user.product == repo.product
	user.project == ""
}

owns(user, repo) if {
	user.product == repo.product
	data.catalog.coderepos[repo.product][repo.name].spec.project == user.project
}

# A binding in the repo's own product grants the repo to the user. Bindings elsewhere do not count: nobody grants
# themselves what belongs to another. A binding that is itself being judged is left out, its old state says nothing.
granted(user, repo) if {
	bindings := data.catalog.index.bindings_by_grant[concat("/", [repo.product, repo.name, user.product])]
	some binding in bindings
	request.is_other(binding)
	reaches(data.catalog.coderepobindings[binding.namespace][binding.name], user.project)
}

# A binding reaches a project: it lists none, and so reaches the product with all its projects, or it lists this one.
reaches(binding, _) if fields.list(binding, ["spec", "projects"]) == []

reaches(binding, project) if project in fields.list(binding, ["spec", "projects"])
