// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package policies_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/policies"
)

// Somebody who may skip rules writes the objects of each case in every order there is, with a bypass on each. Whatever
// the order, a rule that may not be skipped refuses one of them, and what is there in the end, looked at without any
// rule, keeps the products apart.
func TestNoOrderOfForcedWritesBringsProductsTogether(t *testing.T) {
	engine, err := policy.New(t.Context(), policies.FS())
	if err != nil {
		t.Fatal(err)
	}
	refusing := map[string]bool{}
	for name, writes := range forced() {
		t.Run(name, func(t *testing.T) {
			p := &player{engine: engine, known: map[string]orders{}, rules: refusing}
			all := p.play(t, catalog.New(), nil, writes)
			t.Logf("%d orders, something was refused in %d", all.refused+all.accepted, all.refused)
			if all.refused == 0 || all.accepted > 0 && !slices.ContainsFunc(writes, takesBack) {
				t.Errorf("nothing was refused in %d orders", all.accepted)
			}
		})
	}
	for _, rule := range engine.Rules() {
		if !rule.Bypassable && !refusing[rule.ID] && alone()[rule.ID] == "" {
			t.Errorf("%s may not be skipped, and no order of writes meets it (add a case, or say in alone why it has none)", rule.ID)
		}
	}
}

// alone are the rules that may not be skipped and look at nothing that can come later: why no order gets around them.
func alone() map[string]string {
	const (
		form   = "looks at the object alone"
		before = "looks at the object and at what it was before"
		files  = "judges files, and no writes"
	)
	return map[string]string{
		"bypass-permitted": before, "bypass-annotation-valid": form,
		"cluster-host-is-physical": form, "cluster-host-has-no-worker-type": form, "cluster-physical-has-no-host": form,
		"cluster-virtual-names-host": form, "cluster-worker-has-worker-type": form,
		"coderepo-name-not-reserved": form, "coderepo-path-frozen": before, "coderepo-url-valid": form,
		"coderepo-identity-frozen": "keeps a repo what it was for the product's own runtimes; no other product has a part in it",
		"binding-coderepo-frozen":  before, "deploymentruntime-path-is-relative": form,
		"layout-kind-in-its-directory": files, "layout-directory-matches-name": files, "layout-one-per-directory": files,
		"layout-runtime-in-its-project": files, "layout-kustomization-current": files,
		"pipelineruntime-project-frozen": before, "pipelineruntime-event-source-one-kind": form, "pipelineruntime-calendar-valid": form,
		"pipelineruntime-names-unique": form, "pipelineruntime-path-is-relative": form, "pipelineruntime-additional-source-set": form,
		"pipelineruntime-trigger-event-source-declared": form, "pipelineruntime-trigger-pipeline-declared": form,
		"pipelineruntime-trigger-unique": form, "pipelineruntime-input-source-single": form, "pipelineruntime-input-transmission-set": form,
		"product-name-not-reserved": form, "product-group-path-frozen": before, "product-matches-namespace": form,
		"name-is-dns-label": form, "provider-address-valid": form,
	}
}

// step is one write: of an object, which creates or updates it, or of its deletion.
type step struct {
	object *catalog.Object
	// again: the object is created by another step of the case, and this one changes it, or deletes it.
	again, deletes bool
}

// comesAfter tells whether another step is the creation of what this one changes or deletes.
func (s step) comesAfter(other step) bool { return !other.again && other.object.ID == s.object.ID }

func said(order []step) string {
	var labels []string
	for _, s := range order {
		label := s.object.ID.String()
		switch {
		case s.deletes:
			label += " (deleted)"
		case s.again:
			label += " (changed)"
		}
		labels = append(labels, label)
	}
	return strings.Join(labels, ", ")
}

// takesBack: where a later write takes back an earlier one, or is not ours to judge, there are orders in which nothing
// has to be refused. The end of each is looked at all the same.
func takesBack(s step) bool { return s.again || s.object.Kind == catalog.Namespace }

// player writes in all orders.
type player struct {
	engine *policy.Engine
	// known are the orders in which the rest can follow, by what is there and what is left. However it came to that, the
	// rules know no more, so each such point is gone on from once.
	known map[string]orders
	// rules are those that refused something.
	rules map[string]bool
}

// orders counts those in which something is refused, and those in which nothing is.
type orders struct{ refused, accepted int }

// play goes on from what is there after some writes, with each of those that are left.
func (p *player) play(t *testing.T, there *catalog.Snapshot, done, left []step) (all orders) {
	t.Helper()
	if len(left) == 0 {
		if problems := together(there); len(problems) > 0 {
			t.Errorf("after %s:\n%s", said(done), strings.Join(problems, "\n"))
		}
		return orders{accepted: 1}
	}
	point := pointOf(there, left)
	if known, ok := p.known[point]; ok {
		return known
	}
	for i, next := range left {
		if next.again && slices.ContainsFunc(left, next.comesAfter) {
			continue
		}
		then, refused := p.write(t, there, next)
		rest := p.play(t, then, append(slices.Clone(done), next), slices.Delete(slices.Clone(left), i, i+1))
		if refused {
			rest = orders{refused: rest.refused + rest.accepted}
		}
		all.refused, all.accepted = all.refused+rest.refused, all.accepted+rest.accepted
	}
	p.known[point] = all
	return all
}

// pointOf tells apart what is there and what is left.
func pointOf(there *catalog.Snapshot, left []step) string {
	var b strings.Builder
	there.Each(func(o *catalog.Object) bool { fmt.Fprintf(&b, "%p ", o); return true })
	for _, s := range left {
		fmt.Fprintf(&b, "%p %v ", s.object, s.deletes)
	}
	return b.String()
}

// write returns what is there after a write, and whether it was refused.
func (p *player) write(t *testing.T, there *catalog.Snapshot, s step) (then *catalog.Snapshot, refused bool) {
	t.Helper()
	review := policy.Review{
		Operation: policy.Create, Object: s.object.Content(), Catalog: there, Now: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC),
		Permitted: func(context.Context) (bool, error) { return true, nil },
	}
	change, before := catalog.Put(s.object), there.Get(s.object.ID)
	switch {
	case s.object.Kind == catalog.Namespace: // none of ours: nobody asks us
		return there.With(change), false
	case s.deletes && before == nil:
		return there, false
	case s.deletes:
		review.Operation, review.OldObject, review.Object, change = policy.Delete, before.Content(), nil, catalog.Remove(s.object.ID)
	case before != nil:
		review.Operation, review.OldObject = policy.Update, before.Content()
	}
	verdict, err := p.engine.Judge(t.Context(), review)
	if err != nil {
		t.Fatal(err)
	}
	for _, finding := range verdict.Denials() {
		p.rules[finding.Rule] = true
	}
	if verdict.Denied() {
		return there, true
	}
	return there.With(change), false
}
