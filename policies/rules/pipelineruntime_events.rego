# What starts the pipelines of a pipeline runtime: events of code repos, and calendars.
package nautes.rules.projectpipelineruntime

import data.nautes.lib.cron
import data.nautes.lib.durations
import data.nautes.lib.exdates
import data.nautes.lib.fields
import data.nautes.lib.repos
import data.nautes.lib.request

# METADATA
# scope: document
# title: The event repos exist
# description: The repo of each GitLab event source exists.
# custom:
#   id: pipelineruntime-event-repo-exists
#   operations: [CREATE, UPDATE]
#   bypassable: true
#   action: deny
#   mend: >-
#     Name an existing repo of the product (kubectl get coderepos), or one of another product as product/repo, or apply
#     the CodeRepo first.
#   origin: R119
pipelineruntime_event_repo_exists contains violation if {
	some i, gitlab in gitlabs
	repo := event_repo(gitlab)
	not repos.exists(repo)

	violation := {
		"field": sprintf("spec.eventSources[%d].gitlab.repoName", [i]),
		"message": missing(repo),
	}
}

# METADATA
# scope: document
# title: The project may use the event repos
# description: The project owns the repo of each GitLab event source, or is granted it by a binding of the repo's product.
# custom:
#   id: pipelineruntime-event-repo-permitted
#   operations: [CREATE, UPDATE]
#   bypassable: true
#   action: deny
#   mend: Have the repo's product grant it to the project by a CodeRepoBinding.
#   origin: R61 W29
pipelineruntime_event_repo_permitted contains violation if {
	some i, gitlab in gitlabs
	repo := event_repo(gitlab)
	repos.exists(repo)
	not repos.may_use(user, repo)

	violation := {
		"field": sprintf("spec.eventSources[%d].gitlab.repoName", [i]),
		"message": not_permitted(repo),
	}
}

# METADATA
# scope: document
# title: The events are emitted
# description: Each event of a GitLab event source can start a pipeline, and the webhook of the repo sends it.
# custom:
#   id: pipelineruntime-events-emitted
#   operations: [CREATE, UPDATE]
#   bypassable: true
#   action: deny
#   mend: >-
#     Add the event to spec.webhook.events of the CodeRepo, or listen to one that it sends and that can start a
#     pipeline.
#   origin: W28 R133
pipelineruntime_events_emitted contains violation if {
	some i, gitlab in gitlabs
	some j, event in fields.list(gitlab, ["events"])
	problem := silent(event, event_repo(gitlab))

	violation := {
		"field": sprintf("spec.eventSources[%d].gitlab.events[%d]", [i, j]),
		"message": problem,
	}
}

# METADATA
# scope: document
# title: Each event source is of one kind
# description: An event source is either a repository or a calendar.
# custom:
#   id: pipelineruntime-event-source-one-kind
#   operations: [CREATE, UPDATE]
#   bypassable: false
#   action: deny
#   mend: Set either gitlab or calendar, and declare another event source for the other.
#   origin: W33
pipelineruntime_event_source_one_kind contains violation if {
	some i, _ in event_sources
	not gitlabs[i]
	not calendars[i]

	violation := {
		"field": sprintf("spec.eventSources[%d]", [i]),
		"message": "neither gitlab nor calendar is set",
	}
}

pipelineruntime_event_source_one_kind contains violation if {
	some i, _ in gitlabs
	calendars[i]

	violation := {
		"field": sprintf("spec.eventSources[%d]", [i]),
		"message": "both gitlab and calendar are set",
	}
}

