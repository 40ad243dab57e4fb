// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/plugin/judge"
	"github.com/nautes-labs/kubectl-nautes/plugin/live"
	"github.com/nautes-labs/kubectl-nautes/plugin/set"
)

// seenCluster is a cluster that can be looked at.
type seenCluster interface {
	guardedCluster
	// Snapshot is what is live, as far as rules about these objects, and their order, look at it, and as far as the
	// user may see it.
	Snapshot(context.Context, []*catalog.Object) (*live.View, error)
}

// acrossProducts is said where other products could not be looked into.
const acrossProducts = "Note: you may not look into all products: rules across products, such as runtime-namespace-free, are judged on what you may see"

// look reads what is live for a set. It says on errOut where other products could not be looked into: rules across
// products can not tell that from there being nothing.
func look(ctx context.Context, c seenCluster, members *set.Set, errOut io.Writer) (*live.View, error) {
	declared, err := members.Applied(catalog.New())
	if err != nil {
		return nil, err
	}
	var objects []*catalog.Object
	for _, id := range members.IDs() {
		objects = append(objects, declared.Get(id))
	}
	base, err := c.Snapshot(ctx, objects)
	if err != nil {
		return nil, err
	}
	if err := warnUnguarded(ctx, c, errOut); err != nil {
		return nil, err
	}
	if base.Partial() {
		fmt.Fprintln(errOut, acrossProducts)
	}
	return base, nil
}

// askForRights is the mend for rules that were not judged because of what the user may not see.
func askForRights(kinds []catalog.Kind) string {
	var plurals []string
	for _, kind := range kinds {
		if resource, ours := catalog.ResourceOf(kind); ours {
			plurals = append(plurals, resource.Plural)
		}
	}
	return fmt.Sprintf("Ask for the cluster role nautes-viewer in the whole cluster, by a ClusterRoleBinding: "+
		"you lack the verbs get and list for %s there.", strings.Join(plurals, ", "))
}

// sayNotJudged prints which rules gave no answer because of what the user may not see.
func sayNotJudged(errOut io.Writer, j *judge.Judge, results []judge.Result) {
	if unanswered := notJudged(j, results, askForRights); unanswered != nil {
		fmt.Fprintln(errOut, unanswered)
	}
}
