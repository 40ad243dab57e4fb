// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package trigger

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/plugin/known"
	"github.com/nautes-labs/kubectl-nautes/policies"
	"github.com/nautes-labs/kubectl-nautes/test/world"
)

type fields = map[string]any

func noon() time.Time { return time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC) }

func ask(t *testing.T, e Event) *Question {
	t.Helper()
	k, err := known.Read(policies.FS())
	if err != nil {
		t.Fatal(err)
	}
	return &Question{Event: e, Known: k, Now: noon()}
}

func gitlab(name, repo, revision string, events ...any) fields {
	return fields{"name": name, "gitlab": fields{"repoName": repo, "revision": revision, "events": events}}
}

// ci is a runtime with an event source of every sort, each of which starts a pipeline of its name.
func ci(sources ...any) *catalog.Object {
	var triggers []any
	for _, source := range sources {
		triggers = append(triggers, fields{"eventSource": source.(fields)["name"], "pipeline": "build"})
	}
	return world.Object(catalog.ProjectPipelineRuntime, "demo", "ci", fields{
		"project": "api", "pipelineSource": "pipelines", "isolation": "shared",
		"pipelines": []any{fields{"name": "build", "path": "build.yaml"}}, "destination": fields{"environment": "ci"},
		"eventSources": sources, "pipelineTriggers": triggers,
	})
}

func everySort() *catalog.Object {
	return ci(
		gitlab("main", "web", "main", "push_events"), gitlab("any", "web", "*", "push_events", "issues_events"),
		gitlab("releases", "web", "release-.*|v[0-9]+", "push_events", "tag_push_events"), gitlab("other", "core/lib", "", "push_events"),
		gitlab("broken", "web", "a)|(b", "push_events"),
		fields{"name": "nightly", "calendar": fields{"schedule": "0 2 * * *", "timezone": "Europe/Berlin"}},
	)
}

// starting are the event sources that start something.
func starting(a *Answer) []string {
	var names []string
	for _, t := range a.Triggers {
		if t.Starts == Yes {
			names = append(names, t.EventSource)
		}
	}
	return names
}

// broken is what the rule says of the event source of that name.
var broken = policy.Finding{
	Rule: "pipelineruntime-revision-valid", Bypassable: true, Action: policy.Deny, Field: "spec.eventSources[4].gitlab.revision",
	Message: `revision "a)|(b" is no regular expression`,
}

