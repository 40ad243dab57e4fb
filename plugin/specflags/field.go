// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package specflags

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// FlagOf names the flag that a field of an object came from, or would come from, in the words of who typed it: --cluster,
// or "--event-source (the 2nd) repo" for a key of the second value. Field is as schema and rules name it, for example
// spec.eventSources[1].gitlab.repoName. Empty where it is no flag's.
func (k Kind) FlagOf(field string) string {
	var best Flag
	rest, found := "", false
	for _, f := range k.Flags {
		if below, within := cutField(field, "spec."+f.Field); within && len(f.Field) >= len(best.Field) {
			best, rest, found = f, below, true
		}
	}
	if !found {
		return ""
	}
	label := "--" + best.Name
	if best.Form != Structure && best.Form != Structures {
		return label
	}
	if index := indexed.FindStringSubmatch(rest); index != nil {
		rest = rest[len(index[0]):]
		if number, err := strconv.Atoi(index[1]); err == nil && number > 0 {
			label += fmt.Sprintf(" (the %s)", ordinal(number+1))
		}
	}
	rest = strings.TrimPrefix(rest, ".")
	for _, key := range best.Keys {
		if _, within := cutField(rest, key.Field); within {
			return label + " " + key.Name
		}
	}
	return label
}

// indexed is the start of a path below a list.
var indexed = regexp.MustCompile(`^\[(\d+)\]`)

// cutField cuts a field off the start of a path; whether it does is false where the path leads elsewhere.
func cutField(path, field string) (rest string, within bool) {
	rest, cut := strings.CutPrefix(path, field)
	return rest, cut && (rest == "" || rest[0] == '.' || rest[0] == '[')
}

// ordinal is a number as people count: 2nd, 3rd, 11th.
func ordinal(n int) string {
	suffix := "th"
	if n%100 < 11 || n%100 > 13 {
		switch n % 10 {
		case 1:
			suffix = "st"
		case 2:
			suffix = "nd"
		case 3:
			suffix = "rd"
		}
	}
	return strconv.Itoa(n) + suffix
}
