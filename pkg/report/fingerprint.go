// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package report

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
)

// fingerprints gives each finding a name by which a program knows it again in the next report: of the rule, the object
// and the field, not of the line, which moves, or the message, which tells of others. Where a rule finds several things
// in one field, they are numbered.
func fingerprints(findings []Finding) []string {
	seen := map[string]int{}
	names := make([]string, len(findings))
	for i, f := range findings {
		subject := fmt.Sprintf("%s\x00%s\x00%s", f.check(), f.subject(), f.Field)
		sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%d", subject, seen[subject]))
		seen[subject]++
		names[i] = hex.EncodeToString(sum[:16])
	}
	return names
}
