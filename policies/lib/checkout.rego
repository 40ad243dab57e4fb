# What a default.project checkout holds. Its files are input.files, each with a path and the documents in it; where the
# kinds belong is in data.layout.
package nautes.lib.checkout

import data.nautes.lib.fields
import data.nautes.lib.paths

# The files in the directories of the layout. Whatever else a checkout holds is not applied.
files := [file |
	some file in input.files
	split(file.path, "/")[0] in directories
]

directories := {place.directory | some place in data.layout.kinds}

# Each document of each file, with what the rules ask of it. directory ends in a slash, subdirectory is the second step
# of the path: "cart" for projects/cart/cart.yaml.
declared := [one |
	some file in files
	steps := split(file.path, "/")
	directory := concat("/", array.concat(array.slice(steps, 0, count(steps) - 1), [""]))
	some i, manifest in fields.list(file, ["documents"])
	one := {
		"file": file.path,
		"document": i,
		"manifest": manifest,
		"kind": fields.text(manifest, ["kind"]),
		"name": fields.text(manifest, ["metadata", "name"]),
		"steps": steps,
		"directory": directory,
		"subdirectory": concat("", array.slice(steps, 1, 2)),
	}
]

# Those that lie where their kind belongs.
placed := [one |
	some one in declared
	in_place(one, data.layout.kinds[one.kind])
]

# envs/test.yaml where the kind has no subdirectories, projects/cart/cart.yaml where it has.
in_place(one, place) if {
	one.steps[0] == place.directory
	count(one.steps) == depth(place)
}

depth(place) := 3 if {
	place.subdirectory
} else := 2

# Those of them after which their directory is named.
owning := [one |
	some one in placed
	data.layout.kinds[one.kind].subdirectory == "metadata.name"
]

# The name that the directory of an object has to have; "" where it may have any.
owner(one, place) := fields.text(one.manifest, split(object.get(place, "subdirectory", "*"), "."))

# Where an object belongs, for people.
home(one, place) := sprintf("%q", [concat("/", [place.directory, name, ""])]) if {
	name := owner(one, place)
	name != ""
} else := sprintf("a directory of %q", [concat("", [place.directory, "/"])]) if {
	place.subdirectory
} else := sprintf("%q", [concat("", [place.directory, "/"])])

# The owners of each directory by their kind, as [file, name, document].
by_directory := {place: owners |
	some place in {directory_of(one) | some one in owning}
	owners := {[one.file, one.name, one.document] | some one in owning; directory_of(one) == place}
}

directory_of(one) := object.filter(one, {"kind", "directory"})

# Where each kind and name is declared, as [file, document].
by_identity := {identity: places |
	some identity in {identity_of(one) | some one in declared}
	places := {[one.file, one.document] | some one in declared; identity_of(one) == identity}
}

identity_of(one) := object.filter(one, {"kind", "name"}) if {
	one.kind != ""
	one.name != ""
}

# The files that have to be listed, by their paths from the kustomization.
manifests := {concat("/", array.concat(way_up, split(file.path, "/"))) |
	some file in files
	count(fields.list(file, ["documents"])) > 0
}

way_up := [".." | some i, _ in split(data.layout.kustomization, "/"); i > 0]

# The documents of the file that lists the manifests. Undefined where there is no such file.
kustomization := fields.list(file, ["documents"]) if {
	some file in input.files
	file.path == data.layout.kustomization
}

# What the first of them says, which is the only one that counts.
default listing := {}

listing := object.union_n(array.slice(kustomization, 0, 1))

# The paths that it lists. kustomize takes "./..//envs/test.yaml" for "../envs/test.yaml".
listed := [path_of(resource) | some resource in fields.list(listing, ["resources"])]

# At which positions each of them stands. The evaluator looks a path up among what another rule has worked out; a list
# in the body of this one it would go through again for each path.
positions := {path: stands |
	some path in listed
	stands := {position | some position, other in listed; other == path}
}

# A resource that is no text names no file.
path_of(resource) := concat("/", paths.steps(resource)) if is_string(resource)

path_of(resource) := json.marshal(resource) if not is_string(resource)
