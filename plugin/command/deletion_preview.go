// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"context"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/plugin/live"
)

// deletionPreview says what deleting a set would do.
type deletionPreview struct {
	*deleting
	verdicts
}

// previewDelete reads what is live and judges the deletions on what is left when all of them are done.
func previewDelete(ctx context.Context, d *deleting, who authority) (*deletionPreview, error) {
	base, err := look(ctx, d.cluster, d.members, d.ledger.ErrOut)
	if err != nil {
		return nil, err
	}
	j, err := judgeFor(ctx, who, d.members, base, d.ledger.ErrOut)
	if err != nil {
		return nil, err
	}
	results, err := j.Delete(ctx, d.members, base.Snapshot)
	if err != nil {
		return nil, err
	}
	sayNotJudged(d.ledger.ErrOut, j, results)
	d.before = foundIn(base, append(d.members.IDs(), d.namespaces()...))
	return &deletionPreview{d, verdictsOf(results, who, d.bypass)}, d.arrange()
}

// judged says what would become of an object by the rules alone.
func (p *deletionPreview) judged(ctx context.Context, id catalog.ID) (entry, error) {
	e, err := p.verdict(ctx, id)
	e.word, e.object = deleted, p.before.Objects[id]
	return e, err
}

// tried sends a deletion, without doing it, where nothing else of the set has to go before; what does is still there
// for the server, so the rules are asked here.
func (p *deletionPreview) tried(ctx context.Context, id catalog.ID) (entry, error) {
	if users := p.users[id]; len(users) > 0 {
		e, err := p.verdict(ctx, id)
		e.word, e.why = notSent, "needed by "+users[0].String()
		return e, err
	}
	before := p.before.Objects[id]
	answer, err := p.cluster.Delete(ctx, id, before.GetUID(), true)
	switch {
	case p.deleting.bypass.insecure && live.ReasonOf(err) == live.Denied:
		return p.judged(ctx, id)
	case err != nil:
		return entry{}, err
	}
	return entry{id: id, word: deleted, object: before, warnings: answer.Warnings}, nil
}
