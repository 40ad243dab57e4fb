// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/nautes-labs/kubectl-nautes/pkg/api/v1alpha1"
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
	// send says how an object is deleted.
	send func(context.Context, catalog.ID) (entry, error)
	entries
}

// look reads what is live. What depends on what is told by that, not by the files, which may be older.
func (d *deleting) look(ctx context.Context) (err error) {
	if d.before, err = fetchGuarded(ctx, d.cluster, append(d.members.IDs(), d.namespaces()...)); err != nil {
		return err
	}
	return d.arrange()
}

// arrange finds out what needs what.
func (d *deleting) arrange() error {
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
		return []catalog.ID{productOf(id)}
	}
	return d.users[id]
}

func (d *deleting) do(ctx context.Context, id catalog.ID) error {
	if id.Kind == catalog.Namespace {
		d.namespace(id)
		return nil
	}
	e, err := d.send(ctx, id)
	if err == nil {
		d.put(id, e)
	}
	return err
}

// namespace takes down that a namespace goes with its product, if it does.
func (d *deleting) namespace(id catalog.ID) {
	if !d.goes(id) {
		return
	}
	e := entry{id: id, word: deleted}
	if product, _ := d.finished(productOf(id)); product.word == notSent {
		e.word, e.why = notSent, "goes with "+productOf(id).String()
	}
	d.put(id, e)
}

// object deletes one object for good. One that is on its way out already is only waited for.
func (d *deleting) object(ctx context.Context, id catalog.ID) (entry, error) {
	before := d.before.Objects[id]
	e := entry{id: id, word: deleted, object: before}
	if before.GetDeletionTimestamp() != nil {
		return e, nil
	}
	answer, err := d.cluster.Delete(ctx, id, before.GetUID(), false)
	if d.bypass.helps(err) {
		answer, err = d.force(ctx, id)
	}
	switch {
	case live.ReasonOf(err) == live.Absent:
		return e, nil // somebody else was quicker
	case err != nil:
		return entry{}, err
	}
	e.warnings, e.note = answer.Warnings, skippedNote(answer.Warnings)
	return e, nil
}

// force deletes an object with the annotation that skips rules on it, and takes it off again where that fails.
func (d *deleting) force(ctx context.Context, id catalog.ID) (*live.Answer, error) {
	before := d.before.Objects[id]
	mark, restore := map[string]*string{}, map[string]*string{}
	for name, value := range d.bypass.annotations() {
		mark[name] = &value
		if was, annotated := before.GetAnnotations()[name]; annotated {
			restore[name] = &was
		} else {
			restore[name] = nil
		}
	}
	_, err := d.cluster.Annotate(ctx, id, before.GetUID(), mark, false)
	if refused(err) {
		return nil, err
	}
	var answer *live.Answer
	if err == nil {
		if answer, err = d.cluster.Delete(ctx, id, before.GetUID(), false); err == nil {
			return answer, nil
		}
	}
	// Also when the command is being interrupted, and when only the answer was lost: a bypass must not be left behind.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), rollout.DefaultGrace)
	defer cancel()
	_, failure := d.cluster.Annotate(ctx, id, before.GetUID(), restore, false)
	switch live.ReasonOf(failure) {
	case live.Absent, live.Conflict: // it is gone, and the bypass with it
		return nil, err
	}
	if failure != nil {
		return nil, &leftMarked{id, err, failure}
	}
	return nil, err
}

// refused tells whether a write certainly was not stored. Of one that met any other error nobody knows.
func refused(err error) bool {
	switch live.ReasonOf(err) {
	case live.Denied, live.Forbidden, live.Unauthorized, live.Absent, live.Conflict, live.NotInstalled:
		return true
	default:
		return false
	}
}

// leftMarked: an object that was not deleted carries the bypass that was to delete it. It hides what it was told from,
// so that it counts as failed and is told in full, and not as the denial that it may have begun with.
type leftMarked struct {
	id                 catalog.ID
	deletion, restored error
}

func (e *leftMarked) Error() string {
	resource, _ := catalog.ResourceOf(e.id.Kind)
	namespace := ""
	if e.id.Namespace != "" {
		namespace = " --namespace " + e.id.Namespace
	}
	return fmt.Sprintf("it was not deleted: %v\nand the bypass stays on it, for taking it off failed: %v (take it off with: kubectl annotate %s.%s%s %s %s- %s-)",
		e.deletion, e.restored, resource.Plural, catalog.Group, namespace, e.id.Name,
		v1alpha1.InsecureSkipCheckAnnotation, v1alpha1.SkipCheckReasonAnnotation)
}
