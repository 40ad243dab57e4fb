// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package random

import "math/rand/v2"

// Choices decides by bytes, one a choice; when they are used up, by numbers that follow from them.
type Choices struct {
	data []byte
	more *rand.Rand
}

// By returns choices that are made by data.
func By(data []byte) *Choices {
	const offset, prime = 14695981039346656037, 1099511628211 // FNV-1a
	sum := uint64(offset)
	for _, b := range data {
		sum = (sum ^ uint64(b)) * prime
	}
	return &Choices{data: data, more: rand.New(rand.NewPCG(sum, uint64(len(data))))} //nolint:gosec // not for secrets
}

// Below returns a number from 0 to n-1.
func (c *Choices) Below(n int) int {
	switch {
	case n <= 1:
		return 0
	case len(c.data) == 0:
		return c.more.IntN(n)
	}
	value := int(c.data[0])
	c.data = c.data[1:]
	if n > 256 {
		value = value<<8 | c.Below(256)
	}
	return value % n
}

// OneIn is true once in n times.
func (c *Choices) OneIn(n int) bool { return c.Below(n) == 0 }

// Of returns one of several.
func Of[T any](c *Choices, all []T) T { return all[c.Below(len(all))] }
