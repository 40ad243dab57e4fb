// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package admission

import (
	"context"
	"fmt"

	"golang.org/x/sync/errgroup"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
)

// Live reads the current state from the API server.
type Live interface {
	// Get returns nil and no error when there is no such object.
	Get(ctx context.Context, id catalog.ID) (*catalog.Object, error)
	// List returns all of a kind in a namespace; of a cluster-scoped kind with an empty namespace.
	List(ctx context.Context, kind catalog.Kind, namespace string) ([]*catalog.Object, error)
}

// parallelReads bounds the live reads of one decision that are under way at once.
const parallelReads = 8

// judgeLive judges again what the watched catalog would deny: a cache can be a moment behind, and a denial must not
// rest on that. Just what the rules looked up is read live and laid over the snapshot; a second look may lead
// further (the environment is there now, so its cluster is asked for), hence the rounds.
func (h *Handler) judgeLive(ctx context.Context, review policy.Review, verdict *policy.Verdict) (*policy.Verdict, error) {
	h.Metrics.rejudged.Inc()
	fresh := &freshness{live: h.Live, snapshot: review.Catalog, read: map[catalog.ID]bool{}, listed: map[policy.List]bool{}, settled: map[catalog.ID]bool{}}
	for verdict.Denied() {
		more, err := fresh.refresh(ctx, verdict.Reads)
		if err != nil {
			return nil, fmt.Errorf("read live state before a denial: %w", err)
		}
		if !more {
			return verdict, nil
		}
		review.Catalog = fresh.snapshot
		if verdict, err = h.Engine.Judge(ctx, review); err != nil {
			return nil, err
		}
	}
	return verdict, nil
}

// freshness is a snapshot that is made live, look-up by look-up.
type freshness struct {
	live     Live
	snapshot *catalog.Snapshot
	read     map[catalog.ID]bool
	listed   map[policy.List]bool
	// settled are objects for which, of each kind that refers to them, one referrer was found to be there.
	settled map[catalog.ID]bool
}

// refresh reads what these look-ups rest on, as far as it was not read yet; more is false when all was.
func (f *freshness) refresh(ctx context.Context, reads policy.Reads) (more bool, err error) {
	objects, lists := reads.Objects, reads.Lists
	for _, lookup := range reads.Lookups {
		behind, kind, namespace := f.snapshot.Behind(lookup.Index, lookup.Key)
		objects = append(objects, behind...)
		if kind != "" && namespace != "" {
			lists = append(lists, policy.List{Kind: kind, Namespace: namespace})
		}
	}
	read, err := f.get(ctx, objects)
	if err != nil {
		return false, err
	}
	listed, err := f.list(ctx, lists)
	if err != nil {
		return false, err
	}
	settled, err := f.settle(ctx, reads.Referrers)
	return read || listed || settled, err
}

// get reads objects by name.
func (f *freshness) get(ctx context.Context, ids []catalog.ID) (more bool, err error) {
	var todo []catalog.ID
	for _, id := range ids {
		if !f.read[id] {
			f.read[id] = true
			todo = append(todo, id)
		}
	}
	changes := make([]catalog.Change, len(todo))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(parallelReads)
	for i, id := range todo {
		group.Go(func() error {
			object, err := f.live.Get(ctx, id)
			if err != nil {
				return err
			}
			changes[i] = catalog.Remove(id)
			if object != nil {
				changes[i] = catalog.Put(object)
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return false, err
	}
	f.snapshot = f.snapshot.With(changes...)
	return len(todo) > 0, nil
}

// list reads whole collections; what is in the snapshot and not in the answer is gone.
func (f *freshness) list(ctx context.Context, lists []policy.List) (more bool, err error) {
	for _, list := range lists {
		if f.listed[list] {
			continue
		}
		f.listed[list], more = true, true
		live, err := f.live.List(ctx, list.Kind, list.Namespace)
		if err != nil {
			return false, err
		}
		var changes []catalog.Change
		for _, known := range f.snapshot.List(list.Kind, list.Namespace) {
			changes = append(changes, catalog.Remove(known.ID))
		}
		for _, object := range live {
			f.read[object.ID] = true
			changes = append(changes, catalog.Put(object))
		}
		f.snapshot = f.snapshot.With(changes...)
	}
	return more, nil
}

// settle goes through those who are thought to refer to an object until, of each kind, one is found that does: one
// is enough to keep a deletion from happening, and there may be thousands.
func (f *freshness) settle(ctx context.Context, ids []catalog.ID) (more bool, err error) {
	for _, id := range ids {
		if f.settled[id] {
			continue
		}
		f.settled[id] = true
		found := map[catalog.Kind]bool{}
		for _, referrer := range f.snapshot.Referrers(id) {
			if found[referrer.From.Kind] {
				continue
			}
			read, err := f.get(ctx, []catalog.ID{referrer.From})
			if err != nil {
				return false, err
			}
			more = more || read
			found[referrer.From.Kind] = f.stillRefers(referrer)
		}
	}
	return more, nil
}

func (f *freshness) stillRefers(r catalog.Reference) bool {
	object := f.snapshot.Get(r.From)
	if object == nil || object.Terminating() {
		return false
	}
	for _, reference := range catalog.ReferencesOf(object) {
		if reference == r {
			return true
		}
	}
	return false
}
