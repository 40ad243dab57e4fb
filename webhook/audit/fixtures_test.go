// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package audit

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/go-logr/logr/testr"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/tools/events"
	clocktesting "k8s.io/utils/clock/testing"

	"github.com/nautes-labs/kubectl-nautes/pkg/api/v1alpha1"
	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/policies"
	"github.com/nautes-labs/kubectl-nautes/test/world"
)

type spec = map[string]any

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// fixture is an audit of a catalog that also plays the API server: what is written shows in the catalog.
type fixture struct {
	*Audit
	*term
	registry *prometheus.Registry
	clock    *clocktesting.FakeClock
	recorder *events.FakeRecorder
	engine   *policy.Engine
	// writes are what was written, one line each.
	writes []string
	fails  error
	// silent: the watch does not bring what is written.
	silent bool
}

func newFixture(t testing.TB, objects ...*catalog.Object) *fixture {
	t.Helper()
	engine, err := policy.New(t.Context(), policies.FS())
	if err != nil {
		t.Fatal(err)
	}
	f := &fixture{clock: clocktesting.NewFakeClock(noon), recorder: events.NewFakeRecorder(1000), registry: prometheus.NewRegistry(), engine: engine}
	f.Audit = New(Options{
		Engine:  func() *policy.Engine { return f.engine },
		Catalog: catalog.Watched(catalog.New(objects...)), Ready: func() error { return nil },
		Apply: f.apply, Events: f.recorder, Traffic: &Traffic{}, Clock: f.clock, Log: testr.New(t.(*testing.T)),
	}, f.registry)
	f.lead(t)
	return f
}

// lead begins a term, and ends the one before if there was one.
func (f *fixture) lead(t testing.TB) {
	f.term = newTerm(f.Audit)
	f.current.Store(f.term)
	stop := f.begin()
	go f.remind()
	t.Cleanup(stop)
	f.settleAll(t)
}

// settleAll works until nothing is left to judge or to write.
func (f *fixture) settleAll(t testing.TB) {
	t.Helper()
	for f.work(t.Context()) || f.scribe.queue.Len() > 0 {
		for f.scribe.queue.Len() > 0 {
			id, _ := f.scribe.queue.Get()
			f.scribe.turn(t.Context(), id)
			f.scribe.queue.Done(id)
		}
	}
}

// do changes the catalog and waits for the audit.
func (f *fixture) do(t testing.TB, changes ...catalog.Change) {
	t.Helper()
	f.Catalog.Apply(changes...)
	f.settleAll(t)
}

// pass lets time go by until the audit is reminded of something.
func (f *fixture) pass(t testing.TB, d time.Duration) {
	t.Helper()
	for f.clock.Step(d); !f.reminded(); f.clock.Step(time.Millisecond) {
		time.Sleep(time.Millisecond) // the queue hands it over in a goroutine of its own
	}
	f.settleAll(t)
}

func (f *fixture) reminded() bool {
	f.inbox.mutex.Lock()
	defer f.inbox.mutex.Unlock()
	return len(f.inbox.news.due) > 0
}

func (f *fixture) apply(_ context.Context, id catalog.ID, uid types.UID, manager string, status map[string]any) error {
	if f.fails != nil {
		return f.fails
	}
	f.writes = append(f.writes, fmt.Sprintf("%s %s", strings.TrimPrefix(manager, v1alpha1.Prefix), id))
	o := f.Catalog.Snapshot().Get(id)
	if o.String("metadata.uid") != string(uid) {
		return fmt.Errorf("uid %q is not that of %s", uid, id)
	}
	if f.silent {
		return nil
	}
	version, _ := strconv.Atoi(o.String("metadata.resourceVersion"))
	f.Catalog.Apply(catalog.Put(with(o, func(content spec) {
		content["metadata"].(spec)["resourceVersion"] = strconv.Itoa(version + 1)
		known, _ := content["status"].(spec)
		known = maps.Clone(known)
		if known == nil {
			known = spec{}
		}
		if manager == FieldManager {
			known["conditions"] = status["conditions"]
		} else {
			delete(known, "bypass")
		}
		content["status"] = known
	})))
	return nil
}

// with is a copy of an object with something changed at its top level or in its metadata.
func with(o *catalog.Object, change func(content spec)) *catalog.Object {
	content := maps.Clone(o.Content())
	content["metadata"] = maps.Clone(content["metadata"].(spec))
	change(content)
	changed, err := catalog.NewObject(content)
	if err != nil {
		panic(err)
	}
	return changed
}

// annotated is a copy with a bypass, or with the value "" without one.
func annotated(o *catalog.Object, value string) *catalog.Object {
	return with(o, func(content spec) {
		metadata := content["metadata"].(spec)
		delete(metadata, "annotations")
		if value != "" {
			metadata["annotations"] = spec{v1alpha1.InsecureSkipCheckAnnotation: value, v1alpha1.SkipCheckReasonAnnotation: "it has to be"}
		}
	})
}

// object is the current state of one.
func (f *fixture) object(kind catalog.Kind, namespace, name string) *catalog.Object {
	return f.Catalog.Snapshot().Get(catalog.ID{Kind: kind, Namespace: namespace, Name: name})
}

// condition is status, reason and message of what stands on an object.
func condition(o *catalog.Object) string {
	c := conditionOf(o)
	if c == nil {
		return "none"
	}
	return fmt.Sprintf("%s %s %s", c.Status, c.Reason, c.Message)
}

func (f *fixture) told() []string {
	var all []string
	for len(f.recorder.Events) > 0 {
		all = append(all, <-f.recorder.Events)
	}
	return all
}

func (f *fixture) written() []string {
	defer func() { f.writes = nil }()
	return slices.Clone(f.writes)
}

// demo is a world of one product in which all is right, with a cluster to spare.
func demo() []*catalog.Object {
	objects := append(world.Product("demo", 0), world.Provider("gitlab"))
	for _, cluster := range []string{"test-0", "prod-0", "spare"} {
		objects = append(objects, world.Cluster(cluster, "deployment"))
	}
	return objects
}

func counterOf(t testing.TB, c prometheus.Counter) float64 {
	t.Helper()
	return testutil.ToFloat64(c)
}
