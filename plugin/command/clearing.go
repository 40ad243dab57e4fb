// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"context"
	"fmt"
	"io"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/kubectl/pkg/util/term"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/plugin/live"
	"github.com/nautes-labs/kubectl-nautes/plugin/set"
)

// clearing takes the bypass off objects, one after the other.
type clearing struct {
	cluster *reader
	dryRun  dryRun
	clean   bool
	now     time.Time
	members *set.Set
	errOut  io.Writer
	ledger  *ledger

	// ids are the objects that were named, found those of them that are there, and view what they are judged on.
	ids   []catalog.ID
	found *live.Found
	view  *live.View
	// standing is what is known about those that carry an annotation.
	standing map[catalog.ID]standingBypass
	// refused are those whose next change will be.
	refused []catalog.ID
}

// chooseAll takes all objects of a product, or of all, that carry an annotation.
func (c *clearing) chooseAll(ctx context.Context, product string) (err error) {
	if c.view, err = c.cluster.Stored(ctx, product, nil); err != nil {
		return err
	}
	sayUnseen(c.errOut, c.view, product)
	c.found = &live.Found{Objects: map[catalog.ID]*unstructured.Unstructured{}}
	for _, object := range marked(c.view, product) {
		if isMarked(object) {
			c.ids = append(c.ids, object.ID)
			c.found.Objects[object.ID] = &unstructured.Unstructured{Object: object.Content()}
		}
	}
	return nil
}

// choose takes these objects.
func (c *clearing) choose(ctx context.Context, ids []catalog.ID) (err error) {
	c.ids = ids
	c.found, err = c.cluster.Fetch(ctx, ids)
	return err
}

// judge finds out which objects still need what is taken off.
func (c *clearing) judge(ctx context.Context) error {
	var objects []*catalog.Object
	for _, id := range c.ids {
		content := c.found.Objects[id]
		if content == nil || content.GetDeletionTimestamp() != nil {
			continue
		}
		object, err := catalog.NewObject(content.Object)
		if err != nil {
			return err
		}
		if isMarked(object) {
			objects = append(objects, object)
		}
	}
	c.standing = map[catalog.ID]standingBypass{}
	if len(objects) == 0 {
		return nil
	}
	if c.view == nil {
		var err error
		if c.view, err = c.cluster.Snapshot(ctx, objects); err != nil {
			return err
		}
	}
	list, err := listBypasses(ctx, c.cluster, c.view, c.now, objects, c.errOut)
	if err != nil {
		return err
	}
	for _, b := range list.Bypasses {
		c.standing[b.ID] = b
	}
	if list.notJudged != nil {
		fmt.Fprintln(c.errOut, list.notJudged)
	}
	return nil
}

// run takes the annotations off and takes down what becomes of each object.
func (c *clearing) run(ctx context.Context) error {
	for _, id := range c.ids {
		if ctx.Err() != nil {
			c.ledger.leave(id)
			continue
		}
		if err := c.ledger.record(c.one(ctx, id)); err != nil {
			return err
		}
	}
	if len(c.refused) > 0 {
		// Broken at 80 columns, also where it is not read on a terminal.
		_, _ = fmt.Fprintf(term.NewPunchCardWriter(c.errOut), // to a stream of a person
			"Warning: rules are still broken, so that the next change of the spec will be refused: %s\n", listed(c.refused))
	}
	return c.ledger.finish(ctx.Err() != nil)
}

// one is what becomes of an object.
func (c *clearing) one(ctx context.Context, id catalog.ID) entry {
	object := c.found.Objects[id]
	b, carries := c.standing[id]
	switch err := c.found.Unreadable[id]; {
	case err != nil:
		return entry{id: id, word: failed, err: err}
	case object == nil:
		return entry{id: id, word: notFound}
	case !carries:
		return entry{id: id, word: unchanged, object: object}
	case c.clean && b.Now == stillFailing:
		return entry{id: id, word: unchanged, object: object, note: b.note()}
	case c.clean && b.Now == needUnknown:
		return entry{id: id, word: unchanged, object: object, note: "not every rule could be judged"}
	}
	answer, err := c.send(ctx, id)
	if err != nil {
		return entry{id: id, word: errorWord(err), err: err, findings: findingsIn(err)}
	}
	if b.Now == stillFailing {
		c.refused = append(c.refused, id)
	}
	return entry{id: id, word: configured, note: b.note(), object: answer.Object, findings: b.Findings, warnings: answer.Warnings}
}

// send takes the annotations off, or says what the object would be.
func (c *clearing) send(ctx context.Context, id catalog.ID) (*live.Answer, error) {
	object := c.found.Objects[id]
	off := map[string]*string{}
	for _, name := range bypassAnnotations() {
		off[name] = nil
	}
	if c.dryRun != dryRunClient {
		return c.cluster.Annotate(ctx, id, object.GetUID(), off, c.dryRun == dryRunServer)
	}
	object = object.DeepCopy()
	annotations := object.GetAnnotations()
	for name := range off {
		delete(annotations, name)
	}
	object.SetAnnotations(annotations)
	return &live.Answer{Object: object}, nil
}

// note says beside the outcome what the object still breaks.
func (b *standingBypass) note() string {
	switch n := len(b.fails()); {
	case b.Now != stillFailing:
		return ""
	case n == 1:
		return "1 rule still fails"
	default:
		return fmt.Sprintf("%d rules still fail", n)
	}
}
