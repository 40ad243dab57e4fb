// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"context"
	"sync"

	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/policies"
)

// builtInEngine holds the rules that this program carries. They are compiled when they are asked for first, and once:
// an engine does not change.
var builtInEngine = sync.OnceValues(func() (*policy.Engine, error) { //nolint:gochecknoglobals // worked out once, never written
	return policy.New(context.Background(), policies.FS())
})
