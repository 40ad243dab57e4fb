# The hooks that a pipeline runtime puts before and behind its pipelines.
package nautes.rules.projectpipelineruntime

import data.nautes.lib.fields
import data.nautes.lib.references
import data.nautes.lib.repeats
import data.nautes.lib.request

# METADATA
# scope: document
# title: The hooks can run
# description: >-
#   The pipeline component of the cluster knows each hook, for the side of the pipeline on which it stands and for the
#   event sources of the runtime. No hook is listed twice on one side, and no two share an alias.
# custom:
#   id: pipelineruntime-hooks-valid
#   operations: [CREATE, UPDATE]
#   bypassable: true
#   action: deny
#   mend: Use a hook that is known where it stands, once on each side, and give one that is used on both sides an alias.
#   origin: R63
pipelineruntime_hooks_valid contains violation if {
	component != ""
	some hook in hooks
	problem := unfit(hook)

	violation := {
		"field": sprintf("spec.hooks.%s[%d].name", [hook.list, hook.at]),
		"message": sprintf("hook %q %s", [hook.name, problem]),
	}
}

pipelineruntime_hooks_valid contains violation if {
	some n in doubled

	violation := {
		"field": sprintf("spec.hooks.%s[%d].name", [hooks[n].list, hooks[n].at]),
		"message": sprintf("hook %q is listed twice in %s", [hooks[n].name, hooks[n].list]),
	}
}

pipelineruntime_hooks_valid contains violation if {
	some n in (repeats.of([hook.alias | some hook in hooks]) - doubled)

	violation := {
		"field": sprintf("spec.hooks.%s[%d].alias", [hooks[n].list, hooks[n].at]),
		"message": sprintf("alias %q is that of another hook", [hooks[n].alias]),
	}
}

# The hooks of both lists. A hook that is given no alias goes by its name.
hooks := [{
	"list": list,
	"at": i,
	"name": fields.text(hook, ["name"]),
	"alias": fields.text_or(hook, ["alias"], fields.text(hook, ["name"])),
} |
	some list in ["preHooks", "postHooks"]
	some i, hook in fields.maps(request.manifest, ["spec", "hooks", list])
]

doubled := repeats.of([[hook.list, hook.name] | some hook in hooks])

sides := {
	"preHooks": {"flag": "isPreHook", "text": "before"},
	"postHooks": {"flag": "isPostHook", "text": "after"},
}

# Why a hook can not run where it stands; undefined where it can.
unfit(hook) := sprintf("is not known to the pipeline component %q", [component]) if {
	not data.hooks[component][hook.name]
} else := sprintf("can not run %s a pipeline", [sides[hook.list].text]) if {
	not data.hooks[component][hook.name][sides[hook.list].flag]
} else := sprintf("does not support event sources of the kind %s", [references.enumerated(strange)]) if {
	supported := fields.list(data.hooks[component][hook.name], ["supportEventSourceTypes"])
	count(supported) > 0
	strange := event_source_kinds - {kind | some kind in supported}
	count(strange) > 0
}

event_source_kinds := {kind |
	some kind, sources in {"gitlab": gitlabs, "calendar": calendars}
	count(sources) > 0
}
