// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

// Package redact takes secrets out of text and of objects that are to be shown to others: what looks like a secret
// wherever it stands, and whatever stands at a place where secrets stand. It rather takes too much than too little.
//
// The package must not know where texts come from.
package redact
