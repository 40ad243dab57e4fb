// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package admission

import (
	"context"
	"fmt"
	"slices"

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

// judgeLive judges again on live state what must not rest on a cache that can be a moment behind (see doubts). Just
// what is in doubt is read and laid over the snapshot; a second look may lead further (the environment is there now,
// so its cluster is asked for), hence the rounds. They end when the API server tells nothing new.
func (h *Handler) judgeLive(ctx context.Context, engine *policy.Engine, review policy.Review, id catalog.ID, verdict *policy.Verdict) (*policy.Verdict, error) {
	fresh := &freshness{live: h.Live, snapshot: review.Catalog, read: map[catalog.ID]bool{}, listed: map[policy.List]bool{}, settled: map[catalog.ID]bool{}}
	for {
		changed, err := fresh.refresh(ctx, doubts(verdict, review.Operation, id))
		if err != nil {
			return nil, fmt.Errorf("read live state before an answer: %w", err)
		}
		if !changed {
			return verdict, nil
		}
		h.Metrics.rejudged.Inc()
		review.Catalog = fresh.snapshot
		if verdict, err = engine.Judge(ctx, review); err != nil {
			return nil, err
		}
	}
}

// doubts are the look-ups that an answer must not take from a cache.
//   - A denial rests on none: whoever applies one object after the other is faster than any informer.
//   - Nor does a bypass: it must not hide a finding of a rule that may not be skipped.
//   - Which cluster a runtime is on decides about its neighbours, so an allow of either side of that reads the other:
//     for a runtime its environment, for an environment the runtimes that may be waiting for it.
func doubts(verdict *policy.Verdict, operation policy.Operation, id catalog.ID) policy.Reads {
	var doubtful policy.Reads
	if verdict.Denied() || verdict.Bypass == policy.BypassApplied {
		doubtful = verdict.Reads
	}
	if operation == policy.Delete {
		return doubtful
	}
	switch id.Kind {
	case catalog.DeploymentRuntime, catalog.ProjectPipelineRuntime:
		for _, read := range verdict.Reads.Objects {
			if read.Kind == catalog.Environment {
				doubtful.Objects = append(doubtful.Objects, read)
			}
		}
	case catalog.Environment:
		for _, kind := range []catalog.Kind{catalog.DeploymentRuntime, catalog.ProjectPipelineRuntime} {
			doubtful.Lists = append(doubtful.Lists, policy.List{Kind: kind, Namespace: id.Namespace})
		}
	}
	return doubtful
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

// refresh reads what these look-ups rest on, as far as it was not read yet, and tells whether any of it is not what
// the snapshot said.
func (f *freshness) refresh(ctx context.Context, reads policy.Reads) (changed bool, err error) {
	objects, lists := slices.Clone(reads.Objects), slices.Clone(reads.Lists)
	for _, lookup := range reads.Lookups {
		behind, kind, namespace := f.snapshot.Behind(lookup.Index, lookup.Key)
		objects = append(objects, behind...)
		if kind != "" && namespace != "" {
			lists = append(lists, policy.List{Kind: kind, Namespace: namespace})
		}
	}
	before := f.snapshot
	if err := f.get(ctx, objects); err != nil {
		return false, err
	}
	if err := f.list(ctx, lists); err != nil {
		return false, err
	}
	if err := f.settle(ctx, reads.Referrers); err != nil {
		return false, err
	}
	return f.snapshot != before, nil
}

// get reads objects by name.
func (f *freshness) get(ctx context.Context, ids []catalog.ID) error {
	var todo []catalog.ID
	for _, id := range ids {
		if !f.read[id] {
			f.read[id] = true
			todo = append(todo, id)
		}
	}
	found := make([]*catalog.Object, len(todo))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(parallelReads)
	for i, id := range todo {
		group.Go(func() (err error) {
			found[i], err = f.live.Get(ctx, id)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	for i, id := range todo {
		f.set(id, found[i])
	}
	return nil
}

// set takes over the live state of an object, nil for one that is not there, if the snapshot has another.
func (f *freshness) set(id catalog.ID, live *catalog.Object) {
	known := f.snapshot.Get(id)
	switch {
	case live == nil && known != nil:
		f.snapshot = f.snapshot.With(catalog.Remove(id))
	case live != nil && (known == nil || !sameState(known, live)):
		f.snapshot = f.snapshot.With(catalog.Put(live))
	}
}

// sameState compares what the API server counts up with each change, within the life of one object.
func sameState(a, b *catalog.Object) bool {
	return a.String("metadata.uid") == b.String("metadata.uid") &&
		a.String("metadata.resourceVersion") == b.String("metadata.resourceVersion") &&
		(a.String("metadata.resourceVersion") != "" || a == b)
}

// list reads whole collections; what is in the snapshot and not in the answer is gone.
func (f *freshness) list(ctx context.Context, lists []policy.List) error {
	for _, list := range lists {
		if f.listed[list] {
			continue
		}
		f.listed[list] = true
		live, err := f.live.List(ctx, list.Kind, list.Namespace)
		if err != nil {
			return err
		}
		there := make(map[catalog.ID]bool, len(live))
		for _, object := range live {
			there[object.ID], f.read[object.ID] = true, true
			f.set(object.ID, object)
		}
		for _, known := range f.snapshot.List(list.Kind, list.Namespace) {
			if !there[known.ID] {
				f.set(known.ID, nil)
			}
		}
	}
	return nil
}

// settle goes through those who are thought to refer to an object until, of each kind, one is found that does: one
// is enough to keep a deletion from happening, and there may be thousands.
func (f *freshness) settle(ctx context.Context, ids []catalog.ID) error {
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
			if err := f.get(ctx, []catalog.ID{referrer.From}); err != nil {
				return err
			}
			found[referrer.From.Kind] = f.stillRefers(referrer)
		}
	}
	return nil
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
