// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"cmp"
	"context"
	"maps"
	"reflect"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/plugin/live"
)

// previewing says what applying a set would do.
type previewing struct {
	*applying
	verdicts
	// base is what is live, after what the whole set makes of it.
	base  *live.View
	after *catalog.Snapshot
}

// previewApply reads what is live and judges the whole set on it.
func previewApply(ctx context.Context, a *applying, who authority) (*previewing, error) {
	base, err := look(ctx, a.cluster, a.members, a.ledger.ErrOut)
	if err != nil {
		return nil, err
	}
	after, err := a.members.Applied(base.Snapshot)
	if err != nil {
		return nil, err
	}
	j, err := judgeFor(ctx, who, a.members, base, a.ledger.ErrOut)
	if err != nil {
		return nil, err
	}
	results, err := j.Apply(ctx, a.members, base.Snapshot, after)
	if err != nil {
		return nil, err
	}
	sayNotJudged(a.ledger.ErrOut, j, results)
	a.before = foundIn(base, append(a.members.IDs(), a.namespaces()...))
	return &previewing{a, verdictsOf(results, who, a.bypass), base, after}, nil
}

// foundIn are objects as a view holds them.
func foundIn(base *live.View, ids []catalog.ID) *live.Found {
	found := &live.Found{Objects: map[catalog.ID]*unstructured.Unstructured{}, Unreadable: map[catalog.ID]error{}}
	for _, id := range ids {
		if object := base.Get(id); object != nil {
			found.Objects[id] = &unstructured.Unstructured{Object: object.Content()}
		} else if refusal := base.Refusal(id); refusal != nil {
			found.Unreadable[id] = refusal
		}
	}
	return found
}

// judged says what would become of an object by the rules alone.
func (p *previewing) judged(ctx context.Context, id catalog.ID) (entry, error) {
	if before := p.replaced(id); before != nil && before.GetDeletionTimestamp() != nil {
		return entry{}, live.BeingDeleted(id)
	}
	if err := p.before.Unreadable[id]; err != nil {
		return entry{}, err
	}
	e, err := p.verdict(ctx, id)
	if err != nil {
		return entry{}, err
	}
	e.object = &unstructured.Unstructured{Object: p.after.Get(id).Content()}
	e.word = p.compare(id, e.object)
	return p.withKubeconfig(ctx, e, dryRunClient)
}

// tried sends an object, without storing it, where all that it needs is live; what it would be held against else is
// not there, so the rules are asked here.
func (p *previewing) tried(ctx context.Context, id catalog.ID) (entry, error) {
	if missing := p.missing(id); missing != nil {
		e, err := p.verdict(ctx, id)
		e.word, e.why = notSent, "depends on "+missing.String()
		return e, err
	}
	answer, err := p.apply(ctx, id, true)
	if err != nil {
		return entry{}, err
	}
	e := entryOf(id, answer)
	if !answer.Created {
		e.word = p.compare(id, answer.Object)
	}
	return p.withKubeconfig(ctx, e, dryRunServer)
}

// missing is the first thing that an object needs and that is not live; nil when all is.
func (p *previewing) missing(id catalog.ID) *catalog.ID {
	needs := p.after.Dependencies(p.after.Get(id))
	if id.Namespace != "" {
		needs = append(needs, namespaceOf(id.Namespace))
	}
	for _, need := range needs {
		inSet := need.Kind == catalog.Namespace || p.members.Get(need) != nil
		object := p.base.Get(need)
		unknown := object == nil && !p.base.Sees(need) // the server knows
		if inSet && !unknown && (object == nil || object.Terminating()) {
			return &need
		}
	}
	return nil
}

// compare tells what would become of an object from what it is and what it would be.
func (p *previewing) compare(id catalog.ID, after *unstructured.Unstructured) word {
	before := p.replaced(id)
	switch {
	case before == nil:
		return created
	case reflect.DeepEqual(declared(before), declared(after)):
		return unchanged
	}
	return configured
}

// declared is what of an object people declare.
func declared(object *unstructured.Unstructured) map[string]any {
	content := maps.Clone(object.Object)
	for _, field := range []string{"metadata", "status"} {
		delete(content, field)
	}
	return map[string]any{
		"content": content, "labels": object.GetLabels(), "annotations": object.GetAnnotations(),
		"finalizers": object.GetFinalizers(), "owners": object.GetOwnerReferences(),
	}
}

// sayAwaited says that applying would wait, and does not.
func (p *previewing) sayAwaited(_ context.Context, namespace *unstructured.Unstructured) error {
	p.ledger.say("namespace %s is being deleted: apply waits for it to be gone", namespace.GetName())
	return nil
}

// namespaceJudged is a namespace that would be made; there are no rules about it.
func (p *previewing) namespaceJudged(_ context.Context, id catalog.ID) (entry, error) {
	return entry{id: id, word: created}, p.hasOwner(id)
}

// hasOwner wants the product of a namespace to be there, or to be applied as well.
func (p *previewing) hasOwner(namespace catalog.ID) error {
	id := productOf(namespace)
	if p.members.Get(id) != nil || p.base.Get(id) != nil {
		return nil
	}
	return cmp.Or(p.base.Refusal(id), noProduct(id.Name))
}

// namespaceTried is a namespace that would be made. It is not sent: what it would be owned by may not be live.
func (p *previewing) namespaceTried(_ context.Context, id catalog.ID) (entry, error) {
	return entry{id: id, word: notSent, why: "made with " + productOf(id).String()}, p.hasOwner(id)
}
