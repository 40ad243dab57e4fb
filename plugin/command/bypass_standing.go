// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/nautes-labs/kubectl-nautes/pkg/api/v1alpha1"
	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/pkg/report"
	"github.com/nautes-labs/kubectl-nautes/plugin/judge"
	"github.com/nautes-labs/kubectl-nautes/plugin/live"
)

// bypassList is what is known about the bypasses of a product, or of all.
type bypassList struct {
	Bypasses []standingBypass `json:"bypasses"`

	at        time.Time
	notJudged *report.NotJudged
}

// need tells whether an object still needs its bypass.
type need string

const (
	stillFailing need = "Failing"
	nowClean     need = "Clean"
	// needUnknown: nothing is found, but not every rule could be asked.
	needUnknown need = "Unknown"
)

// standingBypass is one object that goes around the rules, or went.
type standingBypass struct {
	catalog.ID
	// State is how the annotation that skips rules stands, and Until when it ends or ended; absent where it has no end.
	State policy.AnnotationState `json:"state"`
	Until *time.Time             `json:"until,omitempty"`
	// Reason is the annotation's, else the record's.
	Reason string `json:"reason,omitempty"`
	// BreakGlass is the value of that annotation.
	BreakGlass string `json:"breakGlass,omitempty"`
	// Record is what the webhook wrote of the last write for which rules were skipped; absent where it wrote nothing.
	Record *v1alpha1.Bypass `json:"record,omitempty"`

	Now need `json:"now"`
	// Findings are those that would deny the object without a bypass.
	Findings []policy.Finding `json:"findings,omitempty"`
	// NotJudged are rules that look up what the user may not read; Error says why none could be asked.
	NotJudged []string `json:"notJudged,omitempty"`
	Error     string   `json:"error,omitempty"`

	// marked: there is an annotation to take off, whatever it says.
	marked bool
}

// breaksGlass tells whether the annotation would keep the webhook from being asked.
func (b *standingBypass) breaksGlass() bool { return b.BreakGlass != "" && b.BreakGlass != "false" }

// fails are the ids of the rules that would deny.
func (b *standingBypass) fails() []string {
	var rules []string
	for _, finding := range b.Findings {
		rules = append(rules, finding.Rule)
	}
	return slices.Compact(rules)
}

// bypassAnnotations are those that go around the rules, and what belongs to them.
func bypassAnnotations() []string {
	return []string{v1alpha1.InsecureSkipCheckAnnotation, v1alpha1.SkipCheckReasonAnnotation, v1alpha1.BreakGlassAnnotation}
}

// isMarked tells whether an object carries one of the annotations.
func isMarked(object *catalog.Object) bool {
	annotations := annotationsOf(object)
	return slices.ContainsFunc(bypassAnnotations(), func(name string) bool {
		_, annotated := annotations[name]
		return annotated
	})
}

func annotationsOf(object *catalog.Object) map[string]string {
	return (&unstructured.Unstructured{Object: object.Content()}).GetAnnotations()
}

// marked are the objects of a product, or of all, that carry an annotation or a record, in the order of kinds. What is
// being deleted goes, whatever is on it.
func marked(view *live.View, product string) []*catalog.Object {
	var objects []*catalog.Object
	own := catalog.ID{Kind: catalog.Product, Name: product}
	view.Each(func(o *catalog.Object) bool {
		here := product == "" || o.Namespace == product || o.ID == own
		if here && o.Kind != catalog.Namespace && !o.Terminating() && (isMarked(o) || recordOf(o) != nil) {
			objects = append(objects, o)
		}
		return true
	})
	slices.SortFunc(objects, func(a, b *catalog.Object) int { return catalog.Compare(a.ID, b.ID) })
	return objects
}

