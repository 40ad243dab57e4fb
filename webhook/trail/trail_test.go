// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package trail

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/go-logr/logr"
	"github.com/google/go-cmp/cmp"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	clocktesting "k8s.io/utils/clock/testing"

	"github.com/nautes-labs/kubectl-nautes/pkg/api/v1alpha1"
	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
)

type fields = map[string]any

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

const (
	skip   = v1alpha1.InsecureSkipCheckAnnotation
	reason = v1alpha1.SkipCheckReasonAnnotation
)

// forced is an environment as a review has it, with changes of its metadata.
func forced(changes fields) *catalog.Object {
	metadata := fields{
		"namespace": "demo", "name": "test", "uid": "the-uid", "generation": int64(2),
		"annotations": fields{skip: "true", reason: "later"},
	}
	maps.Copy(metadata, changes)
	return environment(metadata, "nowhere")
}

func environment(metadata fields, cluster string) *catalog.Object {
	object, err := catalog.NewObject(fields{
		"apiVersion": catalog.APIVersion, "kind": "Environment", "metadata": metadata, "spec": fields{"cluster": cluster},
	})
	if err != nil {
		panic(err)
	}
	return object
}

// fixture is a trail, what the API server holds, and what was written to it.
type fixture struct {
	*Trail
	clock    *clocktesting.FakeClock
	stored   *catalog.Snapshot
	failures int
	written  []string
}

func newFixture() *fixture {
	f := &fixture{clock: clocktesting.NewFakeClock(noon), stored: catalog.New()}
	f.Trail = &Trail{
		Catalog:  catalog.Watched(catalog.New()),
		Get:      func(_ context.Context, id catalog.ID) (*catalog.Object, error) { return f.stored.Get(id), nil },
		Apply:    f.apply,
		Outcomes: NewOutcomes(prometheus.NewRegistry()), Clock: f.clock, Log: logr.Discard(),
	}
	return f
}

func (f *fixture) apply(_ context.Context, id catalog.ID, uid types.UID, manager string, status map[string]any) error {
	if f.failures > 0 {
		f.failures--
		return errors.New("the API server is away")
	}
	f.written = append(f.written, fmt.Sprintf("%s %s %s %v", id, uid, manager, status["bypass"].(fields)["by"]))
	return nil
}

// keep has a write kept that changes annotations alone.
func (f *fixture) keep(t *testing.T, object *catalog.Object, by string) {
	t.Helper()
	f.keepChange(t, object, object.Content(), by)
}

func (f *fixture) keepChange(t *testing.T, object *catalog.Object, former fields, by string) {
	t.Helper()
	record, err := NewRecord(object.Content(), former, v1alpha1.Bypass{By: by, Since: metav1.NewTime(noon)})
	if err != nil {
		t.Fatal(err)
	}
	f.Keep(record)
}

// see puts an object into the watched catalog, as an informer does.
func (f *fixture) see(object *catalog.Object) { f.Catalog.Apply(catalog.Put(object)) }

func (f *fixture) look(t *testing.T) { f.round(t.Context(), f.watched) }

