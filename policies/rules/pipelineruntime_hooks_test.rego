package nautes.rules.projectpipelineruntime_test

import data.nautes.lib.fixtures
import data.nautes.rules.projectpipelineruntime as rules

test_hooks_valid_fires_on_an_unknown_hook if {
	found := rules.pipelineruntime_hooks_valid
		with input as fixtures.create(hooked({"preHooks": [{"name": "scan"}, {"name": "mail"}]}))
		with data.catalog as fixtures.catalog
		with data.hooks as known
	found == {{
		"field": "spec.hooks.preHooks[1].name",
		"message": `hook "mail" is not known to the pipeline component "tekton"`,
	}}
}

test_hooks_valid_fires_where_the_component_has_no_hooks if {
	found := rules.pipelineruntime_hooks_valid with input as fixtures.create(hooked({"preHooks": [{"name": "scan"}]}))
		with data.catalog as cluster_with({"pipeline": {"name": "jenkins", "namespace": "jenkins"}})
		with data.hooks as known
	found == {{
		"field": "spec.hooks.preHooks[0].name",
		"message": `hook "scan" is not known to the pipeline component "jenkins"`,
	}}
}

test_hooks_valid_fires_on_the_wrong_side if {
	hooks := {"preHooks": [{"name": "notify"}], "postHooks": [{"name": "scan"}]}
	found := rules.pipelineruntime_hooks_valid with input as fixtures.create(hooked(hooks))
		with data.catalog as fixtures.catalog
		with data.hooks as known
	found == {
		{"field": "spec.hooks.preHooks[0].name", "message": `hook "notify" can not run before a pipeline`},
		{"field": "spec.hooks.postHooks[0].name", "message": `hook "scan" can not run after a pipeline`},
	}
}

test_hooks_valid_fires_on_event_sources_that_are_not_supported if {
	runtime := fixtures.with_spec(hooked({"postHooks": [{"name": "notify"}]}), {"eventSources": [nightly]})
	found := rules.pipelineruntime_hooks_valid with input as fixtures.create(runtime)
		with data.catalog as fixtures.catalog
		with data.hooks as known
	found == {{
		"field": "spec.hooks.postHooks[0].name",
		"message": `hook "notify" does not support event sources of the kind calendar`,
	}}
}

# It is doubled, and not also an alias twice; on the other side the same hook needs an alias.
test_hooks_valid_fires_on_a_doubled_hook if {
	hooks := {"preHooks": [{"name": "time"}, {"name": "time"}, {"name": "scan"}, {"name": "scan", "alias": "again"}]}
	found := rules.pipelineruntime_hooks_valid with input as fixtures.create(hooked(hooks))
		with data.catalog as fixtures.catalog
		with data.hooks as known
	found == {
		{"field": "spec.hooks.preHooks[1].name", "message": `hook "time" is listed twice in preHooks`},
		{"field": "spec.hooks.preHooks[3].name", "message": `hook "scan" is listed twice in preHooks`},
	}
}

test_hooks_valid_fires_on_a_shared_alias if {
	every second in [{"name": "time"}, {"name": "notify", "alias": "time"}] {
		hooks := {"preHooks": [{"name": "time"}], "postHooks": [second]}
		found := rules.pipelineruntime_hooks_valid with input as fixtures.create(hooked(hooks))
			with data.catalog as fixtures.catalog
			with data.hooks as known
		found == {{"field": "spec.hooks.postHooks[0].alias", "message": `alias "time" is that of another hook`}}
	}
}

test_hooks_valid_is_silent if {
	every hooks in [
		{
			"preHooks": [{"name": "scan"}, {"name": "time"}],
			"postHooks": [{"name": "notify"}, {"name": "time", "alias": "time-after"}],
		},
		{"preHooks": []},
		{},
		null,
	] {
		found := rules.pipelineruntime_hooks_valid with input as fixtures.create(hooked(hooks))
			with data.catalog as fixtures.catalog
			with data.hooks as known
		found == set()
	}
}

# Which hooks there are is told by the component; what is wrong with the list itself is told without one, too.
test_hooks_valid_is_silent_on_what_hangs_on_a_missing_component if {
	runtime := hooked({"preHooks": [{"name": "mail"}, {"name": "mail"}]})
	doubled := {{"field": "spec.hooks.preHooks[1].name", "message": `hook "mail" is listed twice in preHooks`}}
	every world in [
		cluster_with({}),
		fixtures.catalog_without("environments", "shop", "ci"),
	] {
		found := rules.pipelineruntime_hooks_valid with input as fixtures.create(runtime)
			with data.catalog as world
			with data.hooks as known
		found == doubled
	}
}

test_hooks_valid_knows_of_no_hook_by_itself if {
	found := rules.pipelineruntime_hooks_valid with input as fixtures.create(hooked({"preHooks": [{"name": "scan"}]}))
		with data.catalog as fixtures.catalog
	found == {{
		"field": "spec.hooks.preHooks[0].name",
		"message": `hook "scan" is not known to the pipeline component "tekton"`,
	}}
}

hooked(hooks) := building({"hooks": hooks})

known := {"tekton": {
	"scan": {"isPreHook": true},
	"notify": {"isPostHook": true, "isPreHook": false, "supportEventSourceTypes": ["gitlab"]},
	"time": {"isPreHook": true, "isPostHook": true, "supportEventSourceTypes": []},
}}