func TestWhichPipelinesStart(t *testing.T) {
	const web = "demo/web"
	for name, test := range map[string]struct {
		event Event
		want  []string
	}{
		"a branch":                  {Event{web, "push_events", "main"}, []string{"main", "any"}},
		"a branch in full":          {Event{web, "push_events", "refs/heads/main"}, []string{"main", "any"}},
		"the whole name matters":    {Event{web, "push_events", "maintenance"}, []string{"any"}},
		"on either side of a bar":   {Event{web, "push_events", "release-1/x"}, []string{"any", "releases"}},
		"and not a part of it":      {Event{web, "push_events", "v1-rc"}, []string{"any"}},
		"a tag in full":             {Event{web, "tag_push_events", "refs/tags/v12"}, []string{"releases"}},
		"any branch":                {Event{web, "push_events", ""}, []string{"main", "any", "releases"}},
		"no branch at all":          {Event{web, "issues_events", ""}, []string{"any"}},
		"another repo":              {Event{"core/lib", "push_events", "main"}, []string{"other"}},
		"a repo nobody listens to":  {Event{"demo/x", "push_events", "main"}, nil},
		"an event nobody wants":     {Event{web, "job_events", "main"}, nil},
		"an event that can not":     {Event{web, "releases_events", ""}, nil},
		"a prefix is cut only once": {Event{web, "push_events", "refs/heads/refs/heads/main"}, []string{"any"}},
	} {
		t.Run(name, func(t *testing.T) {
			q := ask(t, test.event)
			if err := q.Check(); err != nil {
				t.Fatal(err)
			}
			a := q.Answer([]Runtime{{Object: everySort(), Findings: []policy.Finding{broken}}})
			if diff := cmp.Diff(test.want, starting(a)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			for _, trigger := range a.Triggers {
				if trigger.Starts == No && len(trigger.Reasons) == 0 {
					t.Errorf("nothing says why %s does not start", trigger.EventSource)
				}
			}
		})
	}
}

func reasonsOf(t *testing.T, e Event, runtimes ...Runtime) map[string][]string {
	t.Helper()
	reasons := map[string][]string{}
	for _, trigger := range ask(t, e).Answer(runtimes).Triggers {
		for _, reason := range trigger.Reasons {
			reasons[trigger.EventSource] = append(reasons[trigger.EventSource], reason.String())
		}
	}
	return reasons
}

func TestWhyPipelinesDoNotStart(t *testing.T) {
	got := reasonsOf(t, Event{"demo/web", "tag_push_events", "refs/tags/x"}, Runtime{Object: everySort(), Findings: []policy.Finding{broken}})
	want := map[string][]string{
		"main": {
			`event "tag_push_events" is not declared, only push_events (spec.eventSources[0].gitlab.events)`,
			`revision "main" does not match "x" as a whole (spec.eventSources[0].gitlab.revision)`,
		},
		"any":      {`event "tag_push_events" is not declared, only push_events, issues_events (spec.eventSources[1].gitlab.events)`},
		"releases": {`revision "release-.*|v[0-9]+" does not match "x" as a whole (spec.eventSources[2].gitlab.revision)`},
		"other":    {`listens to code repo core/lib (spec.eventSources[3].gitlab.repoName)`},
		"broken": {
			`event "tag_push_events" is not declared, only push_events (spec.eventSources[4].gitlab.events)`,
			`revision "a)|(b" is no regular expression (spec.eventSources[4].gitlab.revision, pipelineruntime-revision-valid)`,
		},
		"nightly": {`a calendar starts it, not an event of a repo (spec.eventSources[5].calendar)`},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	got = reasonsOf(t, Event{"demo/web", "releases_events", ""}, Runtime{Object: ci(gitlab("r", "web", "*", "push_events"))})
	wantReason := `event "releases_events" can not start a pipeline (spec.eventSources[0].gitlab.events)`
	if diff := cmp.Diff(map[string][]string{"r": {wantReason}}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	got = reasonsOf(t, Event{"demo/web", "issues_events", ""}, Runtime{Object: ci(gitlab("i", "web", "main", "issues_events"))})
	wantReason = `event "issues_events" is about no branch or tag that revision "main" could match (spec.eventSources[0].gitlab.revision)`
	if diff := cmp.Diff(map[string][]string{"i": {wantReason}}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Without an event each trigger is listed, and starts unless something stands in its way.
func TestAList(t *testing.T) {
	silent := policy.Finding{Rule: "pipelineruntime-events-emitted", Bypassable: true, Action: policy.Deny, Message: "is not sent"}
	one, only := silent, silent
	one.Field, only.Field = "spec.eventSources[1].gitlab.events[1]", "spec.eventSources[0].gitlab.events[0]"
	a := ask(t, Event{}).Answer([]Runtime{{Object: everySort(), Findings: []policy.Finding{only, one, broken}}})
	if diff := cmp.Diff([]string{"any", "releases", "other", "nightly"}, starting(a)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if reasons := a.Triggers[1].Reasons; len(reasons) != 1 || reasons[0].Field != one.Field {
		t.Errorf("of the event that nobody sends is told %v", reasons)
	}
	a = ask(t, Event{Repo: "demo/web"}).Answer([]Runtime{{Object: everySort()}})
	if len(a.Triggers) != 4 || a.Event != nil {
		t.Errorf("of the repo are listed %v", a.Triggers)
	}
}

func TestWhatIsWrongWithARuntimeConcernsItsTriggers(t *testing.T) {
	runtime := ci(gitlab("a", "web", "", "push_events"), gitlab("b", "web", "", "push_events"))
	finding := func(rule, field string, bypassable bool, action policy.Action) policy.Finding {
		return policy.Finding{Rule: rule, Field: field, Bypassable: bypassable, Action: action, Message: "m"}
	}
	for name, test := range map[string]struct {
		runtime Runtime
		want    []string
	}{
		"nothing":              {Runtime{}, []string{"a", "b"}},
		"one of one source":    {Runtime{Findings: []policy.Finding{finding("pipelineruntime-event-repo-permitted", "spec.eventSources[0].gitlab.repoName", true, policy.Deny)}}, []string{"b"}},
		"one that is bypassed": {Runtime{Findings: []policy.Finding{finding("pipelineruntime-event-repo-permitted", "spec.eventSources[0].gitlab.repoName", true, policy.Warn)}}, []string{"b"}},
		"the event of one":     {Runtime{Findings: []policy.Finding{finding("pipelineruntime-events-emitted", "spec.eventSources[1].gitlab.events[0]", true, policy.Deny)}}, []string{"a"}},
		"the pipeline source":  {Runtime{Findings: []policy.Finding{finding("pipelineruntime-source-permitted", "spec.pipelineSource", true, policy.Deny)}}, nil},
		"what may not be skipped": {Runtime{Findings: []policy.Finding{
			finding("runtime-namespace-not-reserved", "spec.destination", false, policy.Deny),
		}}, nil},
		"a warning of it":   {Runtime{Findings: []policy.Finding{finding("x", "spec.destination", false, policy.Warn)}}, []string{"a", "b"}},
		"what is no matter": {Runtime{Findings: []policy.Finding{finding("pipelineruntime-input-known", "spec.pipelineTriggers[0].inputs[0].source.fromEvent", true, policy.Deny)}}, []string{"a", "b"}},
		"the environment":   {Runtime{Environment: []policy.Finding{finding("environment-cluster-exists", "spec.cluster", true, policy.Deny)}}, nil},
		"another of the environment": {
			Runtime{Environment: []policy.Finding{finding("environment-cluster-unique", "spec.cluster", true, policy.Deny)}},
			[]string{"a", "b"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			test.runtime.Object = runtime
			for _, event := range []Event{{}, {"demo/web", "push_events", "main"}} {
				if diff := cmp.Diff(test.want, starting(ask(t, event).Answer([]Runtime{test.runtime}))); diff != "" {
					t.Errorf("%v (-want +got):\n%s", event, diff)
				}
			}
		})
	}
}

func TestARuntimeThatIsBeingDeletedStartsNothing(t *testing.T) {
	runtime := everySort()
	runtime.Content()["metadata"].(fields)["deletionTimestamp"] = "2026-11-23T12:00:00Z"
	for _, event := range []Event{{}, {"demo/web", "push_events", "main"}} {
		a := ask(t, event).Answer([]Runtime{{Object: runtime}})
		if a.Starting() != 0 || len(a.Triggers) != 6 || a.Triggers[0].Reasons[0].Message != "the runtime is being deleted" {
			t.Errorf("got %v", a.Triggers)
		}
	}
}

// What nobody could find out makes no yes, and a no stays one.
func TestWhatWasNotJudgedIsNotKnown(t *testing.T) {
	rules := []string{"pipelineruntime-event-repo-permitted", "runtime-namespace-not-reserved"}
	a := ask(t, Event{}).Answer([]Runtime{{Object: everySort(), Findings: []policy.Finding{broken}, NotJudged: rules}})
	outcomes := map[string]Outcome{}
	for _, trigger := range a.Triggers {
		outcomes[trigger.EventSource] = trigger.Starts
		if want := rules[:1]; trigger.Starts == Unknown && !slices.Equal(trigger.NotJudged, want) {
			t.Errorf("%s: not judged %v, want %v", trigger.EventSource, trigger.NotJudged, want)
		}
	}
	want := map[string]Outcome{"main": Unknown, "any": Unknown, "releases": Unknown, "other": Unknown, "broken": No, "nightly": Yes}
	if diff := cmp.Diff(want, outcomes); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	a = ask(t, Event{}).Answer([]Runtime{{Object: everySort(), NotJudged: []string{"pipelineruntime-source-permitted"}}})
	if a.Starting() != 0 {
		t.Errorf("%d start, and nobody knows whether the pipelines may be read", a.Starting())
	}
}

func TestWhatTheSchemaWouldRefuseIsToldOf(t *testing.T) {
	runtime := world.Object(catalog.ProjectPipelineRuntime, "demo", "odd", fields{"pipelineTriggers": "none"})
	a := ask(t, Event{}).Answer([]Runtime{{Object: runtime}})
	if len(a.Triggers) != 1 || a.Triggers[0].Starts != No || !strings.Contains(a.Triggers[0].Reasons[0].Message, "can not be read") {
		t.Errorf("got %v", a.Triggers)
	}
	if a := ask(t, Event{}).Answer([]Runtime{{Object: world.Object(catalog.ProjectPipelineRuntime, "demo", "none", nil)}}); len(a.Triggers) != 0 {
		t.Errorf("got %v", a.Triggers)
	}
}

func TestWhatCanNotBeAsked(t *testing.T) {
	for name, test := range map[string]struct {
		event Event
		want  string
	}{
		"a ref alone":              {Event{Ref: "main"}, "--ref needs an event"},
		"a repo and a ref":         {Event{Repo: "demo/web", Ref: "main"}, "--ref needs an event"},
		"an event alone":           {Event{Name: "push_events"}, "--event needs a repo"},
		"an event that is nearly":  {Event{"demo/web", "push_event", ""}, `unknown event "push_event" (did you mean "push_events"?)`},
		"an event that is none":    {Event{"demo/web", "x", ""}, "use one of confidential_issues_events|"},
		"a ref of no branch":       {Event{"demo/web", "issues_events", "main"}, "is about no branch or tag (leave out --ref)"},
		"a push of a tag":          {Event{"demo/web", "push_events", "refs/tags/v1"}, "did you mean --event tag_push_events?"},
		"a push of a tag's branch": {Event{"demo/web", "tag_push_events", "refs/heads/main"}, "did you mean --event push_events?"},
	} {
		t.Run(name, func(t *testing.T) {
			if err := ask(t, test.event).Check(); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
	if err := ask(t, Event{}).Check(); err != nil {
		t.Error(err)
	}
}
