// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package random

import (
	"regexp/syntax"
	"strings"
)

// matching writes text that a pattern of a schema matches. It is for the patterns that we have: no back references
// exist in RE2, and a word boundary or a look at the ends in the middle of a pattern is taken for nothing.
func matching(c *Choices, pattern string) string {
	parsed, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return ""
	}
	var b strings.Builder
	write(c, parsed.Simplify(), &b)
	return b.String()
}

func write(c *Choices, re *syntax.Regexp, b *strings.Builder) {
	times := 1
	switch re.Op {
	case syntax.OpLiteral:
		b.WriteString(string(re.Rune))
		return
	case syntax.OpCharClass:
		b.WriteRune(runeOf(c, re.Rune))
		return
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		b.WriteRune(Of(c, []rune("a0-_./%$\"'é")))
		return
	case syntax.OpAlternate:
		write(c, Of(c, re.Sub), b)
		return
	case syntax.OpStar:
		times = c.Below(4)
	case syntax.OpPlus:
		times = 1 + c.Below(3)
	case syntax.OpQuest:
		times = c.Below(2)
	}
	for range times {
		for _, sub := range re.Sub {
			write(c, sub, b)
		}
	}
}

// runeOf chooses from a class, given as pairs of first and last; of a class that is nearly everything, what is printed.
func runeOf(c *Choices, class []rune) rune {
	pair := 2 * c.Below(len(class)/2)
	first, last := class[pair], min(class[pair+1], class[pair]+64)
	r := Of(c, from(first, last))
	if r < ' ' && last >= ' ' {
		return last
	}
	return r
}

func from(first, last rune) []rune {
	var all []rune
	for r := first; r <= last; r++ {
		all = append(all, r)
	}
	return all
}
