// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package policy

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// OwnError tells which source can not be added, and why. Without it the others may well be.
type OwnError struct {
	// Name is that of the source.
	Name string
	Err  error
}

func (e *OwnError) Error() string { return fmt.Sprintf("%s: %v", e.Name, e.Err) }

func (e *OwnError) Unwrap() error { return e.Err }

// With makes the engine of the rules that this one carries and of these sources, in the order of their names; what this
// one had of the operator's is not in it. Where two sources want different things (a rule of the same id, another
// action, the same data), the later one is at fault. Such an error is an [*OwnError].
func (e *Engine) With(ctx context.Context, own ...*Own) (*Engine, error) {
	own = slices.Clone(own)
	slices.SortFunc(own, func(a, b *Own) int { return strings.Compare(a.name, b.name) })
	m := &merge{rules: map[string]placed{}, actions: map[string]order{}, replaced: map[string]string{}, data: map[string]ast.Value{}}
	for _, rule := range e.carried.rules {
		m.rules[rule.ID] = placed{rule: rule}
	}
	for i, o := range own {
		if i == mostSources {
			return nil, &OwnError{o.name, fmt.Errorf("one more than the limit of %d", mostSources)}
		}
		if err := m.add(o); err != nil {
			return nil, &OwnError{o.name, err}
		}
	}
	// Only now all ids are known: one source may speak of the rules of another.
	for _, o := range own {
		if err := m.orders(o); err != nil {
			return nil, &OwnError{o.name, err}
		}
	}
	return e.assemble(ctx, own, m)
}

// assemble prepares what the merge makes different.
func (e *Engine) assemble(ctx context.Context, own []*Own, m *merge) (*Engine, error) {
	actions := m.effective()
	ours, err := e.carried.ordered(ctx, actions)
	if err != nil {
		return nil, err
	}
	var books []*book
	fingerprint := newFingerprint()
	for _, o := range own {
		fingerprint.part([]byte(o.name))
		fingerprint.addAll(o.files)
		b, err := o.book.ordered(ctx, actions)
		if err != nil {
			return nil, &OwnError{o.name, err}
		}
		if len(b.rules) > 0 {
			books = append(books, b)
		}
	}
	made, err := newEngine(e.bundle, e.carried, ours, books, documentsWith(e.bundle.data, m.data))
	if err != nil {
		return nil, err
	}
	if len(own) > 0 {
		made.ownHash = fingerprint.String()
	}
	return made, nil
}

// merge is what sources have asked for so far.
type merge struct {
	rules    map[string]placed
	actions  map[string]order
	replaced map[string]string // data document → source
	data     map[string]ast.Value
	own      int
}

// placed is a rule and the source that it comes from; empty for one of ours.
type placed struct {
	rule   *Rule
	source string
}

// order is an action and the source that wants it.
type order struct {
	action Action
	source string
}

// add takes in the rules and data of a source.
func (m *merge) add(o *Own) error {
	if m.own += len(o.book.rules); m.own > mostOwnRules {
		return fmt.Errorf("its %d rules are more than are left of the limit of %d", len(o.book.rules), mostOwnRules)
	}
	for _, rule := range o.book.rules {
		if there, taken := m.rules[rule.ID]; taken {
			return fmt.Errorf("%s: the id %q is taken by %s (choose another one)", rule.Location, rule.ID, there)
		}
		m.rules[rule.ID] = placed{rule, o.name}
	}
	for _, name := range slices.Sorted(maps.Keys(o.data)) {
		if by, taken := m.replaced[name]; taken {
			return fmt.Errorf("%s.yaml: data.%s is replaced by %s already", name, name, by)
		}
		m.replaced[name], m.data[name] = o.name, o.data[name]
	}
	return nil
}

// orders takes in the actions of a source.
func (m *merge) orders(o *Own) error {
	var problems []error
	for _, id := range slices.Sorted(maps.Keys(o.actions)) {
		problems = append(problems, m.orderOne(id, order{o.actions[id], o.name}))
	}
	return errors.Join(problems...)
}

func (m *merge) orderOne(id string, wanted order) error {
	known, ok := m.rules[id]
	if !ok {
		return fmt.Errorf("%s: no rule has the id %q%s", actionsFile, id, nearest(id, slices.Sorted(maps.Keys(m.rules))))
	}
	if earlier, there := m.actions[id]; there && earlier.action != wanted.action {
		return fmt.Errorf("%s: rule %q is turned to %s by %s already", actionsFile, id, earlier.action, earlier.source)
	}
	if err := checkAction(known.rule, wanted.action); err != nil {
		return fmt.Errorf("%s: %w", actionsFile, err)
	}
	m.actions[id] = wanted
	return nil
}

func (m *merge) effective() map[string]Action {
	actions := make(map[string]Action, len(m.actions))
	for id, o := range m.actions {
		actions[id] = o.action
	}
	return actions
}

func (p placed) String() string {
	if p.source == "" {
		return "a rule of ours"
	}
	return p.rule.Location
}

// documentsWith is a set of documents with some others in place of theirs.
func documentsWith(documents ast.Object, by map[string]ast.Value) ast.Object {
	if len(by) == 0 {
		return documents
	}
	all := ast.NewObject()
	documents.Foreach(func(key, value *ast.Term) { all.Insert(key, value) })
	for name, value := range by {
		all.Insert(ast.StringTerm(name), ast.NewTerm(value))
	}
	return all
}
