// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package admission

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"
	admissionv1 "k8s.io/api/admission/v1"
	authenticationv1 "k8s.io/api/authentication/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/tools/events"
	clocktesting "k8s.io/utils/clock/testing"
	"sigs.k8s.io/controller-runtime/pkg/webhook/admission"

	"github.com/nautes-labs/kubectl-nautes/pkg/api/v1alpha1"
	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/policies"
	"github.com/nautes-labs/kubectl-nautes/test/world"
	"github.com/nautes-labs/kubectl-nautes/webhook/trail"
)

type spec = map[string]any

const (
	skip       = "nautes.resource.nautes.io/insecure-skip-check"
	skipReason = "nautes.resource.nautes.io/skip-check-reason"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// stored is what the API server holds: a Live over a snapshot that counts what is asked of it.
type stored struct {
	snapshot *catalog.Snapshot
	fails    error

	counting sync.Mutex
	gets     []catalog.ID
}

func (s *stored) Get(_ context.Context, id catalog.ID) (*catalog.Object, error) {
	s.counting.Lock()
	defer s.counting.Unlock()
	s.gets = append(s.gets, id)
	if id.Name == "" || strings.Contains(id.Namespace+id.Name, "/") {
		return nil, fmt.Errorf("invalid name in %s", id) // as client-go does
	}
	return s.snapshot.Get(id), s.fails
}

func (s *stored) List(_ context.Context, kind catalog.Kind, namespace string) ([]*catalog.Object, error) {
	return s.snapshot.List(kind, namespace), s.fails
}

// fixture is a handler whose cache and API server hold a world with one product, and what it left behind.
type fixture struct {
	*Handler
	stored   *stored
	recorder *events.FakeRecorder
	kept     []trail.Record
	verb     bool
	verbErr  error
	asked    int
}

func newFixture(t testing.TB, rego ...string) *fixture {
	t.Helper()
	files := policies.FS()
	if len(rego) > 0 {
		files = fstest.MapFS{"rules/test.rego": {Data: []byte(rego[0])}}
	}
	engine, err := policy.New(t.Context(), files)
	if err != nil {
		t.Fatal(err)
	}
	snapshot := catalog.New(append(world.Product("demo", 0), world.Provider("gitlab"), world.Cluster("test-0", "deployment"), world.Cluster("prod-0", "deployment"))...)
	f := &fixture{stored: &stored{snapshot: snapshot}, recorder: events.NewFakeRecorder(10)}
	f.Handler = &Handler{
		Engine: func() *policy.Engine { return engine }, Catalog: catalog.Watched(snapshot), Live: f.stored, Events: f.recorder,
		Keep: func(r trail.Record) { f.kept = append(f.kept, r) },
		Permitted: func(context.Context, authenticationv1.UserInfo, catalog.ID) (bool, error) {
			f.asked++
			return f.verb, f.verbErr
		},
		Ready:   func() error { return nil },
		Metrics: NewMetrics(prometheus.NewRegistry()),
		Clock:   clocktesting.NewFakePassiveClock(noon),
	}
	return f
}

// counted is how often a decision was counted, whatever its other labels.
func (f *fixture) counted(t *testing.T, r admission.Request, decision decision, reason policy.Reason) {
	t.Helper()
	labels := []string{r.Kind.Kind, string(r.Operation), string(decision), string(reason), fmt.Sprint(isDryRun(r))}
	if got := testutil.ToFloat64(f.Metrics.decisions.WithLabelValues(labels...)); got != 1 {
		t.Errorf("counted %v times as %v, want once; counted in all: %d", got, labels, testutil.CollectAndCount(f.Metrics.decisions))
	}
}

func (f *fixture) events() []string {
	var all []string
	for len(f.recorder.Events) > 0 {
		all = append(all, <-f.recorder.Events)
	}
	return all
}

// bypasses are what was kept to be written into statuses.
func (f *fixture) bypasses() []v1alpha1.Bypass {
	var all []v1alpha1.Bypass
	for _, record := range f.kept {
		all = append(all, record.Bypass)
	}
	return all
}

func request(operation admissionv1.Operation, object, old *catalog.Object) admission.Request {
	subject := object
	if subject == nil {
		subject = old
	}
	return admission.Request{AdmissionRequest: admissionv1.AdmissionRequest{
		UID: "a-request", Operation: operation, Namespace: subject.Namespace,
		Kind:     metav1.GroupVersionKind{Group: catalog.Group, Version: catalog.Version, Kind: string(subject.Kind)},
		UserInfo: authenticationv1.UserInfo{Username: "alice"},
		Object:   raw(object), OldObject: raw(old),
	}}
}

func raw(object *catalog.Object) runtime.RawExtension {
	if object == nil {
		return runtime.RawExtension{}
	}
	content, err := json.Marshal(object.Content())
	if err != nil {
		panic(err)
	}
	return runtime.RawExtension{Raw: content}
}

// runtimeOn is a deployment runtime that targets an environment of demo.
func runtimeOn(environment string, annotations spec) *catalog.Object {
	object := world.Runtime("demo", "shop", environment, "charts")
	object.Content()["metadata"].(map[string]any)["annotations"] = annotations
	return object
}
