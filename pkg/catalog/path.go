// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package catalog

import (
	"strconv"
	"strings"
)

// path is a parsed field path: "spec.eventSources[].gitlab.repoName" has the step eventSources that walks a list.
type path []step

type step struct {
	field string
	list  bool
}

func parsePath(text string) path {
	var p path
	for _, part := range strings.Split(text, ".") {
		field, list := strings.CutSuffix(part, "[]")
		p = append(p, step{field, list})
	}
	return p
}

// walk calls found for each non-empty string at the path, with the concrete field, for example
// "spec.eventSources[1].gitlab.repoName". What is absent or of another type is passed over: the schema speaks of
// types, a reference only of what is there.
func (p path) walk(content map[string]any, found func(value, field string)) {
	p.descend(content, "", found)
}

func (p path) descend(value any, field string, found func(value, field string)) {
	if len(p) == 0 {
		if s, ok := value.(string); ok && s != "" {
			found(s, field)
		}
		return
	}
	m, ok := value.(map[string]any)
	if !ok {
		return
	}
	next, ok := m[p[0].field]
	if !ok {
		return
	}
	if field != "" {
		field += "."
	}
	field += p[0].field
	if !p[0].list {
		p[1:].descend(next, field, found)
		return
	}
	items, _ := next.([]any)
	for i, item := range items {
		p[1:].descend(item, field+"["+strconv.Itoa(i)+"]", found)
	}
}
