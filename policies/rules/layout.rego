# METADATA
# scope: package
# title: Layout
# description: >-
#   What holds for the files of a default.project checkout: where they lie, and that Argo CD is told of them. Each
#   document of each file counts.
# custom:
#   kinds: [Environment, Project, CodeRepo, CodeRepoBinding, ProjectPipelineRuntime, DeploymentRuntime, ArtifactRepo]
#   judges: layout
package nautes.rules.layout

import data.nautes.lib.checkout
import data.nautes.lib.fields

# METADATA
# scope: document
# title: Each kind lies in its directory
# description: >-
#   An Environment lies in envs, a DeploymentRuntime in runtimes; a Project and its pipeline runtimes lie in a directory
#   of projects, a CodeRepo and its bindings in one of code-repos, an ArtifactRepo in one of artifact-repos. Nothing else
#   lies in these directories, nor in directories below them.
# custom:
#   id: layout-kind-in-its-directory
#   bypassable: false
#   action: deny
#   mend: Move the object to the directory of its kind, and out of the checkout what is no object of a product.
#   origin: R96 R97 R98
layout_kind_in_its_directory contains violation if {
	some one in checkout.declared
	place := data.layout.kinds[one.kind]
	not checkout.in_place(one, place)

	violation := {
		"file": one.file,
		"document": one.document,
		"field": "kind",
		"message": sprintf("%s %q lies in %q, and belongs in %s", [one.kind, one.name, one.directory, checkout.home(one, place)]),
	}
}

layout_kind_in_its_directory contains violation if {
	some one in checkout.declared
	one.kind != ""
	not data.layout.kinds[one.kind]

	violation := {
		"file": one.file,
		"document": one.document,
		"field": "kind",
		"message": sprintf("%s %q has no place in a checkout of default.project", [one.kind, one.name]),
	}
}

layout_kind_in_its_directory contains violation if {
	some one in checkout.declared
	one.kind == ""

	violation := {
		"file": one.file,
		"document": one.document,
		"field": "kind",
		"message": sprintf("a document in %q has no kind", [one.directory]),
	}
}

layout_kind_in_its_directory contains violation if {
	some file in checkout.files
	count(fields.list(file, ["documents"])) == 0

	violation := {
		"file": file.path,
		"field": "kind",
		"message": sprintf("%q holds no object", [file.path]),
	}
}

# METADATA
# scope: document
# title: Directories are named after what they hold
# description: The directory of a Project is named after it, and so is that of a CodeRepo.
# custom:
#   id: layout-directory-matches-name
#   bypassable: false
#   action: deny
#   mend: Move the object to the directory of its name, or rename the directory.
#   origin: R101
layout_directory_matches_name contains violation if {
	some one in checkout.owning
	one.subdirectory != one.name

	violation := {
		"file": one.file,
		"document": one.document,
		"field": "metadata.name",
		"message": sprintf("%s %q lies in %q, which is not named after it", [one.kind, one.name, one.directory]),
	}
}

# METADATA
# scope: document
# title: One to a directory, and each object once
# description: >-
#   A directory of projects holds one Project, and one of code-repos one CodeRepo. No kind has the same name twice,
#   wherever the two lie.
# custom:
#   id: layout-one-per-directory
#   bypassable: false
#   action: deny
#   mend: Keep the one that is right, and give each of the others a directory and a name of its own or delete it.
#   origin: R95 R100
layout_one_per_directory contains violation if {
	some place, owners in checkout.by_directory
	[first_file, first_name, _] := min(owners)
	some [file, name, document] in owners
	name != first_name

	violation := {
		"file": file,
		"document": document,
		"field": "metadata.name",
		"message": sprintf("%q holds %s %q already (in %s)", [place.directory, place.kind, first_name, first_file]),
	}
}

layout_one_per_directory contains violation if {
	some identity, places in checkout.by_identity
	first := min(places)
	some place in places
	place != first

	violation := {
		"file": place[0],
		"document": place[1],
		"field": "metadata.name",
		"message": sprintf("%s %q is declared twice (first in %s)", [identity.kind, identity.name, first[0]]),
	}
}

# METADATA
# scope: document
# title: Runtimes and bindings lie with what they are for
# description: >-
#   A ProjectPipelineRuntime lies in the directory of the project that it is for, and a CodeRepoBinding in that of the
#   code repo that it grants.
# custom:
#   id: layout-runtime-in-its-project
#   bypassable: false
#   action: deny
#   mend: Move the object to the directory that it names, or name what the directory is named after.
#   origin: W2
layout_runtime_in_its_project contains violation if {
	some one in checkout.placed
	field := data.layout.kinds[one.kind].subdirectory
	not field in {"metadata.name", "*"}
	owner := fields.text(one.manifest, split(field, "."))
	not owner in {"", one.subdirectory}

	violation := {
		"file": one.file,
		"document": one.document,
		"field": field,
		"message": sprintf("names %q, but the file lies in %q", [owner, one.directory]),
	}
}

# METADATA
# scope: document
# title: The kustomization lists the manifests
# description: >-
#   production/kustomization.yaml, which is what Argo CD applies, lists each file with manifests once, and nothing else.
# custom:
#   id: layout-kustomization-current
#   bypassable: false
#   action: deny
#   mend: List each file with manifests once under resources, by its path from the directory production, and nothing else.
#   origin: "3"
layout_kustomization_current contains violation if {
	count(checkout.manifests) > 0
	not checkout.kustomization

	violation := {
		"file": data.layout.kustomization,
		"field": "resources",
		"message": sprintf("%q is missing, so no manifest is applied", [data.layout.kustomization]),
	}
}

layout_kustomization_current contains violation if {
	number := count(checkout.kustomization)
	number != 1

	violation := {
		"file": data.layout.kustomization,
		"document": max([0, number - 1]),
		"field": "kind",
		"message": sprintf("a kustomization is one document, and this file holds %d", [number]),
	}
}

layout_kustomization_current contains violation if {
	checkout.kustomization
	some path in checkout.manifests
	not checkout.positions[path]

	violation := {
		"file": data.layout.kustomization,
		"field": "resources",
		"message": sprintf("%q is not listed", [path]),
	}
}

layout_kustomization_current contains violation if {
	some path, positions in checkout.positions
	not path in checkout.manifests
	some position in positions

	violation := {
		"file": data.layout.kustomization,
		"field": sprintf("resources[%d]", [position]),
		"message": sprintf("%q is no file with manifests in this checkout", [path]),
	}
}

layout_kustomization_current contains violation if {
	some path, positions in checkout.positions
	path in checkout.manifests
	first := min(positions)
	some position in positions
	position != first

	violation := {
		"file": data.layout.kustomization,
		"field": sprintf("resources[%d]", [position]),
		"message": sprintf("%q is listed twice", [path]),
	}
}

# Whatever else it says would bring in more, or change what was judged before it is applied.
layout_kustomization_current contains violation if {
	some field, _ in checkout.listing
	not field in {"apiVersion", "kind", "metadata", "resources"}

	violation := {
		"file": data.layout.kustomization,
		"field": field,
		"message": sprintf("%q has no place in a list of manifests", [field]),
	}
}
