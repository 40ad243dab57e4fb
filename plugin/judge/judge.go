// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package judge

import (
	"context"
	"slices"
	"time"

	authenticationv1 "k8s.io/api/authentication/v1"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/plugin/set"
)

// Judge says what the rules would say. Its fields are not changed by judging.
type Judge struct {
	// Engine holds the rules. Required.
	Engine *policy.Engine
	// User is who writes, as far as rules name them in what they say; may be empty.
	User authenticationv1.UserInfo
	// Permitted tells whether the user may bypass rules for an object. Nil means no.
	Permitted func(context.Context, catalog.ID) (bool, error)
	// Unheld are kinds that the state can not hold. A rule that looks one up is not judged.
	Unheld []catalog.Kind
	// Holds tells whether the state would hold an object if it were there; of an ID without a name, whether it
	// holds all objects of that kind in that namespace. For an object about which a rule looks up what is not held,
	// that kind counts as unheld. Look-ups across all products are answered by what is there. Nil means that
	// everything is held, but for the kinds in Unheld.
	Holds func(catalog.ID) bool
	// Now is the time that bypasses are held against.
	Now time.Time
}

// Result is what the rules say about one member.
type Result struct {
	Member    *set.Member
	Operation policy.Operation
	// Verdict is nil exactly when Err, a [*policy.Failure], says why the member could not be judged.
	Verdict *policy.Verdict
	Err     error
	// Missed are kinds of which something was looked up that [Judge.Holds] says is not held.
	Missed []catalog.Kind
}

// Denied tells whether the write would be refused; one that could not be judged would be.
func (r Result) Denied() bool { return r.Err != nil || r.Verdict.Denied() }

// Line is the line of a field in the member's file: of its nearest ancestor where the field itself is not written.
func (r Result) Line(field string) int { return r.Member.Document.Line(field) }

// Apply judges creating or updating every member, each on the state with all of them applied: after is what
// [set.Set.Applied] makes of base. The results are in the order of the set. The error, if any, is that of ctx.
func (j *Judge) Apply(ctx context.Context, members *set.Set, base, after *catalog.Snapshot) ([]Result, error) {
	return j.all(ctx, members.Members(), func(m *set.Member) (policy.Review, bool) {
		review := policy.Review{Operation: policy.Create, Object: after.Get(m.ID).Content(), Catalog: after}
		if live := base.Get(m.ID); live != nil && !live.Terminating() {
			review.Operation, review.OldObject = policy.Update, live.Content()
		}
		return review, true
	})
}

// Delete judges deleting those members that the base holds, each on the state with all of them gone. The error, if any,
// is that of ctx.
func (j *Judge) Delete(ctx context.Context, members *set.Set, base *catalog.Snapshot) ([]Result, error) {
	after := members.Deleted(base)
	return j.all(ctx, members.Members(), func(m *set.Member) (policy.Review, bool) {
		live := base.Get(m.ID)
		if live == nil || live.Terminating() {
			return policy.Review{}, false
		}
		return policy.Review{Operation: policy.Delete, OldObject: live.Content(), Catalog: after}, true
	})
}

func (j *Judge) all(ctx context.Context, members []*set.Member, reviewOf func(*set.Member) (policy.Review, bool)) ([]Result, error) {
	var results []Result
	for _, m := range members {
		review, judged := reviewOf(m)
		if !judged {
			continue
		}
		if err := context.Cause(ctx); err != nil {
			return nil, err
		}
		results = append(results, j.one(ctx, m, review))
	}
	return results, nil
}

func (j *Judge) one(ctx context.Context, m *set.Member, review policy.Review) Result {
	review.User, review.DryRun = j.User, true
	if j.Permitted != nil {
		review.Permitted = func(ctx context.Context) (bool, error) { return j.Permitted(ctx, m.ID) }
	}
	verdict, missed, err := j.ask(ctx, review)
	return Result{Member: m, Operation: review.Operation, Verdict: verdict, Err: err, Missed: missed}
}

// ask judges a review on what is held. The verdict is nil exactly when there is an error; missed are kinds of which
// something was looked up that is not held.
func (j *Judge) ask(ctx context.Context, review policy.Review) (verdict *policy.Verdict, missed []catalog.Kind, err error) {
	review.Now, review.Unheld = j.Now, slices.Clone(j.Unheld)
	for {
		verdict, err = j.Engine.Judge(ctx, review)
		if err != nil {
			return nil, missed, err
		}
		more := j.missed(&review, verdict.Reads)
		if len(more) == 0 {
			return verdict, missed, nil
		}
		// What was looked up is known only now. Each turn adds a kind, so it ends.
		missed = append(missed, more...)
		review.Unheld = append(slices.Clone(review.Unheld), more...)
	}
}

// missed are further kinds of which something was looked up that the state does not hold.
func (j *Judge) missed(review *policy.Review, reads policy.Reads) []catalog.Kind {
	if j.Holds == nil {
		return nil
	}
	var missed []catalog.Kind
	miss := func(kind catalog.Kind) {
		if !slices.Contains(review.Unheld, kind) && !slices.Contains(missed, kind) {
			missed = append(missed, kind)
		}
	}
	for _, id := range reads.Objects {
		// A namespace that can not be seen counts as one that is not being deleted: that is the strict side.
		if id.Kind != catalog.Namespace && review.Catalog.Get(id) == nil && !j.Holds(id) {
			miss(id.Kind)
		}
	}
	for _, list := range reads.Lists {
		if !j.Holds(catalog.ID{Kind: list.Kind, Namespace: list.Namespace}) {
			miss(list.Kind)
		}
	}
	for _, lookup := range reads.Lookups {
		// An index whose answers all come from one product has a namespace behind it; the others go across.
		_, kind, namespace := review.Catalog.Behind(lookup.Index, lookup.Key)
		if namespace == "" || j.Holds(catalog.ID{Kind: kind, Namespace: namespace}) {
			continue
		}
		miss(kind)
		// Which rule asked the index is not known, but it asked for something else of that product as well.
		for _, id := range reads.Objects {
			if id.Namespace == namespace {
				miss(id.Kind)
			}
		}
	}
	return missed
}
