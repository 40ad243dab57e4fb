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
		result := Result{Member: m, Operation: review.Operation}
		result.Verdict, result.Err = j.one(ctx, m.ID, review)
		results = append(results, result)
	}
	return results, nil
}

func (j *Judge) one(ctx context.Context, id catalog.ID, review policy.Review) (*policy.Verdict, error) {
	review.User, review.DryRun, review.Now, review.Unheld = j.User, true, j.Now, slices.Clone(j.Unheld)
	if j.Permitted != nil {
		review.Permitted = func(ctx context.Context) (bool, error) { return j.Permitted(ctx, id) }
	}
	verdict, err := j.Engine.Judge(ctx, review)
	if err != nil {
		return nil, err
	}
	return verdict, nil
}
