# METADATA
# scope: package
# title: CodeRepoBinding
# description: What holds for a CodeRepoBinding, by which a product lets others use one of its repos.
# custom:
#   kinds: [CodeRepoBinding]
package nautes.rules.coderepobinding

import data.nautes.lib.fields
import data.nautes.lib.references
import data.nautes.lib.repos
import data.nautes.lib.request
import data.nautes.lib.runtimes

# METADATA
# scope: document
# title: The repo exists
# description: The repo is one of the binding's own product; nobody grants what belongs to another.
# custom:
#   id: binding-coderepo-exists
#   operations: [CREATE, UPDATE]
#   bypassable: true
#   action: deny
#   mend: >-
#     Name a repo of the binding's own product (kubectl get coderepos), or apply the CodeRepo first; for a repo of
#     another product ask that product for the binding.
#   origin: R106 W4
binding_coderepo_exists contains violation if {
	not repos.exists(repo)

	violation := {
		"field": "spec.codeRepo",
		"message": sprintf("code repo %q does not exist in product %q", [repo.name, request.namespace]),
	}
}

# METADATA
# scope: document
# title: The grantee exists
# description: The product that is granted the use of the repo exists.
# custom:
#   id: binding-product-exists
#   operations: [CREATE, UPDATE]
#   bypassable: true
#   action: deny
#   mend: Name an existing product (kubectl get products), or apply the Product first.
#   origin: R72
binding_product_exists contains violation if {
	not data.catalog.products[grantee]

	violation := {
		"field": "spec.product",
		"message": sprintf("product %q does not exist", [grantee]),
	}
}

# METADATA
# scope: document
# title: The projects exist
# description: The projects that are listed exist in the product that is granted the use of the repo.
# custom:
#   id: binding-projects-exist
#   operations: [CREATE, UPDATE]
#   bypassable: true
#   action: deny
#   mend: List existing projects of that product (kubectl get projects), or apply the Project first.
#   origin: R107
binding_projects_exist contains violation if {
	some i, project in projects
	not data.catalog.projects[grantee][project]

	violation := {
		"field": sprintf("spec.projects[%d]", [i]),
		"message": sprintf("project %q does not exist in product %q", [project, grantee]),
	}
}

# METADATA
# scope: document
# title: The repo stays
# description: A binding keeps the repo that it was created for.
# custom:
#   id: binding-coderepo-frozen
#   operations: [UPDATE]
#   bypassable: false
#   action: deny
#   mend: Create another binding for the other repo, then delete this one.
#   origin: R73
binding_coderepo_frozen contains violation if {
	request.changed(["spec", "codeRepo"])

	violation := {
		"field": "spec.codeRepo",
		"message": sprintf("codeRepo can not change from %q to %q", [
			fields.text(request.former, ["spec", "codeRepo"]),
			repo.name,
		]),
	}
}

# METADATA
# scope: document
# title: Each project is listed once
# description: No project is listed twice. A project that owns the repo already is warned of.
# custom:
#   id: binding-projects-unique
#   operations: [CREATE, UPDATE]
#   bypassable: true
#   action: deny
#   mend: Take the project out of the list.
#   origin: new
binding_projects_unique contains violation if {
	count(projects) > count({project | some project in projects})
	some i, project in projects
	project in array.slice(projects, 0, i)

	violation := {
		"field": sprintf("spec.projects[%d]", [i]),
		"message": sprintf("project %q is listed twice", [project]),
	}
}

binding_projects_unique contains violation if {
	some i, project in projects
	repos.owns({"product": grantee, "project": project}, repo)

	violation := {
		"field": sprintf("spec.projects[%d]", [i]),
		"message": sprintf("project %q owns the code repo %q already", [project, repo.name]),
		"action": "warn",
	}
}

# METADATA
# scope: document
# title: The binding is not in use
# description: >-
#   No runtime loses a repo that it uses, by the deletion or by the change of a binding: it owns the repo, or another
#   binding grants it.
# custom:
#   id: binding-in-use
#   operations: [UPDATE, DELETE]
#   bypassable: true
#   action: deny
#   mend: First delete the runtimes that are named, point them to another repo, or grant it by another binding.
#   origin: R121 W19
binding_in_use contains violation if {
	field := narrowed
	repos.exists(former_repo)
	uses := data.catalog.referrers.coderepos[request.namespace][former_repo.name]
	losers := {ref | some ref in references.distinct(uses); loses_repo(ref)}
	count(losers) > 0

	violation := {
		"field": field,
		"message": sprintf("code repo %q is used through this binding by %s", [
			former_repo.name,
			references.listed(losers),
		]),
	}
}

grantee := fields.text(request.manifest, ["spec", "product"])

projects := fields.list(request.manifest, ["spec", "projects"])

repo := repo_of(request.manifest)

former_repo := repo_of(request.former)

# A binding grants a repo of its own product and no other, so a reference to another product's is not taken apart.
repo_of(binding) := {"product": request.namespace, "name": fields.text(binding, ["spec", "codeRepo"])}

# The field by which the binding may grant less than it did: by several at once it is the first of them.
narrowed := "metadata.name" if {
	request.deletes
} else := "spec.codeRepo" if {
	request.changed(["spec", "codeRepo"])
} else := "spec.product" if {
	request.changed(["spec", "product"])
} else := "spec.projects" if {
	request.changed(["spec", "projects"])
}

# A runtime of the former grantee has the repo by the former binding, and by nothing else.
loses_repo(ref) if {
	ref.namespace == fields.text(request.former, ["spec", "product"])
	some user in runtimes.users(runtimes.stored(ref), ref.namespace)
	repos.reaches(request.former, user.project)
	not still_grants(user)
	not repos.may_use(user, former_repo)
}

# What the binding is to become still grants the former repo.
still_grants(user) if {
	repo == former_repo
	user.product == grantee
	repos.reaches(request.manifest, user.project)
}
