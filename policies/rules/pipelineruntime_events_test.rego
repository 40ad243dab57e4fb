package nautes.rules.projectpipelineruntime_test

import data.nautes.lib.fixtures
import data.nautes.rules.projectpipelineruntime as rules

test_event_repo_exists_fires if {
	every name, message in {
		"wiki": `code repo "wiki" does not exist in product "shop"`,
		"bank/cart-src": `code repo "cart-src" does not exist in product "bank"`,
	} {
		runtime := started_by([nightly, watching(name, ["push_events"])])
		found := rules.pipelineruntime_event_repo_exists with input as fixtures.create(runtime)
			with data.catalog as fixtures.catalog
		found == {{"field": "spec.eventSources[1].gitlab.repoName", "message": message}}
	}
}

test_event_repo_exists_is_silent if {
	runtime := started_by([nightly, watching("shop/cart-src", ["push_events"])])
	found := rules.pipelineruntime_event_repo_exists with input as fixtures.create(runtime)
		with data.catalog as fixtures.catalog
	found == set()
}

test_event_repo_permitted_fires if {
	runtime := started_by([watching("cart-src", ["push_events"]), watching("charts", ["push_events"])])
	found := rules.pipelineruntime_event_repo_permitted with input as fixtures.create(runtime)
		with data.catalog as fixtures.catalog
	found == {{
		"field": "spec.eventSources[1].gitlab.repoName",
		"message": `project "cart" may not use code repo "charts" of product "shop"`,
	}}
}

test_event_repo_permitted_is_silent_on_owner_and_on_grantees if {
	every runtime in [
		fixtures.cart_ci,
		fixtures.with_spec(started_by([watching("charts", ["push_events"])]), {"project": "pay"}),
		fixtures.with_spec(of_bank("shop/charts"), {"eventSources": [watching("shop/charts", ["push_events"])]}),
	] {
		found := rules.pipelineruntime_event_repo_permitted with input as fixtures.create(runtime)
			with data.catalog as fixtures.catalog
		found == set()
	}
}

test_event_repo_permitted_leaves_a_missing_repo_to_event_repo_exists if {
	found := rules.pipelineruntime_event_repo_permitted
		with input as fixtures.create(started_by([watching("wiki", ["push_events"])]))
		with data.catalog as fixtures.catalog
	found == set()
}

test_events_emitted_fires if {
	runtime := started_by([watching("cart-src", ["push_events", "note_events", "releases_events", "pushes"])])
	found := rules.pipelineruntime_events_emitted with input as fixtures.create(runtime)
		with data.catalog as fixtures.catalog
	found == {
		{
			"field": "spec.eventSources[0].gitlab.events[1]",
			"message": `event "note_events" is not among the webhook events of code repo "cart-src" of product "shop"`,
		},
		{
			"field": "spec.eventSources[0].gitlab.events[2]",
			"message": `event "releases_events" can not start a pipeline`,
		},
		{
			"field": "spec.eventSources[0].gitlab.events[3]",
			"message": `event "pushes" can not start a pipeline`,
		},
	}
}

test_events_emitted_fires_on_a_repo_without_a_webhook if {
	found := rules.pipelineruntime_events_emitted
		with input as fixtures.create(started_by([watching("cart-deploy", ["push_events"])]))
		with data.catalog as fixtures.catalog
	found == {{
		"field": "spec.eventSources[0].gitlab.events[0]",
		"message": `event "push_events" is not among the webhook events of code repo "cart-deploy" of product "shop"`,
	}}
}

test_events_emitted_is_silent if {
	every source in [
		watching("cart-src", ["push_events", "merge_requests_events"]),
		watching("wiki", ["push_events"]),
		nightly,
	] {
		found := rules.pipelineruntime_events_emitted with input as fixtures.create(started_by([source]))
			with data.catalog as fixtures.catalog
		found == set()
	}
}

test_event_source_one_kind_fires if {
	both := object.union(nightly, watching("cart-src", ["push_events"]))
	found := rules.pipelineruntime_event_source_one_kind
		with input as fixtures.create(started_by([{"name": "none"}, nightly, both, {"gitlab": null, "calendar": null}]))
	found == {
		{"field": "spec.eventSources[0]", "message": "neither gitlab nor calendar is set"},
		{"field": "spec.eventSources[2]", "message": "both gitlab and calendar are set"},
		{"field": "spec.eventSources[3]", "message": "neither gitlab nor calendar is set"},
	}
}

