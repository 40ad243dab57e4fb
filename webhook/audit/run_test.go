// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package audit

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus/testutil"
	"k8s.io/utils/clock"
	"sigs.k8s.io/controller-runtime/pkg/webhook/admission"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
)

func TestMetrics(t *testing.T) {
	f := newFixture(t, demo()...)
	f.do(t, catalog.Put(annotated(staged(), "true")))
	want := `
# HELP nautes_audit_findings Findings on stored objects by rule and action (deny, warn, skipped).
# TYPE nautes_audit_findings gauge
nautes_audit_findings{action="skipped",rule="deploymentruntime-environment-exists"} 1
# HELP nautes_audit_leading 1 on the replica that audits, 0 on the others.
# TYPE nautes_audit_leading gauge
nautes_audit_leading 1
# HELP nautes_audit_objects Stored objects that the audit looks after.
# TYPE nautes_audit_objects gauge
nautes_audit_objects 20
# HELP nautes_audit_queue_length Stored objects that wait to be judged.
# TYPE nautes_audit_queue_length gauge
nautes_audit_queue_length 0
# HELP nautes_bypassed_objects Stored objects whose annotation asks for a bypass that is in force.
# TYPE nautes_bypassed_objects gauge
nautes_bypassed_objects 1
`
	names := []string{"nautes_audit_findings", "nautes_audit_leading", "nautes_audit_objects", "nautes_audit_queue_length", "nautes_bypassed_objects"}
	if err := testutil.GatherAndCompare(f.registry, strings.NewReader(want), names...); err != nil {
		t.Error(err)
	}
	f.current.Store(nil) // another one leads
	want = `
# HELP nautes_audit_leading 1 on the replica that audits, 0 on the others.
# TYPE nautes_audit_leading gauge
nautes_audit_leading 0
`
	if err := testutil.GatherAndCompare(f.registry, strings.NewReader(want), names...); err != nil {
		t.Error(err)
	}
	if problems, err := testutil.GatherAndLint(f.registry); err != nil || len(problems) > 0 {
		t.Errorf("%v %v", problems, err)
	}
}

func TestAuditGivesWayToRequests(t *testing.T) {
	traffic := &Traffic{}
	traffic.giveWay(t.Context()) // nobody is there

	entered, answer, answered := make(chan struct{}), make(chan struct{}), make(chan struct{})
	handler := traffic.Around(admission.HandlerFunc(func(context.Context, admission.Request) admission.Response {
		close(entered)
		<-answer
		return admission.Allowed("")
	}))
	go func() {
		defer close(answered)
		if !handler.Handle(t.Context(), admission.Request{}).Allowed {
			t.Error("the answer is another one")
		}
	}()
	<-entered
	began := time.Now()
	traffic.giveWay(t.Context()) // the request takes longer than politeness
	if waited := time.Since(began); waited < politeness {
		t.Errorf("waited %s for a request that is not answered", waited)
	}
	waiting := make(chan struct{})
	go func() {
		traffic.giveWay(t.Context())
		close(waiting)
	}()
	close(answer)
	<-answered
	<-waiting
	traffic.giveWay(t.Context())
}

// The whole of it as it runs in earnest, with its goroutines and its clock: it begins when the catalog is complete and
// leaves nothing behind.
func TestRun(t *testing.T) {
	f := newFixture(t, demo()...)
	f.Clock = clock.RealClock{}
	f.current.Store(nil)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		f.Run(ctx)
		close(ended)
	}()
	f.Catalog.Apply(catalog.Put(staged()))
	for conditionOf(f.object(catalog.DeploymentRuntime, "demo", "shop")) == nil {
		time.Sleep(time.Millisecond)
	}
	f.Catalog.Apply(catalog.Put(staging()))
	for conditionOf(f.object(catalog.DeploymentRuntime, "demo", "shop")).Status != "True" {
		time.Sleep(time.Millisecond)
	}
	stop()
	<-ended
	if f.current.Load() != nil {
		t.Error("a term is under way after the end")
	}
}
