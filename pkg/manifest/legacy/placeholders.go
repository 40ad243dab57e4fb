// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package legacy

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// placeholder matches $name and ${name}. A name may hold dashes, as in $api-server, so where a text goes on with a dash
// only the names that are given can tell how long it is.
var placeholder = regexp.MustCompile(`\$(?:\{([A-Za-z_][A-Za-z0-9_-]*)\}|([A-Za-z_][A-Za-z0-9_-]*))`)

// expand puts the values in the places of the placeholders in a text, and names the first one that has none. What a
// value holds is not looked at again.
func expand(text string, values map[string]string, used map[string]bool) (expanded, missing string) {
	if !strings.Contains(text, "$") {
		return text, ""
	}
	expanded = placeholder.ReplaceAllStringFunc(text, func(match string) string {
		name, rest := strings.Trim(match, "${}"), ""
		if match[1] != '{' {
			name, rest = longestGiven(name, values)
		}
		value, given := values[name]
		if !given {
			missing = cmp.Or(missing, name)
			return match
		}
		used[name] = true
		return value + rest
	})
	return expanded, missing
}

// longestGiven takes dashes and what is behind them off a name until it is one that has a value. If it never is, it is the
// whole name.
func longestGiven(name string, values map[string]string) (given, rest string) {
	for end := len(name); end > 0; end = strings.LastIndexByte(name[:end], '-') {
		if _, ok := values[name[:end]]; ok {
			return name[:end], name[end:]
		}
	}
	return strings.TrimRight(name, "-"), ""
}

// expandAll puts values into all texts of a value, keys included. What is below a key that holds a placeholder comes from
// the field as it was written.
func (c *conversion) expandAll(value any, was, now string) any {
	switch value := value.(type) {
	case string:
		return c.expandText(value, was)
	case []any:
		items := make([]any, len(value))
		for i, item := range value {
			at := fmt.Sprintf("[%d]", i)
			items[i] = c.expandAll(item, was+at, now+at)
		}
		return items
	case map[string]any:
		fields := make(map[string]any, len(value))
		for _, key := range slices.Sorted(maps.Keys(value)) {
			name := c.expandText(key, child(was, key))
			if _, twice := fields[name]; twice {
				c.fail(child(was, key), fmt.Sprintf("key %q is given twice, once by a placeholder", name), "")
			}
			if name != key {
				c.origins[child(now, name)] = child(was, key)
			}
			fields[name] = c.expandAll(value[key], child(was, key), child(now, name))
		}
		return fields
	default:
		return value
	}
}

func (c *conversion) expandText(text, field string) string {
	expanded, missing := expand(text, c.converter.Values, c.converter.used)
	if missing != "" {
		c.lack(missing, field)
	}
	return expanded
}

// lack takes down that a placeholder has no value, with the first line of the document that has it.
func (c *conversion) lack(name, field string) {
	if c.lacking == nil {
		c.lacking = map[string]string{}
	}
	if first, known := c.lacking[name]; !known || c.document.Line(field) < c.document.Line(first) {
		c.lacking[name] = field
	}
}

// failLacking makes errors of placeholders without a value, one for each in a file.
func (c *conversion) failLacking() {
	for name, field := range c.lacking {
		seen := [2]string{c.document.Origin.File, name}
		if c.converter.lacked[seen] {
			continue
		}
		c.converter.lacked[seen] = true
		hint := fmt.Sprintf("give --set %s=VALUE", name)
		if field == kubeconfigPath {
			hint = fmt.Sprintf("give --set-file %s=FILE", name)
		}
		c.fail(field, fmt.Sprintf("placeholder %q has no value", "$"+name), hint)
	}
}

// child is the path of a key; one that holds what separates steps stands in brackets.
func child(path, key string) string {
	if strings.ContainsAny(key, ".[]/ $") {
		return path + "[" + key + "]"
	}
	return path + "." + key
}
