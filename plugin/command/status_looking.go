// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"

	"k8s.io/apimachinery/pkg/labels"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/plugin/exitcode"
	"github.com/nautes-labs/kubectl-nautes/plugin/graph"
	"github.com/nautes-labs/kubectl-nautes/plugin/judge"
	"github.com/nautes-labs/kubectl-nautes/plugin/live"
)

// looking looks at what is there, once or again and again.
type looking struct {
	options  *statusOptions
	cluster  auditedCluster
	subject  catalog.ID
	selector labels.Selector

	// engine is made at the first look: rules and actions do not change while somebody watches.
	engine *policy.Engine
	// told: what could not be seen was said.
	told bool
}

// look reads, judges and writes.
func (l *looking) look(ctx context.Context) ([]byte, error) {
	defer debug.SetGCPercent(debug.SetGCPercent(frugal))
	view, err := l.read(ctx)
	if err != nil {
		return nil, err
	}
	source := &graph.Source{State: view.Snapshot, Sees: view.Sees, Now: l.options.now()}
	if err := l.check(source, view); err != nil {
		return nil, err
	}
	if err := l.judge(ctx, source, view); err != nil {
		return nil, err
	}
	switch {
	case l.subject.Name == "":
		overview := source.Overview(l.selector)
		if len(overview.Products) == 0 {
			fmt.Fprintln(l.options.ErrOut, "no products")
		}
		return written(graph.Overviews(l.options.screen().Style), l.options.output, overview)
	case l.subject.Kind == catalog.Product:
		return l.options.write(source.Product(l.subject.Name, l.selector))
	}
	return l.options.write(source.Object(l.subject))
}

// product is the one whose objects are looked at; empty for all, and for what belongs to none.
func (l *looking) product() string {
	if l.subject.Kind == catalog.Product {
		return l.subject.Name
	}
	return l.subject.Namespace
}

func (l *looking) read(ctx context.Context) (*live.View, error) {
	view, err := readStored(ctx, l.cluster, l.product(), l.options.ErrOut)
	if err != nil {
		return nil, withProduct(err, l.product() == "")
	}
	return view, nil
}

// check refuses what is not there or can not be shown, and says once what can not be seen.
func (l *looking) check(source *graph.Source, view *live.View) error {
	switch {
	case l.subject.Name == "" && view.Partial():
		return errors.New("you may not look into all products (give -p PRODUCT to look at one that you may)")
	case l.subject.Name == "":
		return nil
	case l.subject.Kind == catalog.Product && !source.Has(l.subject.Name):
		return unknownProduct(view, l.subject)
	case l.subject.Kind != catalog.Product && view.Get(l.subject) == nil:
		return absent(view, l.subject)
	}
	if !l.told {
		sayUnseen(l.options.ErrOut, view, l.product())
		if view.Partial() {
			fmt.Fprintln(l.options.ErrOut, acrossProducts)
		}
	}
	return nil
}

// unknownProduct says that there is no such product, or that the user may not see whether there is.
func unknownProduct(view *live.View, id catalog.ID) error {
	const hint = "to see products: kubectl nautes status -A"
	if err := view.Refusal(id); err != nil {
		return fmt.Errorf("product %q has no objects that you may read: %w", id.Name, err)
	}
	return fmt.Errorf("there is no product %q (%s)", id.Name, hint)
}

// absent says that there is no such object, or why nobody can tell.
func absent(view *live.View, id catalog.ID) error {
	if err := view.Refusal(id); err != nil {
		return err
	}
	if id.Namespace == "" {
		return fmt.Errorf("there is no %s", id)
	}
	return fmt.Errorf("there is no %s (to see what there is: kubectl nautes tree -p %s)", id, id.Namespace)
}

// judgedAtOnce is of how many objects all that the rules looked up is held at once: it is much more than what they say.
const judgedAtOnce = 128

// judge asks the rules about what is shown of the product, or about the object.
func (l *looking) judge(ctx context.Context, source *graph.Source, view *live.View) (err error) {
	if l.engine == nil {
		if l.engine, err = engineInForce(ctx, l.cluster, l.options.ErrOut); err != nil {
			return err
		}
	}
	a := &audit{view: view, product: l.product()}
	objects := a.objects()
	if l.subject.Kind != catalog.Product {
		objects = []*catalog.Object{view.Get(l.subject)}
	}
	j := &judge.Judge{Engine: l.engine, Now: source.Now, Holds: view.Sees}
	unanswered := newUnanswered(j)
	source.Verdicts = make(map[catalog.ID]graph.Verdict, len(objects))
	for some := range slices.Chunk(objects, judgedAtOnce) {
		err = j.Stored(ctx, some, view.Snapshot, func(s judge.Stored) error {
			verdict := graph.Verdict{Err: s.Err}
			if s.Verdict != nil {
				verdict.Findings, verdict.NotJudged = s.Verdict.Findings, s.Verdict.NotJudged
			}
			if l.subject.Name == "" {
				verdict = verdict.Counted()
			}
			source.Verdicts[s.Object.ID] = verdict
			unanswered.add(s.Verdict, s.Missed)
			return nil
		})
		if err != nil {
			return err
		}
	}
	if notJudged := unanswered.told(askForRights); notJudged != nil && !l.told {
		fmt.Fprintln(l.options.ErrOut, notJudged)
	}
	l.told = true
	return nil
}

// interruptible gives an error the code of an interrupt where that is behind it.
func interruptible(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return exitcode.With(exitcode.Interrupted, errors.New("interrupted"))
	}
	return err
}
