# Paths inside a repository.
package nautes.lib.paths

# The path leads out of the repository: it is absolute, or has more steps up than down at some point.
leaves_repository(path) if startswith(path, "/")

leaves_repository(path) if {
	ups := [at | some at, ".." in steps(path)]
	some nth, at in ups
	2 * (nth + 1) > at + 1
}

# The steps of a path: two spellings of one path, such as "deploy/test" and "./deploy//test/", have the same.
steps(path) := [step | some step in split(path, "/"); not step in {"", "."}]
