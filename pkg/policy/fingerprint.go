// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package policy

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash"
	"maps"
	"slices"
)

// fingerprint hashes files by name and content. It depends on the order in which they are added, which is everywhere
// that of their names.
type fingerprint struct{ sum hash.Hash }

func newFingerprint() fingerprint { return fingerprint{sha256.New()} }

func (f fingerprint) add(name string, content []byte) {
	f.part([]byte(name))
	f.part(content)
}

func (f fingerprint) addAll(files map[string]string) {
	for _, name := range slices.Sorted(maps.Keys(files)) {
		f.add(name, []byte(files[name]))
	}
}

// part goes in with its length, so that nothing can move from a name to a content or from one file to the next.
func (f fingerprint) part(content []byte) {
	var length [8]byte
	binary.BigEndian.PutUint64(length[:], uint64(len(content)))
	f.sum.Write(length[:])
	f.sum.Write(content)
}

// printed is as much of a hash as people compare.
const printed = 12

func (f fingerprint) String() string {
	return "sha256:" + hex.EncodeToString(f.sum.Sum(nil))[:printed]
}
