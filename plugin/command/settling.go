// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"context"
	"fmt"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/plugin/live"
)

// settle waits until the objects of a wave are gone, and returns why those are not that are late. When the command is
// interrupted nobody waits any more: they were deleted.
func (d *deleting) settle(ctx context.Context, wave []catalog.ID) map[catalog.ID]error {
	pending := d.going(wave)
	t, left := newTeller(d.ledger), map[catalog.ID]error{}
	for _, id := range pending {
		left[id] = &lateError{d.timeout, "not seen to be gone"}
	}
	err := poll(ctx, d.timeout, func(ctx context.Context) (bool, error) {
		still, err := d.still(ctx, pending)
		if err != nil {
			return false, err
		}
		clear(left)
		var what []string
		pending = pending[:0]
		for _, s := range still {
			left[s.id] = &lateError{d.timeout, s.state}
			pending, what = append(pending, s.id), append(what, fmt.Sprintf("%s (%s)", s.id, s.state))
		}
		t.tell(what)
		return len(pending) == 0, nil
	})
	switch {
	case ctx.Err() != nil:
		return nil
	case err != nil:
		for _, id := range pending {
			left[id] = err
		}
	}
	return left
}

// going are the members of a wave that are to go. It says of the others why they stay.
func (d *deleting) going(wave []catalog.ID) []catalog.ID {
	var going []catalog.ID
	for _, id := range wave {
		if id.Kind == catalog.Namespace && !d.goes(id) {
			d.ledger.say("namespace %s stays: its product does not own it (to delete it: kubectl delete namespace %s)", id.Name, id.Name)
			continue
		}
		going = append(going, id)
	}
	return going
}

// goes tells whether a namespace goes with its product.
func (d *deleting) goes(namespace catalog.ID) bool {
	product := d.before.Objects[productOf(namespace)]
	return product != nil && live.OwnedBy(d.before.Objects[namespace], product.GetUID())
}

// standing is an object that is still there, and what holds it.
type standing struct {
	id    catalog.ID
	state string
}

// still lists those objects that are there and are those that were deleted, not others of their name.
func (d *deleting) still(ctx context.Context, ids []catalog.ID) ([]standing, error) {
	found, err := d.cluster.Fetch(ctx, ids)
	if err != nil {
		return nil, err
	}
	var still []standing
	for _, id := range ids {
		object := found.Objects[id]
		if object != nil && object.GetUID() == d.before.Objects[id].GetUID() {
			still = append(still, standing{id, live.Holding(object)})
		}
	}
	return still, nil
}
