// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

// Package random makes objects of our kinds that the schemas of the CRDs accept, and otherwise as strange as they can
// be. What is made is decided by bytes alone, so that a fuzzer can steer it and a failure can be repeated. It knows
// nothing of rules.
package random