// recordOf is what the webhook wrote; nil where it wrote nothing.
func recordOf(object *catalog.Object) *v1alpha1.Bypass {
	content, found, err := unstructured.NestedMap(object.Content(), "status", "bypass")
	record := &v1alpha1.Bypass{}
	if err != nil || !found || runtime.DefaultUnstructuredConverter.FromUnstructured(content, record) != nil {
		return nil
	}
	return record
}

// listBypasses judges objects as they are stored, by the rules in force.
func listBypasses(ctx context.Context, cluster publisher, view *live.View, at time.Time, objects []*catalog.Object, errOut io.Writer) (*bypassList, error) {
	list := &bypassList{Bypasses: make([]standingBypass, 0, len(objects)), at: at}
	if len(objects) == 0 {
		return list, nil
	}
	engine, err := engineInForce(ctx, cluster, errOut)
	if err != nil {
		return nil, err
	}
	j := &judge.Judge{Engine: engine, Holds: view.Sees, Now: at}
	var results []judge.Result
	err = j.Stored(ctx, objects, view.Snapshot, func(s judge.Stored) error {
		list.Bypasses = append(list.Bypasses, standingOf(s, at))
		results = append(results, judge.Result{Verdict: s.Verdict, Err: s.Err, Missed: s.Missed})
		return nil
	})
	if err != nil {
		return nil, err
	}
	list.notJudged = notJudged(j, results, askForRights)
	return list, nil
}

func standingOf(s judge.Stored, at time.Time) standingBypass {
	on := policy.StandingOn(s.Object.Content(), at)
	b := standingBypass{
		ID: s.Object.ID, State: on.State, Reason: on.Reason, Now: nowClean, Record: recordOf(s.Object),
		BreakGlass: annotationsOf(s.Object)[v1alpha1.BreakGlassAnnotation], marked: isMarked(s.Object),
	}
	if !on.Until.IsZero() {
		b.Until = &on.Until
	}
	if b.Reason == "" && b.Record != nil {
		b.Reason = b.Record.Reason
	}
	if s.Err != nil {
		b.Now, b.Error = needUnknown, s.Err.Error()
		return b
	}
	b.NotJudged, b.Findings = s.Verdict.NotJudged, denying(s.Verdict.Findings)
	switch {
	case len(b.Findings) > 0:
		b.Now = stillFailing
	case len(b.NotJudged) > 0:
		b.Now = needUnknown
	}
	return b
}

// denying are the findings that would deny without a bypass. What is wrong with the bypass itself goes with it.
func denying(findings []policy.Finding) []policy.Finding {
	var left []policy.Finding
	for _, finding := range findings {
		if finding.Skipped {
			finding.Action, finding.Skipped = policy.Deny, false
		}
		if finding.Action == policy.Deny && !strings.HasPrefix(finding.Rule, "bypass-") {
			left = append(left, finding)
		}
	}
	return left
}

// drop leaves out what is over: the annotations are off and the rules are met, though the record is not cleared yet.
func (l *bypassList) drop() {
	l.Bypasses = slices.DeleteFunc(l.Bypasses, func(b standingBypass) bool {
		return !b.marked && b.Now == nowClean
	})
}

// summary is one line, for example "3 bypasses in product demo: 2 failing, 1 clean".
func (l *bypassList) summary(product string, unseen bool) string {
	where := "in all products"
	if product != "" {
		where = "in product " + product
	}
	if unseen {
		where += ", as far as you may see"
	}
	counts := map[need]int{}
	for _, b := range l.Bypasses {
		counts[b.Now]++
	}
	var parts []string
	for _, n := range []need{stillFailing, nowClean, needUnknown} {
		if counts[n] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", counts[n], strings.ToLower(string(n))))
		}
	}
	switch len(l.Bypasses) {
	case 0:
		return "no bypasses " + where
	case 1:
		return "1 bypass " + where + ": " + strings.Join(parts, ", ")
	}
	return fmt.Sprintf("%d bypasses %s: %s", len(l.Bypasses), where, strings.Join(parts, ", "))
}
