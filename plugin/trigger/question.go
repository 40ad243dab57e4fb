// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package trigger

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/runtime"

	"github.com/nautes-labs/kubectl-nautes/pkg/api/v1alpha1"
	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/manifest"
	"github.com/nautes-labs/kubectl-nautes/plugin/known"
)

// Question is what is asked about triggers. The zero event asks for the list of all of them, one with a repo alone for
// those that listen to it.
type Question struct {
	Event Event
	Known *known.Known
	// Now is what the next times of calendars come after.
	Now time.Time
}

// Check refuses what can not be asked.
func (q *Question) Check() error {
	e := q.Event
	switch {
	case e.Name == "" && e.Ref != "":
		return errors.New("--ref needs an event (give --event as well, for example --event push_events)")
	case e.Name != "" && e.Repo == "":
		return errors.New("--event needs a repo (give --repo as well)")
	case e.Name == "":
		return nil
	}
	if _, ok := q.Known.Events[e.Name]; !ok {
		return fmt.Errorf("unknown event %q (%s)", e.Name, q.wayOut())
	}
	if e.Ref != "" && !q.Known.CarriesRef(e.Name) {
		return fmt.Errorf("event %q is about no branch or tag (leave out --ref)", e.Name)
	}
	for prefix, wrong := range map[string]string{heads: "tag_push_events", tags: "push_events"} {
		if e.Name == wrong && strings.HasPrefix(e.Ref, prefix) {
			return fmt.Errorf("event %q is not about %s (did you mean --event %s?)", e.Name, e.Ref, eventOf[prefix])
		}
	}
	return nil
}

const heads, tags = "refs/heads/", "refs/tags/"

// eventOf is the event of a push to what begins so.
var eventOf = map[string]string{heads: "push_events", tags: "tag_push_events"} //nolint:gochecknoglobals // a table, never written

func (q *Question) wayOut() string {
	events := slices.Sorted(maps.Keys(q.Known.Events))
	if meant := manifest.DidYouMean(q.Event.Name, events); meant != "" {
		return meant
	}
	return "use one of " + strings.Join(events, "|")
}

// Answer answers for the triggers of some runtimes.
func (q *Question) Answer(runtimes []Runtime) *Answer {
	a := &Answer{Triggers: []Trigger{}}
	if q.Event.Name != "" {
		a.Event = &q.Event
	}
	for _, r := range runtimes {
		var spec v1alpha1.ProjectPipelineRuntimeSpec
		content, _ := r.Object.Content()["spec"].(map[string]any)
		if err := runtime.DefaultUnstructuredConverter.FromUnstructured(content, &spec); err != nil {
			a.Triggers = append(a.Triggers, unreadable(r.Object.ID, err))
			continue
		}
		for i := range spec.PipelineTriggers {
			t := q.trigger(r, &spec, i)
			if q.Event.Name != "" || q.Event.Repo == "" || t.Repo == q.Event.Repo {
				a.Triggers = append(a.Triggers, t)
			}
		}
	}
	return a
}

// unreadable stands for all triggers of a runtime that the schema would refuse.
func unreadable(id catalog.ID, err error) Trigger {
	return Trigger{ID: id, Field: "spec", Starts: No, Reasons: []Reason{{Field: "spec", Message: "can not be read: " + err.Error()}}}
}

func (q *Question) trigger(r Runtime, spec *v1alpha1.ProjectPipelineRuntimeSpec, i int) Trigger {
	declared := spec.PipelineTriggers[i]
	t := Trigger{
		ID: r.Object.ID, Field: fmt.Sprintf("spec.pipelineTriggers[%d]", i),
		Pipeline: declared.Pipeline, EventSource: declared.EventSource, Starts: No,
	}
	if r.Object.Terminating() {
		t.Reasons = []Reason{{Field: "metadata.deletionTimestamp", Message: "the runtime is being deleted"}}
	}
	at := slices.IndexFunc(spec.EventSources, func(s v1alpha1.EventSource) bool { return s.Name == declared.EventSource })
	c := concern{source: at}
	if at >= 0 {
		var heard bool
		if c.events, heard = q.describe(&t, r.Object, spec.EventSources[at], at); !heard {
			return t // nothing else matters for what the event has nothing to do with
		}
	}
	asked := len(t.Reasons)
	found, firm := c.obstacles(r)
	t.Reasons = append(t.Reasons, found...)
	if asked == 0 && !firm {
		t.Starts, t.NotJudged = Yes, c.open(r)
	}
	if len(t.NotJudged) > 0 {
		t.Starts = Unknown
	}
	return t
}

// describe says what the trigger's event source is, and what of the question speaks against it. It returns the events
// that matter, by their place in the event source, and whether the source hears of the event at all.
func (q *Question) describe(t *Trigger, of *catalog.Object, source v1alpha1.EventSource, at int) (events map[int]string, heard bool) {
	field := fmt.Sprintf("spec.eventSources[%d]", at)
	if source.Calendar != nil {
		t.Calendar = calendarOf(source.Calendar, q.Now)
	}
	if source.GitLab == nil {
		if q.Event.Name == "" || source.Calendar == nil {
			return nil, true
		}
		t.against(field+".calendar", "a calendar starts it, not an event of a repo")
		return nil, false
	}
	t.Repo, t.Events, t.Revision = repoAt(of, field+".gitlab.repoName"), source.GitLab.Events, source.GitLab.Revision
	events = map[int]string{}
	for j, event := range t.Events {
		if q.Event.Name == "" || q.Event.Name == event {
			events[j] = event
		}
	}
	if q.Event.Name == "" {
		return events, true
	}
	return events, q.hold(t, field+".gitlab", len(events) > 0)
}

// repoAt is the repo that a field names, as PRODUCT/REPO.
func repoAt(of *catalog.Object, field string) string {
	for _, reference := range catalog.ReferencesOf(of) {
		if reference.Field == field {
			return reference.To.Namespace + "/" + reference.To.Name
		}
	}
	return ""
}

// hold holds the event that was asked about against what is declared; heard is false where it is one of another repo.
func (q *Question) hold(t *Trigger, field string, declared bool) (heard bool) {
	e := q.Event
	switch {
	case t.Repo != e.Repo:
		t.against(field+".repoName", "listens to code repo "+t.Repo)
		return false
	case !declared && !q.Known.Events[e.Name].Pipeline:
		t.against(field+".events", fmt.Sprintf("event %q can not start a pipeline", e.Name))
	case !declared:
		t.against(field+".events", fmt.Sprintf("event %q is not declared, only %s", e.Name, strings.Join(t.Events, ", ")))
	}
	if problem := q.mismatch(t.Revision); problem != "" {
		t.against(field+".revision", problem)
	}
	return true
}

// mismatch is why a revision lets the event not through. One that is no pattern is what a rule finds.
func (q *Question) mismatch(revision string) string {
	if matchesAll(revision) {
		return ""
	}
	pattern, err := compile(revision)
	switch {
	case err != nil:
		return ""
	case !q.Known.CarriesRef(q.Event.Name):
		return fmt.Sprintf("event %q is about no branch or tag that revision %q could match", q.Event.Name, revision)
	case q.Event.Ref != "" && !pattern.MatchString(shortName(q.Event.Ref)):
		return fmt.Sprintf("revision %q does not match %q as a whole", revision, shortName(q.Event.Ref))
	}
	return ""
}

func (t *Trigger) against(field, message string) {
	t.Reasons = append(t.Reasons, Reason{Field: field, Message: message})
}