// ended wants this many records to have ended with each outcome, and nothing else left to do.
func (f *fixture) ended(t *testing.T, want map[string]int) {
	t.Helper()
	got := map[string]int{}
	for _, outcome := range []string{"written", "overtaken", "not_stored", "failed", "dropped"} {
		if n := int(testutil.ToFloat64(f.Outcomes.WithLabelValues(outcome))); n > 0 {
			got[outcome] = n
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("outcomes (-want +got):\n%s", diff)
	}
	if f.waiting() {
		t.Error("records are left")
	}
}

const byDora = "Environment/demo/test the-uid nautes.resource.nautes.io/bypass dora"

// A status that is written earlier counts up the resource version under the write itself, which then fails.
func TestStatusIsNotWrittenBeforeTheWriteIsStored(t *testing.T) {
	for name, before := range map[string]*catalog.Object{
		"nothing":              nil,
		"its former self":      forced(fields{"generation": int64(1)}),
		"the same, unmarked":   forced(fields{"annotations": fields{}}),
		"another reason":       forced(fields{"annotations": fields{skip: "true", reason: "sooner"}}),
		"another of that name": forced(fields{"uid": "another", "generation": int64(7)}),
	} {
		t.Run(name, func(t *testing.T) {
			f := newFixture()
			if before != nil {
				f.see(before)
			}
			f.keep(t, forced(nil), "dora")
			f.look(t)
			if len(f.written) > 0 || !f.waiting() {
				t.Fatalf("wrote %q, still waiting: %v", f.written, f.waiting())
			}
			f.see(forced(fields{"resourceVersion": "12"}))
			f.look(t)
			if diff := cmp.Diff([]string{byDora}, f.written); diff != "" {
				t.Error(diff)
			}
			f.ended(t, map[string]int{"written": 1})
		})
	}
}

// Two start from the same generation, with the same reason; one of them meets a conflict.
func TestTheOneWhoseWriteIsStoredIsNamed(t *testing.T) {
	f := newFixture()
	winner := forced(nil)
	f.keep(t, environment(winner.Content()["metadata"].(fields), "elsewhere"), "eve")
	f.keep(t, winner, "dora")
	f.see(winner)
	f.look(t)
	if diff := cmp.Diff([]string{byDora}, f.written); diff != "" {
		t.Error(diff)
	}
	f.clock.Step(patience + time.Second)
	f.look(t)
	f.ended(t, map[string]int{"written": 1, "not_stored": 1})
}

// Who forced a spec in and took the annotation off before anybody looked left no record.
func TestAnnotationThatIsTakenOffAtOnceDoesNotTakeTheRecordAlong(t *testing.T) {
	unmarked := forced(fields{"annotations": fields{}})
	for name, former := range map[string]fields{"created": nil, "updated": forced(fields{"generation": int64(1)}).Content()} {
		t.Run(name, func(t *testing.T) {
			f := newFixture()
			f.keepChange(t, forced(nil), former, "dora")
			f.see(unmarked)
			f.look(t)
			if diff := cmp.Diff([]string{byDora}, f.written); diff != "" {
				t.Error(diff)
			}
			f.ended(t, map[string]int{"written": 1})
		})
	}
}

// A later write has a record of its own, or needed no bypass.
func TestLaterWriteCounts(t *testing.T) {
	f := newFixture()
	f.keep(t, forced(nil), "dora")
	f.see(forced(fields{"generation": int64(3)}))
	f.look(t)
	f.ended(t, map[string]int{"overtaken": 1})
	if len(f.written) > 0 {
		t.Errorf("wrote %q", f.written)
	}
}

func TestWatchThatIsBehindIsNotTheLastWord(t *testing.T) {
	f := newFixture()
	f.keep(t, forced(nil), "dora")
	f.stored = catalog.New(forced(nil))
	f.clock.Step(patience + time.Second)
	f.look(t)
	f.ended(t, map[string]int{"written": 1})
}

func TestWriteThatFailsIsTriedAgain(t *testing.T) {
	f := newFixture()
	f.failures = 2
	f.keep(t, forced(nil), "dora")
	f.see(forced(nil))
	for range 3 {
		f.look(t)
	}
	f.ended(t, map[string]int{"written": 1})

	f = newFixture()
	f.failures = 2
	f.keep(t, forced(nil), "dora")
	f.stored = catalog.New(forced(nil))
	f.clock.Step(patience + time.Second)
	f.look(t)
	f.ended(t, map[string]int{"failed": 1})
}

func TestTooManyRecordsAreDroppedAndCounted(t *testing.T) {
	f := newFixture()
	for range mostPending + 2 {
		f.keep(t, forced(nil), "dora")
	}
	f.see(forced(nil))
	f.look(t)
	f.ended(t, map[string]int{"written": mostPending, "dropped": 2})
}

func TestDrainWritesWhatIsLeft(t *testing.T) {
	f := newFixture()
	f.keep(t, forced(nil), "dora")
	f.stored = catalog.New(forced(nil))
	f.Drain(t.Context())
	f.ended(t, map[string]int{"written": 1})
}

func TestDrainEnds(t *testing.T) {
	f := newFixture()
	f.keep(t, forced(nil), "dora")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	f.Drain(ctx)
	f.ended(t, map[string]int{"failed": 1})
}

func TestStartWritesUntilItIsStopped(t *testing.T) {
	f := newFixture()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	f.see(forced(nil))
	f.stored = catalog.New(forced(nil)) // the clock may be stepped beyond all patience before the worker gets to look
	f.keep(t, forced(nil), "dora")
	go func() { ended <- f.Start(ctx) }()
	for testutil.ToFloat64(f.Outcomes.WithLabelValues("written")) == 0 {
		f.clock.Step(interval)
	}
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	f.ended(t, map[string]int{"written": 1})
}

func TestWhatTheSchemaDoesNotTakeIsCutOff(t *testing.T) {
	var rules []string
	for i := range mostRules + 10 {
		rules = append(rules, fmt.Sprintf("rule-%d", i), fmt.Sprintf("rule-%d", i), strings.Repeat("r", 300))
	}
	long := strings.Repeat("ä", 2000)
	record, err := NewRecord(forced(nil).Content(), nil, v1alpha1.Bypass{By: long, Reason: long, Rules: rules})
	if err != nil {
		t.Fatal(err)
	}
	for field, text := range map[string]string{"by": record.Bypass.By, "reason": record.Bypass.Reason} {
		if n := len([]rune(text)); n != longestText || !strings.HasSuffix(text, "…") {
			t.Errorf("%s has %d characters", field, n)
		}
	}
	seen := map[string]bool{}
	for _, rule := range record.Bypass.Rules {
		if seen[rule] || len([]rune(rule)) > longestRule {
			t.Errorf("rule %q, seen before: %v", rule, seen[rule])
		}
		seen[rule] = true
	}
	if len(seen) != mostRules {
		t.Errorf("%d rules, want as many as the schema takes", len(seen))
	}
}

func TestStatusHoldsTheRecord(t *testing.T) {
	for name, test := range map[string]struct {
		bypass v1alpha1.Bypass
		want   fields
	}{
		"all": {
			v1alpha1.Bypass{By: "dora", Reason: "later", Since: metav1.NewTime(noon), Until: Until(false, noon.Add(time.Hour)), Rules: []string{"a", "b"}},
			fields{"by": "dora", "reason": "later", "since": "2026-11-23T12:00:00Z", "until": "2026-11-23T13:00:00Z", "rules": []any{"a", "b"}},
		},
		"little": {
			v1alpha1.Bypass{By: "dora", Since: metav1.NewTime(noon), Until: Until(true, time.Time{})},
			fields{"by": "dora", "since": "2026-11-23T12:00:00Z"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			record, err := NewRecord(forced(nil).Content(), nil, test.bypass)
			if err != nil {
				t.Fatal(err)
			}
			got, err := record.status()
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(fields{"bypass": test.want}, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestRecordIsOfAnObject(t *testing.T) {
	if _, err := NewRecord(fields{"kind": "Secret"}, nil, v1alpha1.Bypass{}); err == nil {
		t.Error("no error")
	}
}
