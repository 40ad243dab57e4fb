// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/policies/examples"
)

const introduction = `# The rules

<!-- Written by policies/cmd/rulesdoc from the METADATA of the rules and from their tests; "make generate" writes it anew. -->

Every rule that a manifest is held to, by the kinds that it judges. ` + "`kubectl nautes policy list`" + ` shows them with the actions that
are in force on a cluster, and ` + "`kubectl nautes policy show ID`" + ` one of them with its text.

- A rule judges a create (C), an update (U) or a delete (D). An update that leaves the spec and the bypass as they were is never judged.
- What may be skipped, the [bypass annotation](bypass.md) turns into a warning. What keeps products apart may not be skipped.
- The examples come from the tests of the rules. What they show depends on what else there is: here that is a product shop with
  projects cart and pay, and a product bank.

`

// writePage writes the page about all rules.
func writePage(w io.Writer, rules []policy.Rule, pairs map[string]examples.Pair) error {
	page := &page{}
	page.WriteString(introduction)
	groups := groupsOf(rules)
	for _, group := range groups {
		page.contents(group)
	}
	for _, group := range groups {
		fmt.Fprintf(page, "\n## %s\n", group.title)
		for _, rule := range group.rules {
			page.rule(rule, pairs[rule.ID])
		}
	}
	_, err := io.WriteString(w, page.String())
	return err
}

// group is the rules of the same kinds.
type group struct {
	title string
	rules []policy.Rule
}

// groupsOf puts rules of several kinds first, then those of one kind each, in the order of kinds, then layouts.
func groupsOf(rules []policy.Rule) []group {
	byTitle := map[string]*group{}
	for _, rule := range rules {
		title := titleOf(rule)
		if byTitle[title] == nil {
			byTitle[title] = &group{title: title}
		}
		byTitle[title].rules = append(byTitle[title].rules, rule)
	}
	groups := make([]group, 0, len(byTitle))
	for _, title := range sortedKeys(byTitle) {
		groups = append(groups, *byTitle[title])
	}
	slices.SortStableFunc(groups, func(a, b group) int { return cmp.Compare(a.place(), b.place()) })
	return groups
}

func titleOf(rule policy.Rule) string {
	if rule.Layout {
		return "Files of a default.project checkout"
	}
	return kindsOf(rule)
}

// kindsOf names the kinds of a rule, all of them by one word.
func kindsOf(rule policy.Rule) string {
	var all, inProduct []string
	for _, resource := range catalog.Resources() {
		all = append(all, string(resource.Kind))
		if resource.Namespaced {
			inProduct = append(inProduct, string(resource.Kind))
		}
	}
	switch kinds := slices.Sorted(slices.Values(rule.Kinds)); {
	case slices.Equal(kinds, slices.Sorted(slices.Values(all))):
		return "Every kind"
	case slices.Equal(kinds, slices.Sorted(slices.Values(inProduct))):
		return "Every kind in a product"
	}
	return strings.Join(rule.Kinds, ", ")
}

func (g group) place() int {
	first := g.rules[0]
	kinds := catalog.Resources()
	switch {
	case first.Layout:
		return len(kinds)
	case len(first.Kinds) > 1:
		return -len(first.Kinds)
	}
	return slices.IndexFunc(kinds, func(r catalog.Resource) bool { return string(r.Kind) == first.Kinds[0] })
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
