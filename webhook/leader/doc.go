// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

// Package leader runs something on one replica at a time.
//
// The leader election of controller-runtime's manager is not used: a manager that loses its lease ends the whole
// process without waiting for what is under way, and takes the admission server with it. An API server that is slow for
// ten seconds would so become a replica less, exactly when it is needed. Here the loser ends what it led, and stands
// for election again.
//
// The package must not know what it runs.
package leader
