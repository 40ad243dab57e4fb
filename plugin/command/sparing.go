// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"context"
	"io"
	"runtime/debug"

	"github.com/nautes-labs/kubectl-nautes/plugin/live"
)

// frugal is how much of what is held the collector lets garbage grow to, in percent, while many objects are read or
// judged: both leave much behind that nothing holds any more, and at Go's own 100 that is as much again as all the
// objects. It costs a tenth of the time.
const frugal = 25

// storedReader is a cluster that what is there can be read from.
type storedReader interface {
	// Stored is what is there, of one product or, with no name, of all.
	Stored(ctx context.Context, product string, read func(n int)) (*live.View, error)
}

// readStored reads what is there, and says on a terminal how far it is.
func readStored(ctx context.Context, cluster storedReader, product string, errOut io.Writer) (*live.View, error) {
	defer debug.SetGCPercent(debug.SetGCPercent(frugal))
	foot := newFoot(errOut)
	defer foot.clear()
	return cluster.Stored(ctx, product, func(n int) { foot.show(n, "reading: %d objects", n) })
}
