// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package doctor

import (
	"context"
)

// rules tells whether webhook and plugin judge alike.
func (d *Doctor) rules(ctx context.Context, r *Report) {
	const name = "rules"
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	published, err := d.Cluster.Published(ctx)
	switch {
	case err != nil:
		r.add(notSeen(name, err))
	case published == nil:
		r.add(warn(name, "is nautes-webhook running?", "no webhook has told by which rules it judges"))
	case published.Hash != d.Rules:
		r.add(warn(name, "use the plugin of the webhook's release",
			"the webhook (%s) carries other rules than this program: %s", published.Version, published.Hash))
	default:
		own := 0
		for _, rule := range published.Rules {
			if rule.Own != "" {
				own++
			}
		}
		r.add(ok(name, "the same in the webhook (%s); %d of the operator's own", published.Version, own))
	}
}
