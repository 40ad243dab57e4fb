// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/plugin/live"
	"github.com/nautes-labs/kubectl-nautes/plugin/rollout"
	"github.com/nautes-labs/kubectl-nautes/plugin/set"
)

// deleting is one rollout that takes the objects of a set from a cluster.
type deleting struct {
	cluster        *live.Cluster
	members        *set.Set
	bypass         bypass
	wait           bool
	timeout        time.Duration
	ignoreNotFound bool
	ledger         *ledger

	// before is what was live when it began, objects the members among it.
	before  *live.Found
	objects *catalog.Snapshot
	// users lists for each member those others that need it.
	users map[catalog.ID][]catalog.ID
}

// look reads what is live. What depends on what is told by that, not by the files, which may be older.
func (d *deleting) look(ctx context.Context) error {
	group, looking := errgroup.WithContext(ctx)
	group.Go(func() error { return d.cluster.Guarded(looking) })
	group.Go(func() (err error) {
		d.before, err = d.cluster.Fetch(looking, append(d.members.IDs(), d.namespaces()...))
		return err
	})
	if err := group.Wait(); err != nil {
		return err
	}
	var objects []*catalog.Object
	for _, id := range d.members.IDs() {
		if content := d.before.Objects[id]; content != nil {
			object, err := catalog.NewObject(content.Object)
			if err != nil {
				return err
			}
			objects = append(objects, object)
		}
	}
	d.objects = catalog.New(objects...)
	d.users = map[catalog.ID][]catalog.ID{}
	for _, object := range objects {
		for _, id := range d.objects.Dependencies(object) {
			if id != object.ID {
				d.users[id] = append(d.users[id], object.ID)
			}
		}
	}
	return nil
}

// namespaces are those of the products in the set.
func (d *deleting) namespaces() []catalog.ID {
	var namespaces []catalog.ID
	for _, id := range d.members.IDs() {
		if id.Kind == catalog.Product {
			namespaces = append(namespaces, namespaceOf(id.Name))
		}
	}
	return namespaces
}

// run deletes the objects and takes down what becomes of each.
func (d *deleting) run(ctx context.Context) error {
	if err := d.missing(); err != nil {
		return err
	}
	var broken error
	r := &rollout.Rollout[catalog.ID]{
		Waves: d.steps(),
		Needs: d.needs,
		Do:    d.do,
		Stops: live.Lasting,
		Report: func(result rollout.Result[catalog.ID]) {
			if err := d.ledger.take(result, d.finished, "needed by"); err != nil {
				broken = err
			}
		},
	}
	if d.wait {
		r.Settle = d.settle
	}
	r.Run(ctx)
	return broken
}

// missing takes down what is not there, and what may not be read.
func (d *deleting) missing() error {
	for _, id := range d.members.IDs() {
		e := entry{id: id, word: notFound}
		switch err := d.before.Unreadable[id]; {
		case d.before.Objects[id] != nil:
			continue
		case err != nil:
			e.word, e.err = failed, err
		case d.ignoreNotFound:
			continue
		}
		if err := d.ledger.record(e); err != nil {
			return err
		}
	}
	return nil
}

// steps are the waves backwards, each product's namespace after it. Objects that need each other in a ring go in one
// wave; whether they may go is for the rules to say.
func (d *deleting) steps() [][]catalog.ID {
	var steps [][]catalog.ID
	for _, wave := range slices.Backward(d.objects.Order(d.members.IDs()).Waves) {
		var objects, namespaces []catalog.ID
		for _, id := range wave {
			if d.before.Objects[id] == nil {
				continue
			}
			objects = append(objects, id)
			if id.Kind == catalog.Product && d.before.Objects[namespaceOf(id.Name)] != nil {
				namespaces = append(namespaces, namespaceOf(id.Name))
			}
		}
		steps = append(steps, objects, namespaces)
	}
	return steps
}