test_event_source_one_kind_is_silent if {
	runtime := started_by([nightly, watching("cart-src", ["push_events"]), {"name": "empty", "calendar": {}}])
	found := rules.pipelineruntime_event_source_one_kind with input as fixtures.create(runtime)
	found == set()
}

test_calendar_valid_fires_where_no_time_is_set if {
	every calendar in [{}, {"schedule": "", "interval": ""}, {"timezone": "UTC"}] {
		found := rules.pipelineruntime_calendar_valid with input as fixtures.create(started_by([at(calendar)]))
		found == {{
			"field": "spec.eventSources[0].calendar",
			"message": "neither schedule nor interval is set",
		}}
	}
}

test_calendar_valid_fires_on_a_schedule if {
	every schedule, problem in {
		"@daily": "is no cron expression of five fields",
		"60 2 * * *": "is no cron expression of five fields",
		"0 2 30 2 *": "never fires: none of its months has one of its days",
	} {
		found := rules.pipelineruntime_calendar_valid with input as fixtures.create(started_by([at({"schedule": schedule})]))
		found == {{
			"field": "spec.eventSources[0].calendar.schedule",
			"message": sprintf("schedule %q %s", [schedule, problem]),
		}}
	}
}

test_calendar_valid_fires_on_an_interval if {
	every interval in ["30", "-30m", "1d", "0s", "999ms"] {
		found := rules.pipelineruntime_calendar_valid with input as fixtures.create(started_by([at({"interval": interval})]))
		found == {{
			"field": "spec.eventSources[0].calendar.interval",
			"message": sprintf("interval %q is no duration of at least a second", [interval]),
		}}
	}
}

# Local is another zone on each machine.
test_calendar_valid_fires_on_a_time_zone if {
	every timezone in ["Europe/Entenhausen", "europe/berlin", "CEST", "Local", "+02:00", "../UTC"] {
		found := rules.pipelineruntime_calendar_valid
			with input as fixtures.create(started_by([at({"interval": "1h", "timezone": timezone})]))
		found == {{
			"field": "spec.eventSources[0].calendar.timezone",
			"message": sprintf("timezone %q is not known", [timezone]),
		}}
	}
}

test_calendar_valid_fires_on_an_exclusion_date if {
	dates := ["EXDATE:20261224T000000Z", "20261224T000000Z", "EXDATE:20260230T000000Z"]
	found := rules.pipelineruntime_calendar_valid
		with input as fixtures.create(started_by([at({"interval": "1h", "exclusionDates": dates})]))
	found == {
		{
			"field": "spec.eventSources[0].calendar.exclusionDates[1]",
			"message": `"20261224T000000Z" is no exclusion date`,
		},
		{
			"field": "spec.eventSources[0].calendar.exclusionDates[2]",
			"message": `"EXDATE:20260230T000000Z" is no exclusion date`,
		},
	}
}

test_calendar_valid_is_silent if {
	every calendar in [
		{"schedule": "0 2 * * mon-fri", "timezone": "Europe/Berlin", "exclusionDates": ["EXDATE:20261224T000000Z"]},
		{"interval": "1h30m", "timezone": "UTC"},
		{"interval": "1s", "schedule": "", "timezone": "", "exclusionDates": null},
	] {
		found := rules.pipelineruntime_calendar_valid with input as fixtures.create(started_by([at(calendar)]))
		found == set()
	}
}

test_revision_valid_fires if {
	every revision in ["release-(", "**", "(?=main)", `\Qmain`, "a)|(b", "[z-a]"] {
		found := rules.pipelineruntime_revision_valid with input as fixtures.create(started_by([on(revision)]))
		found == {{
			"field": "spec.eventSources[0].gitlab.revision",
			"message": sprintf("revision %q is no regular expression", [revision]),
		}}
	}
}

test_revision_valid_is_silent if {
	every revision in ["", null, "*", "main", "release-.*", "v[0-9]+|main", "(?i)main"] {
		found := rules.pipelineruntime_revision_valid with input as fixtures.create(started_by([on(revision)]))
		found == set()
	}
}

started_by(sources) := building({"eventSources": sources})

watching(repo, events) := {"name": "push", "gitlab": {"repoName": repo, "events": events}}

on(revision) := {"name": "push", "gitlab": {"repoName": "cart-src", "events": ["push_events"], "revision": revision}}

at(calendar) := {"name": "nightly", "calendar": calendar}

nightly := at({"schedule": "0 2 * * *"})
