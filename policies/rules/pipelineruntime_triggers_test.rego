package nautes.rules.projectpipelineruntime_test

import data.nautes.lib.fixtures
import data.nautes.rules.projectpipelineruntime as rules

test_trigger_event_source_declared_fires if {
	found := rules.pipelineruntime_trigger_event_source_declared with input as fixtures.create(triggered([
		{"eventSource": "push", "pipeline": "dev"},
		{"eventSource": "dev", "pipeline": "dev"},
	]))
	found == {{"field": "spec.pipelineTriggers[1].eventSource", "message": `event source "dev" is not declared`}}
}

test_trigger_event_source_declared_is_silent if {
	found := rules.pipelineruntime_trigger_event_source_declared with input as fixtures.create(fixtures.cart_ci)
	found == set()
}

test_trigger_pipeline_declared_fires if {
	found := rules.pipelineruntime_trigger_pipeline_declared with input as fixtures.create(triggered([
		{"eventSource": "push", "pipeline": "dev"},
		{"eventSource": "push", "pipeline": "push"},
	]))
	found == {{"field": "spec.pipelineTriggers[1].pipeline", "message": `pipeline "push" is not declared`}}
}

# Nautes asked for the event source twice, and took an unknown pipeline (W41).
test_trigger_pipeline_declared_fires_beside_an_undeclared_event_source if {
	found := rules.pipelineruntime_trigger_pipeline_declared
		with input as fixtures.create(triggered([{"eventSource": "tag", "pipeline": "main"}]))
	found == {{"field": "spec.pipelineTriggers[0].pipeline", "message": `pipeline "main" is not declared`}}
}

test_trigger_pipeline_declared_is_silent if {
	found := rules.pipelineruntime_trigger_pipeline_declared with input as fixtures.create(fixtures.cart_ci)
	found == set()
}

test_trigger_unique_fires if {
	every revision in ["", "main"] {
		found := rules.pipelineruntime_trigger_unique with input as fixtures.create(triggered([
			{"eventSource": "push", "pipeline": "dev", "revision": revision},
			{"eventSource": "push", "pipeline": "dev", "revision": "v1"},
			{"eventSource": "push", "pipeline": "dev", "revision": revision, "inputs": [{}]},
		]))
		found == {{
			"field": "spec.pipelineTriggers[2]",
			"message": sprintf("another trigger has the event source \"push\", the pipeline \"dev\" and the revision %q", [revision]),
		}}
	}
}

test_trigger_unique_is_silent_on_any_difference if {
	found := rules.pipelineruntime_trigger_unique with input as fixtures.create(triggered([
		{"eventSource": "push", "pipeline": "dev"},
		{"eventSource": "push", "pipeline": "dev", "revision": "main"},
		{"eventSource": "push", "pipeline": "main"},
		{"eventSource": "tag", "pipeline": "dev"},
	]))
	found == set()
}

test_input_source_single_fires if {
	every source, message in {
		{}: "neither builtInVar nor fromEvent is set",
		{"builtInVar": "", "fromEvent": ""}: "neither builtInVar nor fromEvent is set",
		{"builtInVar": "Namespace", "fromEvent": "ref"}: `both builtInVar "Namespace" and fromEvent "ref" are set`,
	} {
		inputs := [input_of({"fromEvent": "ref"}, "/a"), input_of(source, "/b")]
		found := rules.pipelineruntime_input_source_single with input as fixtures.create(taking(inputs))
		found == {{"field": "spec.pipelineTriggers[0].inputs[1].source", "message": message}}
	}
}

test_input_source_single_is_silent if {
	every source in [{"builtInVar": "Namespace"}, {"fromEvent": "ref", "builtInVar": ""}] {
		found := rules.pipelineruntime_input_source_single
			with input as fixtures.create(taking([input_of(source, "/a")]))
		found == set()
	}
}

test_input_transmission_set_fires if {
	every method in [{}, {"kustomization": null}, {"kustomization": {}}, null] {
		inputs := [{"source": {"fromEvent": "ref"}, "transmissionMethod": method}]
		found := rules.pipelineruntime_input_transmission_set with input as fixtures.create(taking(inputs))
		found == {{
			"field": "spec.pipelineTriggers[0].inputs[0].transmissionMethod",
			"message": "no transmission method is set",
		}}
	}
}

test_input_transmission_set_is_silent if {
	every inputs in [[input_of({"fromEvent": "ref"}, "/a")], [], null] {
		found := rules.pipelineruntime_input_transmission_set with input as fixtures.create(taking(inputs))
		found == set()
	}
}

test_input_known_fires_on_what_nobody_knows if {
	inputs := [input_of({"fromEvent": "branch"}, "/a"), input_of({"builtInVar": "namespace"}, "/b")]
	found := rules.pipelineruntime_input_known with input as fixtures.create(taking(inputs))
	found == {
		{
			"field": "spec.pipelineTriggers[0].inputs[0].source.fromEvent",
			"message": `event value "branch" is not known`,
		},
		{
			"field": "spec.pipelineTriggers[0].inputs[1].source.builtInVar",
			"message": `built-in value "namespace" is not known`,
		},
	}
}

test_input_known_fires_on_what_some_event_does_not_carry if {
	sources := [watching("cart-src", ["push_events", "merge_requests_events", "note_events"])]
	runtime := fixtures.with_spec(taking([input_of({"fromEvent": "title"}, "/a")]), {"eventSources": sources})
	found := rules.pipelineruntime_input_known with input as fixtures.create(runtime)
	found == {{
		"field": "spec.pipelineTriggers[0].inputs[0].source.fromEvent",
		"message": `event value "title" is not carried by note_events, push_events of event source "push"`,
	}}
}

test_input_known_fires_on_a_calendar if {
	every source, violation in {
		{"fromEvent": "ref"}: {
			"field": "spec.pipelineTriggers[0].inputs[0].source.fromEvent",
			"message": `event value "ref" is not carried by a calendar, which event source "nightly" is`,
		},
		{"builtInVar": "EventSourceCodeRepoURL"}: {
			"field": "spec.pipelineTriggers[0].inputs[0].source.builtInVar",
			"message": `built-in value "EventSourceCodeRepoURL" is none of a calendar, which event source "nightly" is`,
		},
	} {
		found := rules.pipelineruntime_input_known with input as fixtures.create(at_night([input_of(source, "/a")]))
		found == {violation}
	}
}

test_input_known_is_silent if {
	every runtime in [
		taking([input_of({"fromEvent": "ref"}, "/a"), input_of({"builtInVar": "EventSourceCodeRepoURL"}, "/b")]),
		at_night([input_of({"builtInVar": "ServiceAccount"}, "/a")]),
		triggered([{"eventSource": "lost", "pipeline": "dev", "inputs": [input_of({"fromEvent": "ref"}, "/a")]}]),
	] {
		found := rules.pipelineruntime_input_known with input as fixtures.create(runtime)
		found == set()
	}
}

triggered(triggers) := building({"pipelineTriggers": triggers})

# A runtime whose pipeline takes inputs when something is pushed, and one that takes them every night.
taking(inputs) := triggered([{"eventSource": "push", "pipeline": "dev", "inputs": inputs}])

at_night(inputs) := building({
	"eventSources": [watching("cart-src", ["push_events"]), nightly],
	"pipelineTriggers": [{"eventSource": "nightly", "pipeline": "dev", "inputs": inputs}],
})

input_of(source, pointer) := {"source": source, "transmissionMethod": {"kustomization": {"path": pointer}}}
