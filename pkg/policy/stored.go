// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package policy

import (
	"context"
	"time"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
)

// Stored is the review of an object that is there already: as if it were created now, as it is, by somebody who may
// bypass rules. So every rule about what an object is gets asked, and none about how it came to be so; what a bypass in
// force skips is told apart from what it can not skip.
func Stored(object *catalog.Object, in *catalog.Snapshot, now time.Time) Review {
	return Review{
		Operation: Create, Object: object.Content(), Catalog: in, Now: now,
		Permitted: func(context.Context) (bool, error) { return true, nil },
	}
}
