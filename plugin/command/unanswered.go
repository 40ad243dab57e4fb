// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"slices"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/pkg/report"
	"github.com/nautes-labs/kubectl-nautes/plugin/judge"
)

// unanswered gathers the rules that gave no answer, object by object.
type unanswered struct {
	judge   *judge.Judge
	objects map[string]int
	kinds   map[catalog.Kind]bool
}

func newUnanswered(j *judge.Judge) *unanswered {
	return &unanswered{j, map[string]int{}, map[catalog.Kind]bool{}}
}

// add takes in what was said about one object; the verdict is nil where it could not be judged. missed are kinds of
// which something was looked up that is not held.
func (u *unanswered) add(verdict *policy.Verdict, missed []catalog.Kind) {
	if verdict == nil {
		return
	}
	for _, rule := range verdict.NotJudged {
		u.objects[rule]++
	}
	for _, kind := range missed {
		u.kinds[kind] = true
	}
	for _, id := range verdict.Reads.Objects {
		u.lookedUp(id.Kind)
	}
	for _, list := range verdict.Reads.Lists {
		u.lookedUp(list.Kind)
	}
}

func (u *unanswered) lookedUp(kind catalog.Kind) {
	if slices.Contains(u.judge.Unheld, kind) {
		u.kinds[kind] = true
	}
}

// told is all of it in the order of the rules; nil when all rules gave an answer. mend says how to have them judged.
func (u *unanswered) told(mend func([]catalog.Kind) string) *report.NotJudged {
	if len(u.objects) == 0 {
		return nil
	}
	told := &report.NotJudged{}
	for _, kind := range kinds() {
		if u.kinds[kind] {
			told.Kinds = append(told.Kinds, kind)
		}
	}
	told.Mend = mend(told.Kinds)
	for _, rule := range u.judge.Engine.Rules() {
		if n := u.objects[rule.ID]; n > 0 {
			told.Rules = append(told.Rules, report.UnansweredRule{Rule: rule.ID, Objects: n})
		}
	}
	return told
}

// kinds are all that a catalog holds, in their order.
func kinds() []catalog.Kind {
	var kinds []catalog.Kind
	for _, resource := range catalog.Resources() {
		kinds = append(kinds, resource.Kind)
	}
	return append(kinds, catalog.Namespace)
}
