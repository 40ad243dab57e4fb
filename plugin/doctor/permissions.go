// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package doctor

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"
	authorizationv1 "k8s.io/api/authorization/v1"

	"github.com/nautes-labs/kubectl-nautes/pkg/api/v1alpha1"
	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
)

// parallelReviews bounds how many questions are open at once.
const parallelReviews = 8

// right is something that people do, and the verbs that it takes.
type right struct {
	name  string
	verbs []string
	// role gives it.
	role string
	// special tells that most people are not to have it.
	special bool
}

func rights() []right {
	return []right{
		{"read", []string{"get", "list"}, "nautes-viewer", false},
		{"write", []string{"create", "patch", "delete"}, "nautes-editor or nautes-product-admin", false},
		{"skip rules", []string{v1alpha1.SkipCheckVerb}, "nautes-bypasser", true},
	}
}

// permissions tells what the user may do with our kinds, in the product or everywhere.
func (d *Doctor) permissions(ctx context.Context, r *Report) {
	for _, right := range rights() {
		r.add(d.permission(ctx, right))
	}
}

func (d *Doctor) permission(ctx context.Context, right right) Check {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	var asked, lacking []string
	var mutex sync.Mutex
	lacks := map[string]bool{}
	group, asking := errgroup.WithContext(ctx)
	group.SetLimit(parallelReviews)
	for _, resource := range d.kinds() {
		asked = append(asked, resource.Plural)
		for _, verb := range right.verbs {
			group.Go(func() error {
				may, err := d.Cluster.May(asking, authorizationv1.ResourceAttributes{
					Verb: verb, Group: catalog.Group, Version: catalog.Version, Resource: resource.Plural, Namespace: d.Product,
				})
				mutex.Lock()
				defer mutex.Unlock()
				lacks[resource.Plural] = lacks[resource.Plural] || !may
				return err
			})
		}
	}
	if err := group.Wait(); err != nil {
		return notSeen("may "+right.name, err)
	}
	for _, plural := range asked {
		if lacks[plural] {
			lacking = append(lacking, plural)
		}
	}
	return d.granted(right, asked, lacking)
}

// kinds are those that the question is about: of a product what is in it.
func (d *Doctor) kinds() []catalog.Resource {
	var kinds []catalog.Resource
	for _, resource := range catalog.Resources() {
		if resource.Namespaced || d.Product == "" {
			kinds = append(kinds, resource)
		}
	}
	return kinds
}

func (d *Doctor) granted(right right, asked, lacking []string) Check {
	name, where := "may "+right.name, "in product "+d.Product
	mend := fmt.Sprintf("ask for the cluster role %s in the namespace %s", right.role, d.Product)
	if d.Product == "" {
		where = "in all products"
		mend = fmt.Sprintf("give -p PRODUCT to look at one, or ask for the cluster role %s", right.role)
	}
	switch {
	case len(lacking) == 0:
		return ok(name, "everything %s", where)
	case right.special:
		return ok(name, "not %s (few are to)", where)
	case len(lacking) == len(asked) && right.name == "read" && d.Product != "":
		return fail(name, mend, "nothing %s", where)
	case len(lacking) == len(asked):
		return warn(name, mend, "nothing %s", where)
	}
	return warn(name, mend, "not everything %s: not %s", where, strings.Join(lacking, ", "))
}
