// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package policy

import (
	"fmt"

	"github.com/agnivade/levenshtein"
)

// longestTypo bounds what is compared: nobody mistypes a name of that length, and the distance costs the product of
// both lengths.
const longestTypo = 128

// nearest is a hint for a word that is none of the known ones, to be put behind it: the one that is spelled most like
// it, or nothing when more than a third of it would have to change.
func nearest(word string, known []string) string {
	if len(word) > longestTypo {
		return ""
	}
	best, distance := "", (len(word)+2)/3+1
	for _, candidate := range known {
		if d := levenshtein.ComputeDistance(word, candidate); d < distance {
			best, distance = candidate, d
		}
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf(" (did you mean %q?)", best)
}
