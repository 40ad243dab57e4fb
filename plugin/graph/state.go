// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package graph

import (
	"strings"

	"github.com/fluxcd/cli-utils/pkg/kstatus/status"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/nautes-labs/kubectl-nautes/pkg/api/v1alpha1"
	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/plugin/live"
)

// Condition is one that stands on an object.
type Condition = metav1.Condition

// Readiness tells whether an object is as it was declared.
type Readiness struct {
	// Status is that of kstatus: Current, InProgress, Failed, Terminating, or Unknown where the status can not be read.
	// Empty for an object that is not there.
	Status status.Status `json:"status,omitempty"`
	// Known: something of the status says so. Where nobody has written any, kstatus calls an object Current.
	Known   bool   `json:"known"`
	Message string `json:"message,omitempty"`
}

func (r Readiness) ready() bool { return r.Status == status.CurrentStatus }

// readinessOf asks kstatus. What that calls current is held against what apply --wait waits for, which also looks at
// the generation that each condition is about: both are to say the same.
func readinessOf(o *catalog.Object) Readiness {
	object := &unstructured.Unstructured{Object: o.Content()}
	found, err := status.Compute(object)
	if err != nil {
		return Readiness{Status: status.UnknownStatus, Known: true, Message: err.Error()}
	}
	r := Readiness{Status: found.Status, Known: true, Message: found.Message}
	switch r.Status {
	case status.TerminatingStatus:
		r.Message = live.Holding(object)
	case status.CurrentStatus:
		r.Message, r.Known = "", speaks(o)
		if ready, standing := live.Ready(object); !ready {
			r.Status, r.Message = status.InProgressStatus, standing
		}
	default:
	}
	return r
}

// speaks tells whether something has written how far the object is. The audit's condition says nothing about that.
func speaks(o *catalog.Object) bool {
	for _, condition := range conditionsOf(o) {
		if condition.Type != v1alpha1.ConditionCompliant {
			return true
		}
	}
	return false
}

// conditionsOf are the conditions that can be read; whoever writes the status may write anything.
func conditionsOf(o *catalog.Object) []Condition {
	items, _, _ := unstructured.NestedFieldNoCopy(o.Content(), "status", "conditions")
	list, _ := items.([]any)
	var conditions []Condition
	for _, item := range list {
		fields, ok := item.(map[string]any)
		condition := Condition{}
		if ok && runtime.DefaultUnstructuredConverter.FromUnstructured(fields, &condition) == nil && condition.Type != "" {
			conditions = append(conditions, condition)
		}
	}
	return conditions
}

// conditionOf is the condition of a type; nil where there is none.
func conditionOf(conditions []Condition, kind string) *Condition {
	for i := range conditions {
		if conditions[i].Type == kind {
			return &conditions[i]
		}
	}
	return nil
}

// Delivery is how far what was declared has come on its runtime cluster. Each is empty where nothing is known.
type Delivery struct {
	// Sync and Health are what the conditions Synced and Healthy say: "Synced", "Healthy", else the reason.
	Sync   string `json:"sync,omitempty"`
	Health string `json:"health,omitempty"`
	// Revision is the commit that is deployed.
	Revision string `json:"revision,omitempty"`
	// Runs are the last runs of a pipeline runtime, the latest first.
	Runs []Run `json:"runs,omitempty"`
}

// Run is a run of a pipeline.
type Run struct {
	Name string `json:"name,omitempty"`
	// Result is Succeeded, Failed and the like.
	Result string `json:"result,omitempty"`
	// FinishedAt is empty for one that still runs.
	FinishedAt string `json:"finishedAt,omitempty"`
}

// The names under which a status tells of what was delivered.
const (
	conditionSynced  = "Synced"
	conditionHealthy = "Healthy"
	revisionField    = "revision"
	runsField        = "lastRuns"
)

func deliveryOf(o *catalog.Object, conditions []Condition) Delivery {
	d := Delivery{Sync: said(conditions, conditionSynced), Health: said(conditions, conditionHealthy)}
	d.Revision, _, _ = unstructured.NestedString(o.Content(), "status", revisionField)
	items, _, _ := unstructured.NestedFieldNoCopy(o.Content(), "status", runsField)
	runs, _ := items.([]any)
	for _, item := range runs {
		fields, _ := item.(map[string]any)
		run := Run{}
		if runtime.DefaultUnstructuredConverter.FromUnstructured(fields, &run) == nil && run != (Run{}) {
			d.Runs = append(d.Runs, run)
		}
	}
	return d
}

// said is a condition in one word: its type where it is true, else why it is not.
func said(conditions []Condition, kind string) string {
	condition := conditionOf(conditions, kind)
	switch {
	case condition == nil:
		return ""
	case condition.Status == metav1.ConditionTrue:
		return kind
	case condition.Reason != "":
		return condition.Reason
	case condition.Status == metav1.ConditionFalse:
		return "Not" + kind
	}
	return "Unknown"
}

// lastRun is the latest run in a few words; empty where none is known.
func (d *Delivery) lastRun() string {
	if len(d.Runs) == 0 {
		return ""
	}
	return strings.TrimSpace(d.Runs[0].Result + " " + d.Runs[0].Name)
}
