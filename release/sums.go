// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package release

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// sumsFile is for `sha256sum --check`.
const sumsFile = "sha256sums.txt"

// sums are the checksums of files by their names.
type sums map[string]string

func (s sums) add(name string, content []byte) {
	sum := sha256.Sum256(content)
	s[name] = hex.EncodeToString(sum[:])
}

func (s sums) text() []byte {
	var text strings.Builder
	for _, name := range slices.Sorted(maps.Keys(s)) {
		fmt.Fprintf(&text, "%s  %s\n", s[name], name)
	}
	return []byte(text.String())
}