# METADATA
# scope: document
# title: The calendars can be read
# description: >-
#   A calendar has a schedule, a cron expression of five fields, or an interval, a duration of at least a second. Its
#   time zone is known, and its exclusion dates are ones that there are.
# custom:
#   id: pipelineruntime-calendar-valid
#   operations: [CREATE, UPDATE]
#   bypassable: false
#   action: deny
#   mend: >-
#     Write a schedule as minute, hour, day of month, month and day of week ("0 2 * * mon-fri"), an interval with its
#     unit (30m), a time zone by its IANA name (Europe/Berlin), an exclusion date as EXDATE:20261224T000000Z.
#   origin: W33
pipelineruntime_calendar_valid contains violation if {
	some i, calendar in calendars
	fields.text(calendar, ["schedule"]) == ""
	fields.text(calendar, ["interval"]) == ""

	violation := {
		"field": sprintf("spec.eventSources[%d].calendar", [i]),
		"message": "neither schedule nor interval is set",
	}
}

pipelineruntime_calendar_valid contains violation if {
	some i, calendar in calendars
	some name in ["schedule", "interval", "timezone"]
	value := fields.text(calendar, [name])
	value != ""
	problem := misread(name, value)

	violation := {
		"field": sprintf("spec.eventSources[%d].calendar.%s", [i, name]),
		"message": sprintf("%s %q %s", [name, value, problem]),
	}
}

pipelineruntime_calendar_valid contains violation if {
	some i, calendar in calendars
	some j, date in fields.list(calendar, ["exclusionDates"])
	not exdates.is_valid(date)

	violation := {
		"field": sprintf("spec.eventSources[%d].calendar.exclusionDates[%d]", [i, j]),
		"message": sprintf("%q is no exclusion date", [date]),
	}
}

# METADATA
# scope: document
# title: The revisions can be read
# description: >-
#   The revision of a GitLab event source is a regular expression in the syntax RE2 for the whole name of a branch or
#   tag, or * alone for all.
# custom:
#   id: pipelineruntime-revision-valid
#   operations: [CREATE, UPDATE]
#   bypassable: true
#   action: deny
#   mend: Write a regular expression that matches the whole name, for example main or release-.*, or * for all.
#   origin: W10
pipelineruntime_revision_valid contains violation if {
	some i, gitlab in gitlabs
	revision := fields.text(gitlab, ["revision"])
	revision != "*"
	not is_pattern(revision)

	violation := {
		"field": sprintf("spec.eventSources[%d].gitlab.revision", [i]),
		"message": sprintf("revision %q is no regular expression", [revision]),
	}
}

event_sources := fields.maps(request.manifest, ["spec", "eventSources"])

gitlabs := {i: gitlab |
	some i, event_source in event_sources
	gitlab := event_source.gitlab
	is_object(gitlab)
}

calendars := {i: calendar |
	some i, event_source in event_sources
	calendar := event_source.calendar
	is_object(calendar)
}

event_repo(gitlab) := repos.parse(fields.text(gitlab, ["repoName"]), request.namespace)

# It is a regular expression, and still one when it is made to match whole names: "a)|(b" would come apart there, and
# "\Qa" quote what follows it.
is_pattern(revision) if {
	regex.is_valid(revision)
	regex.is_valid(sprintf("^(?:%s)$", [revision]))
}

# Why an event of a repo starts no pipeline; undefined where it does, and where the repo does not exist.
silent(event, repo) := sprintf("event %q can not start a pipeline", [event]) if {
	not data.events[event].pipeline
} else := sprintf("event %q is not among the webhook events of code repo %q of product %q", [
	event,
	repo.name,
	repo.product,
]) if {
	repos.exists(repo)
	not event in emitted(repo)
}

emitted(repo) := {event |
	some event in fields.list(data.catalog.coderepos[repo.product][repo.name], ["spec", "webhook", "events"])
}

# What is wrong with a value of a calendar; undefined where nothing is.
misread("schedule", value) := "is no cron expression of five fields" if {
	not cron.is_valid(value)
} else := "never fires: none of its months has one of its days" if {
	cron.never_fires(value)
}

misread("interval", value) := "is no duration of at least a second" if not is_pause(value)

misread("timezone", value) := "is not known" if not data.timezones[value]

# Argo Events counts in whole seconds, and would fire without a pause on less than one.
is_pause(interval) if durations.nanoseconds(interval) >= 1000000000
