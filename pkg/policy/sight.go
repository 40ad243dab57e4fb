// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package policy

import (
	"reflect"
	"slices"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
)

// Sight is what the rules of an engine see of an object: all that people write, and those fields of the status that a
// rule names. The rest of a status changes all the time and leads to no other verdict.
type Sight struct {
	all    bool
	status map[string]bool
}

// Sight reads the rules anew each time; ask once for an engine. Rules of the operator's own count as seeing all: they
// may walk through an object without a word of what they look for.
func (e *Engine) Sight() Sight {
	s := Sight{all: len(e.own) > 0, status: map[string]bool{}}
	for _, module := range e.ours.compiler.Modules {
		for _, rule := range module.Rules {
			ast.NewGenericVisitor(s.read).Walk(rule)
		}
	}
	return s
}

// read looks for paths that lead through a status: a reference x.status.deployed, or a list ["status", "deployed"]. Where
// the word stands alone, or what follows it is no name, any field may be meant.
func (s *Sight) read(x any) (understood bool) {
	if term, ok := x.(*ast.Term); ok && isStatus(term) {
		s.all = true
	}
	steps := stepsOf(x)
	if !slices.ContainsFunc(steps, isStatus) {
		return false
	}
	for i, step := range steps {
		if !isStatus(step) {
			ast.NewGenericVisitor(s.read).Walk(step)
			continue
		}
		field := nameAt(steps, i+1)
		s.all = s.all || field == ""
		s.status[field] = true
	}
	return true
}

func stepsOf(x any) []*ast.Term {
	switch x := x.(type) {
	case ast.Ref:
		return x
	case *ast.Array:
		steps := make([]*ast.Term, x.Len())
		for i := range steps {
			steps[i] = x.Elem(i)
		}
		return steps
	}
	return nil
}

func isStatus(term *ast.Term) bool { return term.Value.Compare(ast.String("status")) == 0 }

func nameAt(steps []*ast.Term, i int) string {
	if i >= len(steps) {
		return ""
	}
	name, _ := steps[i].Value.(ast.String)
	return string(name)
}

// Differ tells whether a rule can see the difference between two states of an object.
func (s Sight) Differ(before, after *catalog.Object) bool {
	if before == after {
		return false
	}
	a, b := before.Content(), after.Content()
	return differ(a, b, func(field string) bool { return field != "metadata" && field != "status" }) ||
		differ(mapAt(a, "metadata"), mapAt(b, "metadata"), isNoBookkeeping) ||
		differ(mapAt(a, "status"), mapAt(b, "status"), func(field string) bool { return s.all || s.status[field] })
}

// isNoBookkeeping leaves out what the API server counts up or notes with every write.
func isNoBookkeeping(field string) bool {
	return field != "resourceVersion" && field != "generation" && field != "managedFields"
}

func differ(a, b map[string]any, seen func(field string) bool) bool {
	for field, value := range a {
		if other, ok := b[field]; seen(field) && (!ok || !reflect.DeepEqual(value, other)) {
			return true
		}
	}
	for field := range b {
		if _, ok := a[field]; seen(field) && !ok {
			return true
		}
	}
	return false
}

func mapAt(m map[string]any, key string) map[string]any {
	inner, _ := m[key].(map[string]any)
	return inner
}

// BypassInForce tells whether the annotation of an object asks for a bypass that has not ended, and when it will; the
// time is zero where it holds until it is taken off.
func BypassInForce(object *catalog.Object, now time.Time) (until time.Time, ok bool) {
	term, asked := bypassOf(object.Content()).term()
	if !asked || !term.holds(now) {
		return time.Time{}, false
	}
	return term.end, true
}
