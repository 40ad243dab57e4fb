// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"context"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/plugin/live"
	"github.com/nautes-labs/kubectl-nautes/plugin/rollout"
	"github.com/nautes-labs/kubectl-nautes/plugin/set"
)

// applying is one rollout of a set onto a cluster.
type applying struct {
	cluster *live.Cluster
	members *set.Set
	// state is the set by itself: it says what depends on what.
	state   *catalog.Snapshot
	bypass  bypass
	timeout time.Duration
	ledger  *ledger
	// kubeconfigs are those that Clusters of the set came with.
	kubeconfigs kubeconfigs
	// send says how an object is applied, and makeNamespace how the namespace of a product is made.
	send          func(context.Context, catalog.ID) (entry, error)
	makeNamespace func(context.Context, catalog.ID) (entry, error)
	// awaitGone waits for a namespace that is being deleted.
	awaitGone func(context.Context, *unstructured.Unstructured) error

	// before is what was live when it began.
	before *live.Found
	entries
}

// look reads what is live, so that what is unchanged can be told, and finds out early what would make every object
// fail.
func (a *applying) look(ctx context.Context) (err error) {
	a.before, err = fetchGuarded(ctx, a.cluster, append(a.members.IDs(), a.namespaces()...))
	return err
}

// namespaces are those of the products that the set is about, in the order of the set.
func (a *applying) namespaces() []catalog.ID {
	return live.NamespacesOf(a.members.IDs())
}

// run sends the objects and takes down what becomes of each.
func (a *applying) run(ctx context.Context, waves [][]*set.Member) error {
	var broken error
	r := &rollout.Rollout[catalog.ID]{
		Waves: a.steps(waves),
		Needs: a.needs,
		Do:    a.do,
		Stops: live.Lasting,
		Report: func(result rollout.Result[catalog.ID]) {
			if err := a.ledger.take(result, a.finished, "depends on"); err != nil {
				broken = err
			}
		},
	}
	r.Run(ctx)
	return broken
}

// steps are the waves with the namespaces between them: each after its product, or first where the set holds no such
// product.
func (a *applying) steps(waves [][]*set.Member) [][]catalog.ID {
	byProduct := map[string]bool{}
	for _, id := range a.namespaces() {
		byProduct[id.Name] = true
	}
	var steps [][]catalog.ID
	for _, wave := range waves {
		var objects, namespaces []catalog.ID
		for _, m := range wave {
			objects = append(objects, m.ID)
			if m.Kind == catalog.Product {
				namespaces = append(namespaces, namespaceOf(m.Name))
				delete(byProduct, m.Name)
			}
		}
		steps = append(steps, objects)
		if len(namespaces) > 0 {
			steps = append(steps, namespaces)
		}
	}
	var first []catalog.ID
	for _, id := range a.namespaces() {
		if byProduct[id.Name] {
			first = append(first, id)
		}
	}
	return append([][]catalog.ID{first}, steps...)
}

func namespaceOf(product string) catalog.ID {
	return catalog.ID{Kind: catalog.Namespace, Name: product}
}

// needs lists what has to be there before a step.
func (a *applying) needs(id catalog.ID) []catalog.ID {
	if id.Kind == catalog.Namespace {
		return []catalog.ID{productOf(id)}
	}
	var needs []catalog.ID
	for _, m := range a.members.Before(a.members.Get(id), a.state) {
		needs = append(needs, m.ID)
	}
	if id.Namespace != "" {
		needs = append(needs, namespaceOf(id.Namespace))
	}
	return needs
}

func (a *applying) do(ctx context.Context, id catalog.ID) error {
	e, err := a.step(ctx, id)
	if err == nil {
		a.put(id, e)
	}
	return err
}

func (a *applying) step(ctx context.Context, id catalog.ID) (entry, error) {
	if id.Kind == catalog.Namespace {
		return a.namespace(ctx, id)
	}
	return a.send(ctx, id)
}

// object sends one object for good.
func (a *applying) object(ctx context.Context, id catalog.ID) (entry, error) {
	answer, err := a.apply(ctx, id, false)
	if err != nil {
		return entry{}, err
	}
	e := entryOf(id, answer)
	if before := a.replaced(id); before != nil && before.GetResourceVersion() == answer.Object.GetResourceVersion() {
		e.word = unchanged
	}
	return a.withKubeconfig(ctx, e, dryRunNone)
}

// apply sends one object. With a bypass it is sent as it is first, unless it carries one on the cluster already, so that
// only what needs it is forced, and nothing that holds until a time comes to hold for good.
func (a *applying) apply(ctx context.Context, id catalog.ID, dryRun bool) (*live.Answer, error) {
	object, before := a.members.Get(id).Document.Object, a.replaced(id)
	if before != nil && before.GetDeletionTimestamp() != nil {
		return nil, live.BeingDeleted(id)
	}
	first := object
	if a.bypass.insecure && carriesBypass(before) && !carriesBypass(object) {
		first = a.bypass.kept(object, before)
	}
	answer, err := a.cluster.Apply(ctx, first, dryRun)
	if a.bypass.helps(err) {
		return a.cluster.Apply(ctx, a.bypass.on(object), dryRun)
	}
	return answer, err
}

// replaced is the object that an applied one takes the place of; nil where there is none. Objects in a namespace that is
// being deleted are gone by the time that they would be applied again.
func (a *applying) replaced(id catalog.ID) *unstructured.Unstructured {
	if namespace := a.before.Objects[namespaceOf(id.Namespace)]; namespace != nil && namespace.GetDeletionTimestamp() != nil {
		return nil
	}
	return a.before.Objects[id]
}

func entryOf(id catalog.ID, answer *live.Answer) entry {
	e := entry{id: id, word: configured, object: answer.Object, warnings: answer.Warnings, note: skippedNote(answer.Warnings)}
	if answer.Created {
		e.word = created
	}
	return e
}
