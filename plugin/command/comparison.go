// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"context"
	"fmt"

	"golang.org/x/sync/errgroup"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	kubectldiff "k8s.io/kubectl/pkg/cmd/diff"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/plugin/live"
	"github.com/nautes-labs/kubectl-nautes/plugin/set"
)

// comparison is an object as it is and as apply would make it.
type comparison struct {
	id catalog.ID
	// live is nil where there is no such object yet.
	live, merged *unstructured.Unstructured
	// refused is why the server did not say what it would make, so that it was merged here; empty when it did, or
	// there was nothing to be asked.
	refused live.Reason
	// unseen tells that the user may not read it, so that whether there is such an object is not known.
	unseen bool
}

var _ kubectldiff.Object = &comparison{}

// Live is what is there; a nil interface, as the library tests for it, where nothing is.
func (c *comparison) Live() runtime.Object {
	if c.live == nil {
		return nil
	}
	return c.live
}

// Merged is what apply would make.
func (c *comparison) Merged() (runtime.Object, error) { return c.merged, nil }

// Name is that of the file which holds either version, unique for the object.
func (c *comparison) Name() string {
	return fmt.Sprintf("%s.%s.%s.%s.%s", catalog.Group, catalog.Version, c.id.Kind, c.id.Namespace, c.id.Name)
}

// mostDryRuns is how many objects the server is asked about at a time.
const mostDryRuns = 16

// compare asks the server about each member that is live. The order is that of the set.
func compare(ctx context.Context, c comparedCluster, members *set.Set, base *live.View) ([]*comparison, error) {
	all := make([]*comparison, len(members.Members()))
	group, failed := errgroup.WithContext(ctx)
	group.SetLimit(mostDryRuns)
	for i, m := range members.Members() {
		group.Go(func() (err error) {
			// After a failure nothing more is asked; what is under way ends by itself, because the client
			// complains in its own words about requests that are broken off.
			select {
			case <-failed.Done():
				return nil
			default:
			}
			all[i], err = compareOne(ctx, c, members, m, base)
			return err
		})
	}
	return all, group.Wait()
}

func compareOne(ctx context.Context, c comparedCluster, members *set.Set, m *set.Member, base *live.View) (*comparison, error) {
	result := &comparison{id: m.ID, unseen: !base.Sees(m.ID)}
	if before := base.Get(m.ID); before != nil {
		result.live = copied(before)
		const dryRun = true
		answer, err := c.Apply(ctx, m.Document.Object, dryRun)
		if err == nil {
			result.merged = answer.Object
			return result, nil
		}
		result.refused = live.ReasonOf(err)
		if result.refused != live.Denied && result.refused != live.Forbidden {
			return nil, fmt.Errorf("%s: %w", m.Place(), err)
		}
	}
	after, err := members.After(m, base.Snapshot)
	if err != nil {
		return nil, err
	}
	result.merged = copied(after)
	return result, nil
}

// note says why an object was merged here; empty where it was not. denied tells that the rules deny it with all of the
// set applied, too.
func (c *comparison) note(denied bool) string {
	switch {
	case c.unseen:
		return "shown as if it were new, because you may not read it"
	case c.refused == live.Forbidden:
		return "merged here, because the server answers only who has the verb patch"
	case c.refused == live.Denied && denied:
		return "merged here, because the rules deny it"
	case c.refused == live.Denied:
		return "merged here, because the rules deny it as long as the rest of the manifests is not applied"
	}
	return ""
}

// copied is an object that the library may change.
func copied(object *catalog.Object) *unstructured.Unstructured {
	return (&unstructured.Unstructured{Object: object.Content()}).DeepCopy()
}
