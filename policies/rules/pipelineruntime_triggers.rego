# The triggers of a pipeline runtime: which event source starts which pipeline, with which inputs.
package nautes.rules.projectpipelineruntime

import data.nautes.lib.fields
import data.nautes.lib.references
import data.nautes.lib.repeats
import data.nautes.lib.request

# METADATA
# scope: document
# title: The triggers name declared event sources
# description: Each trigger names one of the runtime's event sources.
# custom:
#   id: pipelineruntime-trigger-event-source-declared
#   operations: [CREATE, UPDATE]
#   bypassable: false
#   action: deny
#   mend: Name an event source of spec.eventSources, or declare it there.
#   origin: R51 R78
pipelineruntime_trigger_event_source_declared contains violation if {
	declared := {fields.text(event_source, ["name"]) | some event_source in event_sources}
	some i, trigger in triggers
	name := fields.text(trigger, ["eventSource"])
	not name in declared

	violation := {
		"field": sprintf("spec.pipelineTriggers[%d].eventSource", [i]),
		"message": sprintf("event source %q is not declared", [name]),
	}
}

# METADATA
# scope: document
# title: The triggers name declared pipelines
# description: Each trigger names one of the runtime's pipelines.
# custom:
#   id: pipelineruntime-trigger-pipeline-declared
#   operations: [CREATE, UPDATE]
#   bypassable: false
#   action: deny
#   mend: Name a pipeline of spec.pipelines, or declare it there.
#   origin: R52 W41
pipelineruntime_trigger_pipeline_declared contains violation if {
	declared := {fields.text(pipeline, ["name"]) | some pipeline in pipelines}
	some i, trigger in triggers
	name := fields.text(trigger, ["pipeline"])
	not name in declared

	violation := {
		"field": sprintf("spec.pipelineTriggers[%d].pipeline", [i]),
		"message": sprintf("pipeline %q is not declared", [name]),
	}
}

# METADATA
# scope: document
# title: Each trigger is given once
# description: No two triggers share event source, pipeline and revision.
# custom:
#   id: pipelineruntime-trigger-unique
#   operations: [CREATE, UPDATE]
#   bypassable: false
#   action: deny
#   mend: Take one of the two out; what differs in their inputs goes into one.
#   origin: R53
pipelineruntime_trigger_unique contains violation if {
	keys := {i: [fields.text(trigger, [part]) | some part in ["eventSource", "pipeline", "revision"]] |
		some i, trigger in triggers
	}
	some i in repeats.of(keys)

	violation := {
		"field": sprintf("spec.pipelineTriggers[%d]", [i]),
		"message": sprintf("another trigger has the event source %q, the pipeline %q and the revision %q", keys[i]),
	}
}

# METADATA
# scope: document
# title: Each input has one source
# description: An input comes either from what is known about the run or from the event.
# custom:
#   id: pipelineruntime-input-source-single
#   operations: [CREATE, UPDATE]
#   bypassable: false
#   action: deny
#   mend: Set either builtInVar or fromEvent.
#   origin: R54
pipelineruntime_input_source_single contains violation if {
	some entry in inputs
	entry.built_in == ""
	entry.from_event == ""

	violation := {
		"field": sprintf("%s.source", [place(entry)]),
		"message": "neither builtInVar nor fromEvent is set",
	}
}

pipelineruntime_input_source_single contains violation if {
	some entry in inputs
	entry.built_in != ""
	entry.from_event != ""

	violation := {
		"field": sprintf("%s.source", [place(entry)]),
		"message": sprintf("both builtInVar %q and fromEvent %q are set", [entry.built_in, entry.from_event]),
	}
}

# METADATA
# scope: document
# title: Each input has a way into the pipeline
# description: An input says how its value gets into the pipeline.
# custom:
#   id: pipelineruntime-input-transmission-set
#   operations: [CREATE, UPDATE]
#   bypassable: false
#   action: deny
#   mend: Set transmissionMethod.kustomization.path to a JSON pointer, for example /spec/params/0/value.
#   origin: R55
pipelineruntime_input_transmission_set contains violation if {
	some entry in inputs
	pointer_of(entry) == ""

	violation := {
		"field": sprintf("%s.transmissionMethod", [place(entry)]),
		"message": "no transmission method is set",
	}
}

# METADATA
# scope: document
# title: The values of inputs are known
# description: >-
#   What an input takes is known, and each event that can start the pipeline carries it. A calendar carries nothing.
# custom:
#   id: pipelineruntime-input-known
#   operations: [CREATE, UPDATE]
#   bypassable: true
#   action: deny
#   mend: >-
#     Take a value that is known, or have a pipeline of its own started by the events that carry it, from an event
#     source of its own.
#   origin: R133
pipelineruntime_input_known contains violation if {
	some entry in inputs
	entry.built_in != ""
	problem := no_built_in(entry.built_in, entry.event_source)

	violation := {
		"field": sprintf("%s.source.builtInVar", [place(entry)]),
		"message": problem,
	}
}

pipelineruntime_input_known contains violation if {
	some entry in inputs
	entry.from_event != ""
	problem := not_carried(entry.from_event, entry.event_source)

	violation := {
		"field": sprintf("%s.source.fromEvent", [place(entry)]),
		"message": problem,
	}
}

triggers := fields.maps(request.manifest, ["spec", "pipelineTriggers"])

# The inputs of all triggers.
inputs := [{
	"trigger": i,
	"at": j,
	"event_source": fields.text(trigger, ["eventSource"]),
	"value": value,
	"built_in": fields.text(value, ["source", "builtInVar"]),
	"from_event": fields.text(value, ["source", "fromEvent"]),
} |
	some i, trigger in triggers
	some j, value in fields.maps(trigger, ["inputs"])
]

place(entry) := sprintf("spec.pipelineTriggers[%d].inputs[%d]", [entry.trigger, entry.at])

# The place in the pipeline that an input is put to.
pointer_of(entry) := fields.text(entry.value, ["transmissionMethod", "kustomization", "path"])

# Why a run has no such built-in value; undefined where it has.
no_built_in(name, event_source) := sprintf("built-in value %q is not known", [name]) if {
	not data.variables.builtIn[name]
} else := sprintf("built-in value %q is none of a calendar, which event source %q is", [name, event_source]) if {
	data.variables.builtIn[name].gitlab
	event_source in calendar_names
}

# Why an event source does not give a value; undefined where it does.
not_carried(name, event_source) := sprintf("event value %q is not known", [name]) if {
	not data.variables.fromEvent[name]
} else := sprintf("event value %q is not carried by a calendar, which event source %q is", [name, event_source]) if {
	event_source in calendar_names
} else := sprintf("event value %q is not carried by %s of event source %q", [
	name,
	references.enumerated(without),
	event_source,
]) if {
	without := object.keys(events_of[event_source]) - object.keys(data.variables.fromEvent[name])
	count(without) > 0
}

calendar_names := {fields.text(event_sources[i], ["name"]) | some i, _ in calendars}

# The events of each event source by its name, as keys. Two can have one name, which another rule denies.
events_of := object.union_n([{fields.text(event_sources[i], ["name"]): {event: true}} |
	some i, gitlab in gitlabs
	some event in fields.list(gitlab, ["events"])
])
