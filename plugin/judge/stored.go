// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package judge

import (
	"context"
	"runtime"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
)

// batch is how many stored objects are judged before their results are handed out: enough to keep all processors
// busy, few enough that what the verdicts hold is soon free again.
const batch = 1024

// Stored is what the rules say about one object that is there already.
type Stored struct {
	Object *catalog.Object
	// Verdict is nil exactly when Err, a [*policy.Failure], says why the object could not be judged.
	Verdict *policy.Verdict
	Err     error
	// Missed are kinds of which something was looked up that [Judge.Holds] says is not held.
	Missed []catalog.Kind
}

// Stored judges objects as they are stored (see [policy.Stored]), each on the state, and hands the results to visit
// one at a time, in the order of the objects. Objects that are being deleted are left out: they need not meet any rule
// any more. The cluster is not asked about the user: a bypass that stands on an object was permitted when it was set.
//
// Objects are judged side by side, and of their verdicts never more than a batch is kept, so memory does not grow with
// their number. The error, if any, is that of visit or of ctx.
func (j *Judge) Stored(ctx context.Context, objects []*catalog.Object, state *catalog.Snapshot, visit func(Stored) error) error {
	results := make([]Stored, 0, batch)
	for len(objects) > 0 {
		n := min(batch, len(objects))
		results = results[:0]
		for _, object := range objects[:n] {
			if !object.Terminating() {
				results = append(results, Stored{Object: object})
			}
		}
		objects = objects[n:]
		if err := j.judgeStored(ctx, results, state); err != nil {
			return err
		}
		for _, result := range results {
			if err := visit(result); err != nil {
				return err
			}
		}
	}
	return nil
}

// judgeStored fills in the results of a batch. A few goroutines share it, and not one an object: each would have to grow
// the deep stack anew that judging takes.
func (j *Judge) judgeStored(ctx context.Context, results []Stored, state *catalog.Snapshot) error {
	group, judging := errgroup.WithContext(ctx)
	var taken atomic.Int64
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() error {
			for i := int(taken.Add(1)) - 1; i < len(results); i = int(taken.Add(1)) - 1 {
				r := &results[i]
				r.Verdict, r.Missed, r.Err = j.ask(judging, policy.Stored(r.Object, state, j.Now))
				if err := context.Cause(judging); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return group.Wait()
}
