// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"context"
	"errors"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/plugin/live"
	"github.com/nautes-labs/kubectl-nautes/plugin/set"
	"github.com/nautes-labs/kubectl-nautes/plugin/specflags"
)

// create sends the object by the way that apply takes, but only where there is none of its name.
func (w *writing) create(ctx context.Context, c *creating, members *set.Set, kubeconfigs kubeconfigs) error {
	state, err := members.Applied(catalog.New())
	if err != nil {
		return err
	}
	waves, err := members.Waves(state)
	if err != nil {
		return err
	}
	cluster, err := connectReader(w.config)
	if err != nil {
		return err
	}
	c.applying = &applying{
		cluster: cluster.Cluster, members: members, state: state, bypass: w.bypass, timeout: defaultTimeout,
		ledger: newLedger(w.IOStreams, members, w.printer), kubeconfigs: kubeconfigs,
	}
	if err := c.prepare(ctx, w.dryRun, cluster); err != nil {
		return interruptible(ctx, err)
	}
	if err := c.run(ctx, waves); err != nil {
		return err
	}
	if w.dryRun != dryRunNone {
		return c.ledger.preview(ctx.Err() != nil)
	}
	return c.ledger.finish(ctx.Err() != nil)
}

// creating is applying of an object that is to be new.
type creating struct {
	*applying
	kind specflags.Kind
	// change says how one that is there already is changed.
	change string
}

// prepare looks at the cluster and chooses how the object is sent.
func (c *creating) prepare(ctx context.Context, dry dryRun, who authority) error {
	send := c.object
	if dry == dryRunNone {
		c.makeNamespace, c.awaitGone = c.createNamespace, c.untilGone
		if err := c.look(ctx); err != nil {
			return err
		}
	} else {
		p, err := previewApply(ctx, c.applying, who)
		if err != nil {
			return err
		}
		send, c.makeNamespace, c.awaitGone = p.judged, p.namespaceJudged, p.sayAwaited
		if dry == dryRunServer {
			send, c.makeNamespace = p.tried, p.namespaceTried
		}
	}
	c.send = func(ctx context.Context, id catalog.ID) (entry, error) {
		if err := c.before.Unreadable[id]; err != nil {
			return entry{}, err // whether there is one already can not be told
		}
		if before := c.replaced(id); before != nil && before.GetDeletionTimestamp() == nil {
			return entry{}, alreadyThere(id, c.change)
		}
		e, err := send(ctx, id)
		if err == nil && (e.word == configured || e.word == unchanged) {
			// Server-side apply can not be told to create only. Creating by POST can, but what is created so stays when a
			// manifest no longer says it: it belongs to another manager than what is applied.
			return entry{}, alreadyThere(id, "somebody else created it at the same moment; look at what it is now")
		}
		return c.told(e, err)
	}
	return nil
}

func alreadyThere(id catalog.ID, hint string) error {
	return &live.Error{Reason: live.Conflict, Message: "there is one already: " + id.String(), Hint: hint}
}

// told puts the flags of fields into what the rules say.
func (c *creating) told(e entry, err error) (entry, error) {
	e.findings = c.named(e.findings)
	var denial *live.Error
	if errors.As(err, &denial) && len(denial.Findings) > 0 {
		named := *denial
		named.Findings = c.named(denial.Findings)
		return e, &named
	}
	return e, err
}

func (c *creating) named(findings []policy.Finding) []policy.Finding {
	named := make([]policy.Finding, len(findings))
	for i, finding := range findings {
		finding.Field = withFlag(c.kind, finding.Field)
		named[i] = finding
	}
	return named
}
