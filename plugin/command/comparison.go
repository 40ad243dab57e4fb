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
	// note says why the server was not asked, or what it answered; empty when merged is its answer or there is
	// nothing to be asked.
	note string
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
func compare(ctx context.Context, c comparedCluster, members *set.Set, base *catalog.Snapshot) ([]*comparison, error) {
	all := make([]*comparison, len(members.Members()))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(mostDryRuns)
	for i, m := range members.Members() {
		group.Go(func() (err error) {
			all[i], err = compareOne(ctx, c, members, m, base)
			return err
		})
	}
	return all, group.Wait()
}

func compareOne(ctx context.Context, c comparedCluster, members *set.Set, m *set.Member, base *catalog.Snapshot) (*comparison, error) {
	after, err := members.After(m, base)
	if err != nil {
		return nil, err
	}
	result := &comparison{id: m.ID, merged: copied(after)}
	before := base.Get(m.ID)
	if before == nil {
		return result, nil
	}
	result.live = copied(before)
	const dryRun = true
	answer, err := c.Apply(ctx, m.Document.Object, dryRun)
	switch {
	case err == nil:
		result.merged = answer.Object
	case live.ReasonOf(err) == live.Denied:
		result.note = "merged here, because the server refuses it as long as the rest of the manifests is not applied"
	default:
		return nil, fmt.Errorf("%s: %w", m.Place(), err)
	}
	return result, nil
}

// copied is an object that the library may change.
func copied(object *catalog.Object) *unstructured.Unstructured {
	return (&unstructured.Unstructured{Object: object.Content()}).DeepCopy()
}
