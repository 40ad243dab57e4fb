# The pipelines of a pipeline runtime, and the paths that lead to them.
package nautes.rules.projectpipelineruntime

import data.nautes.lib.fields
import data.nautes.lib.paths
import data.nautes.lib.repeats
import data.nautes.lib.request
import data.nautes.lib.runtimes

# METADATA
# scope: document
# title: Names are unique
# description: No two event sources and no two pipelines of a runtime share a name.
# custom:
#   id: pipelineruntime-names-unique
#   operations: [CREATE, UPDATE]
#   bypassable: false
#   action: deny
#   mend: Give one of the two another name, and name it in the triggers.
#   origin: R48 R49
pipelineruntime_names_unique contains violation if {
	some list, thing in {"eventSources": "event source", "pipelines": "pipeline"}
	names := {i: fields.text(named, ["name"]) | some i, named in fields.maps(request.manifest, ["spec", list])}
	some i in repeats.of(names)

	violation := {
		"field": sprintf("spec.%s[%d].name", [list, i]),
		"message": sprintf("another %s is named %q already", [thing, names[i]]),
	}
}

# METADATA
# scope: document
# title: Each file is one pipeline
# description: No two pipelines of a runtime are the same file.
# custom:
#   id: pipelineruntime-pipeline-paths-unique
#   operations: [CREATE, UPDATE]
#   bypassable: true
#   action: deny
#   mend: Declare the file once, and name that pipeline in the triggers.
#   origin: R115
pipelineruntime_pipeline_paths_unique contains violation if {
	some i in repeats.of(pipeline_files)

	violation := {
		"field": sprintf("spec.pipelines[%d].path", [i]),
		"message": sprintf("another pipeline has the path %q already", [pipeline_files[i]]),
	}
}

# METADATA
# scope: document
# title: The paths are relative
# description: >-
#   The paths of pipelines and of additional resources are relative and do not leave the repository. The path of an
#   input is a JSON pointer into the pipeline.
# custom:
#   id: pipelineruntime-path-is-relative
#   operations: [CREATE, UPDATE]
#   bypassable: false
#   action: deny
#   mend: >-
#     Write a path as seen from the root of the repository, for example pipelines/dev.yaml, and that of an input as a
#     JSON pointer, for example /spec/params/0/value.
#   origin: new
pipelineruntime_path_is_relative contains violation if {
	some i, pipeline in pipelines
	path := fields.text(pipeline, ["path"])
	paths.leaves_repository(path)

	violation := {
		"field": sprintf("spec.pipelines[%d].path", [i]),
		"message": sprintf("path %q leaves the repository", [path]),
	}
}

pipelineruntime_path_is_relative contains violation if {
	path := fields.text(additional, ["path"])
	paths.leaves_repository(path)

	violation := {
		"field": "spec.additionalResources.git.path",
		"message": sprintf("path %q leaves the repository", [path]),
	}
}

pipelineruntime_path_is_relative contains violation if {
	some entry in inputs
	pointer := pointer_of(entry)
	pointer != ""
	not regex.match(json_pointer, pointer)

	violation := {
		"field": sprintf("%s.transmissionMethod.kustomization.path", [place(entry)]),
		"message": sprintf("path %q is no JSON pointer", [pointer]),
	}
}

# METADATA
# scope: document
# title: Nothing else runs the same pipeline
# description: >-
#   No other pipeline runtime of the product runs the same file of the same pipeline source in the same environment and
#   namespace.
# custom:
#   id: pipelineruntime-duplicate
#   operations: [CREATE, UPDATE]
#   bypassable: true
#   action: deny
#   mend: Add the triggers to the runtime that is named instead, or run another file, or go to another destination.
#   origin: R120
pipelineruntime_duplicate contains violation if {
	some i, file in pipeline_files
	twins := data.catalog.index.pipelines_by_source[concat("/", [
		request.namespace,
		environment,
		namespace_of(request.manifest),
		source.product,
		source.name,
		file,
	])]
	some twin in twins
	request.is_other(twin)
	source_of(runtimes.stored(twin)) == source

	violation := {
		"field": sprintf("spec.pipelines[%d].path", [i]),
		"message": sprintf("pipeline runtime %q runs %q of the same pipeline source in the same place", [twin.name, file]),
	}
}

pipelines := fields.maps(request.manifest, ["spec", "pipelines"])

# The file of each pipeline: two spellings of one path are the same.
pipeline_files := {i: concat("/", paths.steps(fields.text(pipeline, ["path"]))) | some i, pipeline in pipelines}

# RFC 6901. The empty pointer, which is the pipeline as a whole, takes no value.
json_pointer := `^(?:/(?:[^/~]|~[01])*)+$`