// needs lists what has to be gone before a step.
func (d *deleting) needs(id catalog.ID) []catalog.ID {
	if id.Kind == catalog.Namespace {
		return []catalog.ID{{Kind: catalog.Product, Name: id.Name}}
	}
	return d.users[id]
}

func (d *deleting) do(ctx context.Context, id catalog.ID) error {
	before := d.before.Objects[id]
	if id.Kind == catalog.Namespace || before.GetDeletionTimestamp() != nil {
		return nil
	}
	_, err := d.cluster.Delete(ctx, id, before.GetUID(), false)
	if d.bypass.insecure && live.ReasonOf(err) == live.Denied {
		err = d.force(ctx, id)
	}
	if live.ReasonOf(err) == live.Absent {
		return nil // somebody else was quicker
	}
	return err
}

// force deletes an object with the annotation that skips rules on it, and takes it off again where that fails.
func (d *deleting) force(ctx context.Context, id catalog.ID) error {
	before := d.before.Objects[id]
	set, restore := map[string]*string{}, map[string]*string{}
	for name, value := range d.bypass.annotations() {
		set[name] = &value
		if was, annotated := before.GetAnnotations()[name]; annotated {
			restore[name] = &was
		} else {
			restore[name] = nil
		}
	}
	if _, err := d.cluster.Annotate(ctx, id, set); err != nil {
		return err
	}
	_, err := d.cluster.Delete(ctx, id, before.GetUID(), false)
	if err == nil {
		return nil
	}
	// Also when the command is being interrupted: a bypass must not be left behind.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), rollout.DefaultGrace)
	defer cancel()
	if _, failure := d.cluster.Annotate(ctx, id, restore); failure != nil {
		return errors.Join(err, fmt.Errorf("take the bypass off %s again: %w", id, failure))
	}
	return err
}

// finished is the entry of a step that was done. A namespace that stays, because it is not owned by its product, is
// nothing to tell of here.
func (d *deleting) finished(id catalog.ID) (entry, bool) {
	if id.Kind == catalog.Namespace && !d.goes(id) {
		return entry{}, false
	}
	return entry{id: id, word: deleted, object: d.before.Objects[id]}, true
}

// goes tells whether a namespace goes with its product.
func (d *deleting) goes(namespace catalog.ID) bool {
	product := d.before.Objects[catalog.ID{Kind: catalog.Product, Name: namespace.Name}]
	return product != nil && live.OwnedBy(d.before.Objects[namespace], product.GetUID())
}

// settle waits until the objects of a wave are gone.
func (d *deleting) settle(ctx context.Context, wave []catalog.ID) map[catalog.ID]error {
	var pending []catalog.ID
	for _, id := range wave {
		switch {
		case id.Kind != catalog.Namespace || d.goes(id):
			pending = append(pending, id)
		default:
			d.ledger.say("namespace %s stays: its product does not own it (kubectl delete namespace %s)", id.Name, id.Name)
		}
	}
	t, late := newTeller(d.ledger), map[catalog.ID]error{}
	err := poll(ctx, d.timeout, func(ctx context.Context) (bool, error) {
		found, err := d.cluster.Fetch(ctx, pending)
		if err != nil {
			return false, err
		}
		var still []catalog.ID
		var what []string
		clear(late)
		for _, id := range pending {
			object := found.Objects[id]
			if object == nil || object.GetUID() != d.before.Objects[id].GetUID() {
				continue
			}
			state := live.Holding(object)
			late[id] = &lateError{d.timeout, state}
			still, what = append(still, id), append(what, fmt.Sprintf("%s (%s)", id, state))
		}
		pending = still
		t.tell(what)
		return len(pending) == 0, nil
	})
	if err != nil && ctx.Err() == nil {
		for _, id := range pending {
			late[id] = err
		}
	}
	if ctx.Err() != nil {
		return nil // they were deleted; nobody waits for them any more
	}
	return late
}
